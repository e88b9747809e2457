"""What a reader would stumble over on a page, asked of the browser that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that a page is read on; sizes in CSS pixels."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"

    def __str__(self) -> str:
        return self.name


PHONE = Screen("phone", 390, 844)
DESK = Screen("desk", 1280, 900)
NIGHT = Screen("night", 1280, 900, "dark")


@contextmanager
def shown(browser: Browser, url: str, screen: Screen) -> Iterator[Page]:
    """The page at `url` (http or file) on a screen, once everything on it is loaded."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.scheme,
        bypass_csp=True,  # the accessibility check is a script, and our pages allow none
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    yield page
    context.close()


def sideways(page: Page) -> list[str]:
    """What makes the page wider than the screen, innermost elements first; nothing where it need not be scrolled."""
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.querySelectorAll('body *')]
                .filter(each => each.getBoundingClientRect().right > room + 1)
                .map(each => `${each.tagName} ${each.className}: ${each.innerText.slice(0, 60)}`).reverse();
        }"""
    )


def faults(page: Page) -> list[str]:
    """What keeps people from reading the page by WCAG 2.1 AA (contrast, names, languages), one line each."""
    found = Axe().run(page, options=AA).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]
