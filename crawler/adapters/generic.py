"""Server-rendered lists of any make, the GBK pages of old portals among them: rows with dates, and a 下一页.

Options: `rows`, a CSS selector for the rows, where the page's main list is not found by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening
from crawler.adapters.rows import next_page, read_rows

if TYPE_CHECKING:
    from crawler.config import Column, Portal

OPTIONS = frozenset({"rows"})


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    requests = opening(column, OPTIONS)
    check_rows(column.options.get("rows"))
    return requests


def check_rows(css: object) -> None:
    """Raises OptionError unless `css` is a CSS selector, or is not given."""
    if css is None:
        return
    if not isinstance(css, str):
        raise OptionError("rows", f"expected a CSS selector, found {css!r}")
    try:
        CSSSelector(css)
    except SelectorError as error:
        raise OptionError("rows", f"expected a CSS selector, found {css!r}: {error}") from error


def entries(response: ListResponse) -> ListPage:
    request = response.request
    found = read_rows(response.text, response.url, request.options.get("rows"))
    following = next_page(response.text, response.url)
    if not found or not following:
        return ListPage(found)
    return ListPage(found, (ListRequest(following, page=request.page + 1, options=request.options),))
