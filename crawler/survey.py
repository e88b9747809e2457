"""What a list shows at its first page: asked once, judged by what a run would judge, and not walked any further."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from crawler.adapters import Adapter, ListRequest, ListResponse, adapter_named
from crawler.config import Column, Portal
from crawler.faults import Fault, fault_of
from pipelines.readers.file_text import PARSER_FAULTS
from storage.models import ColumnFacts, Entry

# A request -> its answer, or what came in its place.
Fetch = Callable[[ListRequest], Awaitable[ListResponse | Fault]]

MOST_SHELLS = 2  # requests that may come before the first rows of a column


@dataclass(frozen=True, slots=True)
class Opened:
    """The first rows of a list, and the answer that held them or, where there was none, what came in its place."""

    entries: tuple[Entry, ...]
    answer: ListResponse | Fault


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as it showed itself: facts as a run would tell them, and its rows."""

    portal: str
    column: str
    facts: ColumnFacts
    entries: tuple[Entry, ...]


async def survey(portal: Portal, fetch: Fetch) -> list[Seen]:
    """Every column of a portal at its first page, one after the other."""
    return [await _seen(portal, column, fetch) for column in portal.columns]


async def first_rows(
    adapter: Adapter, request: ListRequest, answer: ListResponse | Fault, fetch: Fetch
) -> Opened:
    """The first rows of a list, past the shells that come before them; `answer` is that to `request`."""
    for _ in range(MOST_SHELLS + 1):
        if isinstance(answer, Fault):
            break
        answer = replace(answer, request=request)
        listed = adapter.entries(answer)
        if listed.entries or not listed.more:
            return Opened(listed.entries, answer)
        request = listed.more[0]
        answer = await fetch(request)
    return Opened((), answer)


async def _seen(portal: Portal, column: Column, fetch: Fetch) -> Seen:
    adapter = adapter_named(portal.adapter)
    request = adapter.list_requests(column, portal)[0]
    try:
        opened = await first_rows(adapter, request, await fetch(request), fetch)
    except PARSER_FAULTS as error:
        opened = Opened((), fault_of(error))
    return Seen(portal.id, column.url, _facts(portal, column, opened), opened.entries)


def _facts(portal: Portal, column: Column, opened: Opened) -> ColumnFacts:
    facts = ColumnFacts(portal.id, column.url, requested=True, status=opened.answer.status)
    if isinstance(opened.answer, Fault):
        facts.fault, facts.detail = opened.answer.name, opened.answer.detail
    dates = [entry.date for entry in opened.entries if entry.date]
    facts.entries, facts.dated, facts.newest = len(opened.entries), len(dates), max(dates, default=None)
    facts.titled = sum(bool(entry.title) for entry in opened.entries)
    return facts
