"""The ruled tables of a PDF."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipelines.readers.file_text import PARSER_FAULTS
from pipelines.readers.page_table import PageTable, cell_text

FAULTS = (*PARSER_FAULTS, PSException, PdfminerException, MalformedPDFException)
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that is described loosely


def tables_of(data: bytes, pages: Sequence[int]) -> dict[int, list[PageTable]]:
    """The tables of the pages, by page number from 1. A page that cannot be analysed has none."""
    if not pages:
        return {}
    found: dict[int, list[PageTable]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(pages)) as document:
            for page in document.pages:
                if tables := list(_tables(page)):
                    found[page.page_number] = tables
                page.close()
    except FAULTS:
        return found  # the text of the pages is there all the same, as lines
    return found


def _tables(page: pdfplumber.page.Page) -> Iterator[PageTable]:
    for one in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        rows = tuple(tuple(cell_text(cell or "") for cell in row) for row in one.extract())
        if max(map(len, rows), default=0) > 1 and any(cell for row in rows for cell in row):
            left, top, right, bottom = one.bbox
            height = page.height
            yield PageTable(page.page_number, rows, left, height - bottom, right, height - top)


def _open_ends(page: pdfplumber.page.Page) -> list[float]:
    """Where ruled columns end without a line across: there a page border cut a row in two."""
    columns = Counter((round(edge["top"]), round(edge["bottom"])) for edge in page.vertical_edges)
    ends = [spot for (top, bottom), times in columns.items() if times > 1 for spot in (top, bottom)]
    return [min(ends), max(ends)] if ends else []
