"""A reader's way through the web page, on a desk, on a phone and by night; pictures of it stay in build/screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import DESK, NIGHT, PHONE, Screen, faults, shown, sideways
from tests.web.serving import original_page, served, stock

SCREENS = Path(__file__).parents[2] / "build" / "screens"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("looked-at")
    with original_page() as source:
        stock(data, source)
        with served(data) as address:
            yield address


def look(page: Page, screen: Screen, name: str) -> None:
    """Nothing of the page is off the screen, everybody can read it, and its picture is kept."""
    page.wait_for_load_state("load")  # a click waits for the page, not for its style sheet
    assert sideways(page) == [], name
    assert faults(page) == [], name
    page.screenshot(path=SCREENS / f"{screen}-{name}.png", full_page=True)


@pytest.mark.parametrize("screen", [DESK, PHONE, NIGHT], ids=str)
def test_from_a_word_to_the_plan_its_comparison_and_its_source(
    browser: Browser, address: str, screen: Screen
) -> None:
    told: list[str] = []
    with shown(browser, address, screen) as page:
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        look(page, screen, "today")

        page.get_by_role("searchbox").fill("电梯")
        page.keyboard.press("Enter")
        assert page.locator("mark").first.inner_text() == "电梯"
        look(page, screen, "search")

        page.get_by_role("link", name="云汀市推动大规模设备更新").click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("云汀市")
        look(page, screen, "document")

        page.get_by_role("link", name="与已知方案逐条对照").click()
        page.get_by_role("link", name="加码").click()
        kinds = page.locator(".findings .kind").all_inner_texts()
        assert set(kinds) == {"加码"}
        look(page, screen, "comparison")

        page.get_by_role("link", name="English").click()
        assert page.get_by_role("heading", name="Differences").is_visible()
        assert "kind=raised" in page.url
        look(page, screen, "english")

        page.get_by_role("link", name="Targets", exact=True).click()
        look(page, screen, "targets")
        page.get_by_role("link", name="Sources", exact=True).click()
        look(page, screen, "health")

        page.go_back()
        page.get_by_role("link", name="云汀市").first.click()
        page.get_by_role("link", name="Original page").click()
        assert page.get_by_role("heading").inner_text() == "原文"
    assert told == []


def test_the_keyboard_alone_leads_to_the_content(browser: Browser, address: str) -> None:
    with shown(browser, address, DESK) as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1


def test_on_paper_there_is_no_menu(browser: Browser, address: str) -> None:
    with shown(browser, f"{address}/documents/1", DESK) as page:
        page.emulate_media(media="print")
        assert page.locator("header.top").is_hidden()
        assert page.get_by_role("heading", level=1).is_visible()
