"""A table on a page with its cells, and tables put together again where a page border cut them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.readers.characters import fold
from pipelines.readers.file_text import table
from pipelines.readers.set_lines import Line
from storage.models import Block

CUT_IN_CELL = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*|\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page, with its box in points from the lower left corner."""

    page: int
    rows: tuple[Row, ...]
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, line: Line) -> bool:
        """Whether a line stands inside the table."""
        middle = (line.bottom + line.top) / 2
        return (
            line.page == self.page
            and self.bottom <= middle <= self.top
            and self.left - 1 <= (line.left + line.right) / 2 <= self.right + 1
        )


def cell_text(printed: str) -> str:
    """The text of a cell from its printed lines."""
    return CUT_IN_CELL.sub("", fold(printed)).strip()


def continued(tables: Iterable[PageTable]) -> Iterator[Block]:
    """The tables as blocks; one that goes on with the columns of the one before, on the next page, is joined to it."""
    rows: list[Row] = []
    page = start = 0
    for one in tables:
        if rows and one.page == page + 1 and len(one.rows[0]) == len(rows[0]):
            rows = _joined(rows, list(one.rows))
        else:
            if rows:
                yield table(rows, page=start)
            rows, start = list(one.rows), one.page
        page = one.page
    if rows:
        yield table(rows, page=start)


def _joined(above: list[Row], below: list[Row]) -> list[Row]:
    """Rows over a page border: a repeated head is dropped, a row that was cut in two is one again."""
    if below[0] == above[0]:
        below = below[1:]
    numbered = all(row[0] for row in above[1:])
    if below and numbered and not below[0][0]:
        cut = tuple(one + other for one, other in zip(above[-1], below[0], strict=True))
        return [*above[:-1], cut, *below[1:]]
    return above + below
