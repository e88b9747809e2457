from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    with open_store(tmp_path / "data") as store:
        yield store
