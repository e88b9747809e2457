"""The digest as a mail program shows it: on a phone, on a desk, by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from pipelines.publish.render import render
from tests.browser.looking import DESK, NIGHT, PHONE, Screen, faults, shown, sideways
from tests.publish.samples import full_edition


@pytest.fixture(scope="module", params=["zh", "en"])
def mail(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("mail") / "digest.html"
    path.write_text(render(full_edition(), request.param).html, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=str)
def test_a_mail_is_never_scrolled_sideways(browser: Browser, mail: str, screen: Screen) -> None:
    with shown(browser, mail, screen) as page:
        assert sideways(page) == []


@pytest.mark.parametrize("screen", [PHONE, DESK, NIGHT], ids=str)
def test_everybody_can_read_a_mail(browser: Browser, mail: str, screen: Screen) -> None:
    with shown(browser, mail, screen) as page:
        assert faults(page) == []
