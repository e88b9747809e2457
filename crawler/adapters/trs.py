"""TRS WCM: static directories, items `./202405/t20240530_12345.html`, pages index.html, index_1.html, index_2.html.

Options: `rows` as with generic; `first`, the number in the file name of the second page (1; Henan and Shanghai: 2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening
from crawler.adapters.generic import check_rows
from crawler.adapters.links import absolute
from crawler.adapters.rows import next_page, read_rows

if TYPE_CHECKING:
    from crawler.config import Column, Portal

OPTIONS = frozenset({"rows", "first"})
# createPageHTML(pages, current, "index", "html"), createPage(…), or with the number of records before the pages.
PAGER = re.compile(
    r"""createPage(?:HTML)?\(\s*(?P<numbers>\d+(?:\s*,\s*\d+)*)\s*,\s*["'](?P<name>\w+)["']\s*,\s*["'](?P<ext>\w+)["']"""
)


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    requests = opening(column, OPTIONS)
    check_rows(column.options.get("rows"))
    if not isinstance(column.options.get("first", 1), int):
        raise OptionError("first", f"expected a whole number, found {column.options['first']!r}")
    return requests


def entries(response: ListResponse) -> ListPage:
    found = read_rows(response.text, response.url, response.request.options.get("rows"))
    following = _following(response) if found else None
    if not following:
        return ListPage(found)
    request = response.request
    return ListPage(found, (ListRequest(following, page=request.page + 1, options=request.options),))


def _following(response: ListResponse) -> str | None:
    pager = PAGER.search(response.text)
    if not pager:
        return next_page(response.text, response.url)
    numbers = [int(number) for number in pager["numbers"].split(",")]
    pages = numbers[-2] if len(numbers) > 1 else numbers[0]
    page = response.request.page
    if page >= pages:
        return None
    number = page - 1 + response.request.options.get("first", 1)
    return absolute(response.url, f"./{pager['name']}_{number}.{pager['ext']}")
