"""The ruled tables of a PDF, put together again where a page border cut them."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipelines.readers.characters import fold
from pipelines.readers.file_text import PARSER_FAULTS, table
from pipelines.readers.set_lines import Line
from storage.models import Block

FAULTS = (*PARSER_FAULTS, PSException, PdfminerException, MalformedPDFException)
CUT_IN_CELL = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*|\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
Row = tuple[str, ...]
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that is described loosely


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


def tables_of(data: bytes, pages: Sequence[int]) -> dict[int, list[PageTable]]:
    """The tables of the pages (counted from 0), by page number from 1. A page that cannot be analysed has none."""
    if not pages:
        return {}
    found: dict[int, list[PageTable]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number + 1 for number in pages]) as document:
            for page in document.pages:
                found[page.page_number] = list(_tables(page))
                page.close()
    except FAULTS:
        return found  # the text of the pages is there all the same, as lines
    return found


def _tables(page: pdfplumber.page.Page) -> Iterator[PageTable]:
    for one in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        rows = tuple(tuple(_cell(cell) for cell in row) for row in one.extract())
        if max(map(len, rows), default=0) > 1 and any(cell for row in rows for cell in row):
            left, top, right, bottom = one.bbox
            height = page.height
            yield PageTable(page.page_number, rows, left, height - bottom, right, height - top)


def _open_ends(page: pdfplumber.page.Page) -> list[float]:
    """Where ruled columns end without a line across: there a page border cut a row in two."""
    columns = Counter((round(edge["top"]), round(edge["bottom"])) for edge in page.vertical_edges)
    ends = [spot for (top, bottom), times in columns.items() if times > 1 for spot in (top, bottom)]
    return [min(ends), max(ends)] if ends else []


def _cell(text: str | None) -> str:
    return CUT_IN_CELL.sub("", fold(text or "")).strip()


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
