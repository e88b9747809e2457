"""What an adapter takes and gives. An adapter has the two functions of `Adapter`, as a module or as an object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal


@dataclass(frozen=True, slots=True)
class ListRequest:
    """One request for a part of a list. `page` counts from 1; `options` are the column's, handed on to every page.

    `before` and `previous` tell how many rows the pages before had, and where the last of these pages began.
    """

    url: str
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)  # sent as the body of a POST
    json: Mapping[str, Any] | None = None  # the same, as JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    options: Mapping[str, Any] = field(default_factory=dict)
    before: int = 0
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class ListResponse:
    """The answer to `request`, decoded. `url` is where it came from after redirects."""

    url: str
    text: str
    status: int
    request: ListRequest


@dataclass(frozen=True, slots=True)
class ListPage:
    """The rows of one response in page order, and the requests for what follows them, next page first.

    A page without rows may name what follows it all the same: it is a shell, and its rows come with another request.
    """

    entries: tuple[Entry, ...]
    more: tuple[ListRequest, ...] = ()


class OptionError(Exception):
    """A column option that the adapter cannot use; `key` names it, `expected` says what it should be."""

    def __init__(self, key: str, expected: str) -> None:
        super().__init__(f"{key}: {expected}")
        self.key = key
        self.expected = expected


class Adapter(Protocol):
    """One family of content management systems."""

    def list_requests(self, column: Column, portal: Portal) -> list[ListRequest]:
        """The requests that open the column's list; as a rule one. Raises OptionError."""

    def entries(self, response: ListResponse) -> ListPage:
        """The rows of one answer, and what to ask next. An answer of a strange shape gives no rows."""


def opening(column: Column, known: frozenset[str] = frozenset()) -> list[ListRequest]:
    """One GET of the column's own address, after a check that its options are among the `known` ones."""
    for key in column.options:
        if key not in known:
            told = f"one of {', '.join(sorted(known))}" if known else "no options with this adapter"
            raise OptionError(key, f"unknown option, expected {told}")
    return [ListRequest(column.url, options=column.options)]


def turned(response: ListResponse, found: tuple[Entry, ...], following: ListRequest | None) -> ListPage:
    """The rows of an answer and the request for the next page.

    That request is dropped behind a page without rows, and behind one that repeats the page before: some portals
    ignore the page number and would go on for ever.
    """
    asked = response.request
    if following is None or not found or found[0].url == asked.previous:
        return ListPage(found)
    return ListPage(
        found,
        (
            replace(
                following,
                page=asked.page + 1,
                options=asked.options,
                before=asked.before + len(found),
                previous=found[0].url,
            ),
        ),
    )
