"""The comparison page as people read it: on a phone, on a desk, by night, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdfium2 import PdfDocument

from crawler.baselines import read_baselines
from pipelines.compare import compare
from pipelines.publish.report import comparison_html
from pipelines.reading import read_file
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


def test_on_paper_the_page_says_all_that_it_says_on_the_screen(browser: Browser, tmp_path: Path) -> None:
    comparison = compare(NEW, [KAIFENG, LIXIA])
    with shown(browser, address_of(comparison, "zh", tmp_path), DESK) as page:
        printed = page.pdf(format="A4")
    paper = "".join(read_file(printed, name="report.pdf").main_text.split())
    for finding in comparison.findings:
        assert all(
            "".join(words.split()) in paper
            for words in (finding.summary_zh, finding.quote, *(each.quote for each in finding.baselines))
        )
    assert "三种视图" not in paper


def test_paper_is_not_spent_on_clauses_that_have_no_sentence_in_common(
    browser: Browser, kaifeng_beside_four: Comparison, tmp_path: Path
) -> None:
    with shown(browser, address_of(kaifeng_beside_four, "zh", tmp_path), DESK) as page:
        assert page.locator(".apart .words").first.is_visible()
        assert not page.locator(".on-paper").is_visible()
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        page.emulate_media(media="print")
        assert not page.locator(".apart .words").first.is_visible()
        assert page.locator(".apart .who").first.is_visible()
        assert page.locator(".on-paper").is_visible()
    assert len(PdfDocument(printed)) < 40


def test_the_plan_stays_in_sight_beside_a_long_column_of_others(
    browser: Browser, kaifeng_beside_four: Comparison, tmp_path: Path
) -> None:
    with shown(browser, address_of(kaifeng_beside_four, "zh", tmp_path), DESK) as page:
        page.evaluate("""() => {
            const pair = [...document.querySelectorAll('.pair')].find(each => each.offsetHeight > 1500);
            window.scrollTo(0, pair.getBoundingClientRect().top + scrollY + pair.offsetHeight - 900);
            pair.id = 'long';
        }""")
        assert page.locator("#long h4").bounding_box()["y"] >= 0


def test_each_view_is_one_step_away_and_is_not_hidden_behind_the_bar(
    browser: Browser, tmp_path: Path
) -> None:
    with shown(browser, address_of(compare(NEW, [KAIFENG, LIXIA]), "en", tmp_path), PHONE) as page:
        for view in ("Annotated", "Side by side", "Summary"):
            page.get_by_role("navigation").get_by_text(view).click()
            heading = page.get_by_role("heading", name=view, exact=True)
            bar = page.get_by_role("navigation").bounding_box()
            assert heading.bounding_box()["y"] >= bar["y"] + bar["height"]
