"""The comparison page as people read it: on a phone, on a desk, by night, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from crawler.baselines import read_baselines
from pipelines.compare import compare
from pipelines.publish.report import comparison_html
from storage.models import Comparison, Plan
from tests.browser.looking import DESK, NIGHT, PHONE, Screen, faults, shown, sideways
from tests.compare.test_compare import KAIFENG, LIXIA, NEW

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def kaifeng_beside_four() -> Comparison:
    plans = {name: Plan.of(name, reading) for name, reading in read_baselines(CONFIG).items()}
    return compare(plans.pop("kaifeng"), list(plans.values()))


def address_of(comparison: Comparison, language: str, folder: Path) -> str:
    path = folder / "report.html"
    path.write_text(comparison_html(comparison, language=language), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=str)
def test_a_whole_report_is_never_scrolled_sideways(
    browser: Browser, kaifeng_beside_four: Comparison, language: str, screen: Screen, tmp_path: Path
) -> None:
    with shown(browser, address_of(kaifeng_beside_four, language, tmp_path), screen) as page:
        assert sideways(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("screen", [DESK, NIGHT], ids=str)
def test_everybody_can_read_it(browser: Browser, language: str, screen: Screen, tmp_path: Path) -> None:
    with shown(browser, address_of(compare(NEW, [KAIFENG, LIXIA]), language, tmp_path), screen) as page:
        assert faults(page) == []
