"""What tests of several rooms share: the real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# One browser a module: while it is open its event loop runs in this thread, where tests elsewhere want their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Where there is none the test is skipped, or fails if the environment says CI."""
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, BROWSERS)), playwright.chromium.executable_path)
        if not Path(installed).exists():
            missing(f"no browser: `make tools`, or put one of {', '.join(BROWSERS)} on the path")
        chromium = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def missing(what: str) -> NoReturn:
    """Ends a test that lacks a tool: skipped with the reason, a failure in CI."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
