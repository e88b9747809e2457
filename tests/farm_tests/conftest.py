from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.farm import Farm

TEXTS = Path(__file__).resolve().parents[2] / "config" / "baselines"


@pytest.fixture(scope="session")
def running() -> Iterator[Farm]:
    with Farm(TEXTS) as farm:
        yield farm


@pytest.fixture
def farm(running: Farm) -> Farm:
    """The farm on its first morning, nothing broken, nothing asked."""
    running.set_day(1)
    running.follow_calendar()
    running.forget_requests()
    return running
