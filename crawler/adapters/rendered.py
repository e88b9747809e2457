"""Lists that the server renders: rows in HTML, the next page behind 下一页 or counted in the address.

Options of every family that is read this way: `rows`, a CSS selector for the rows where they are not found by
themselves; `page`, the name of the query parameter that counts the pages where there is no 下一页.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening, turned
from crawler.adapters.rows import next_page, read_rows
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

OPTIONS = frozenset({"rows", "page"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A family of such lists.

    rows: CSS selectors for the family's rows; the first that finds any is taken, else the page's main list.
    counter: where the address counts its pages, as a pattern whose group `n` is the number.
    parameter: the query parameter that counts the pages, added to an address that has none yet.
    """

    rows: tuple[str, ...] = ()
    counter: str | None = None
    parameter: str | None = None

    def list_requests(self, column: Column, portal: Portal) -> list[ListRequest]:
        requests = opening(column, OPTIONS)
        check_rows(column.options.get("rows"))
        if not isinstance(column.options.get("page", ""), str):
            raise OptionError("page", f"expected a query parameter's name, found {column.options['page']!r}")
        return requests

    def entries(self, response: ListResponse) -> ListPage:
        found = self._rows(response, response.request.options.get("rows"))
        following = self._following(response) if found else None
        return turned(response, found, ListRequest(following) if following else None)

    def _rows(self, response: ListResponse, css: str | None) -> tuple[Entry, ...]:
        if css:
            return read_rows(response.text, response.url, css)
        for selector in self.rows:
            if found := read_rows(response.text, response.url, selector):
                return found
        return read_rows(response.text, response.url)

    def _following(self, response: ListResponse) -> str | None:
        parameter = response.request.options.get("page", self.parameter)
        counter = rf"[?&]{re.escape(parameter)}=(?P<n>\d+)" if parameter else self.counter
        if counter and (found := re.search(counter, response.url)):
            # some count from 0: the next is one more than this
            return (
                response.url[: found.start("n")] + str(int(found["n"]) + 1) + response.url[found.end("n") :]
            )
        if parameter:
            return with_parameter(response.url, parameter, response.request.page + 1)
        return next_page(response.text, response.url)


def with_parameter(url: str, name: str, value: object) -> str:
    """`url` with that parameter in its query: in its old place, or at the end. The rest stays as it is written."""
    found = re.search(rf"[?&]{re.escape(name)}=([^&#]*)", url)
    if found:
        return url[: found.start(1)] + str(value) + url[found.end(1) :]
    return f"{url}{'&' if '?' in url else '?'}{name}={value}"


def check_rows(css: Any) -> None:
    """Raises OptionError unless `css` is a CSS selector, or is not given."""
    if css is None:
        return
    if not isinstance(css, str):
        raise OptionError("rows", f"expected a CSS selector, found {css!r}")
    try:
        CSSSelector(css)
    except SelectorError as error:
        raise OptionError("rows", f"expected a CSS selector, found {css!r}: {error}") from error
