"""The printed lines of a document's pages to blocks: page numbers left out, tables found, paragraphs put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from pipelines.readers.columns import read_down
from pipelines.readers.furniture import without_furniture
from pipelines.readers.page_table import PageTable, continued
from pipelines.readers.set_lines import Line, Setting, paragraphs
from pipelines.readers.unruled import are_numbered, unruled_tables
from storage.models import Block

Tables = dict[int, list[PageTable]]  # by page number


def blocks_of_pages(
    pages: Sequence[list[Line]], ruled: Tables, pieces: Callable[[int], Sequence[Line]]
) -> Iterator[Block]:
    """The paragraphs and tables that the lines make up.

    pages: the lines of each page, page 1 first. ruled: the tables that are known by their rules. pieces: gives the
    lines of a page number once more, those of a table's row not put together; asked for only where a page may hold a
    table without rules.
    """
    kept = without_furniture(pages)
    tables = {**_unruled(kept, ruled, pieces), **ruled}
    kept = [
        page if number in tables else read_down(page, partial(_within, page, pieces, number))
        for number, page in enumerate(kept, start=1)
    ]
    setting = Setting.of([line for page in kept for line in page])
    parts: list[Line | PageTable] = []
    for number, page in enumerate(kept, start=1):
        parts.extend(_in_order(page, tables.get(number, [])))
    for is_table, group in groupby(parts, key=lambda part: isinstance(part, PageTable)):
        if is_table:
            yield from continued(part for part in group if isinstance(part, PageTable))
        else:
            yield from paragraphs([part for part in group if isinstance(part, Line)], setting)


def _unruled(pages: list[list[Line]], ruled: Tables, pieces: Callable[[int], Sequence[Line]]) -> Tables:
    if not are_numbered(pages):
        return {}
    return unruled_tables(
        [
            [] if number in ruled else _within(page, pieces, number)
            for number, page in enumerate(pages, start=1)
        ]
    )


def _within(page: list[Line], pieces: Callable[[int], Sequence[Line]], number: int) -> list[Line]:
    """The pieces of the lines that were kept of a page."""
    bottom, top = (min(line.bottom for line in page), max(line.top for line in page)) if page else (0.0, 0.0)
    return [piece for piece in pieces(number) if bottom <= piece.top and piece.bottom <= top]


def _in_order(page: list[Line], tables: list[PageTable]) -> Iterator[Line | PageTable]:
    """The lines outside tables, and each table where its first line stood."""
    waiting = list(tables)
    for line in page:
        around = next((found for found in tables if found.holds(line)), None)
        if around is None:
            yield line
        elif around in waiting:
            waiting.remove(around)
            yield around
