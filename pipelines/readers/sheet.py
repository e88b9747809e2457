"""Spreadsheets (XLSX, XLSB, XLS and ET, ODS): a table a visible sheet, whose number stands for the page.

A heading above the columns is a paragraph. Merged cells have their text in the first one, as in the other formats.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from itertools import takewhile
from typing import Any

from pipelines.readers.file_text import Encrypted, FileText, Unreadable, paragraph, table
from storage.models import Block

MAX_CELLS = 300_000  # filled ones, of all sheets; a plan's table has hundreds
PANIC = (
    "PanicException"  # of the library's Rust; no exception of Python's, and of a class that nothing exports
)
Row = tuple[str, ...]


def read_sheets(data: bytes, media_type: str) -> FileText:
    """The cells of a spreadsheet. Raises `Encrypted` or `Unreadable`."""
    from python_calamine import CalamineError, PasswordError  # here, as few runs meet a spreadsheet

    try:
        return _read(data, media_type)
    except PasswordError as error:
        raise Encrypted("the spreadsheet asks for a password") from error
    except CalamineError as error:
        raise Unreadable(f"the spreadsheet is damaged: {error}") from error
    except BaseException as fault:
        if type(fault).__name__ != PANIC:
            raise
        raise Unreadable("the spreadsheet is damaged") from fault


def _read(data: bytes, media_type: str) -> FileText:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    book = load_workbook(io.BytesIO(data))
    blocks: list[Block] = []
    left = MAX_CELLS
    for number, known in enumerate(book.sheets_metadata, start=1):
        if known.typ != SheetTypeEnum.WorkSheet or known.visible != SheetVisibleEnum.Visible:
            continue
        rows: list[Row] = []
        for values in book.get_sheet_by_name(known.name).iter_rows():
            rows.append(tuple(_shown(value) for value in values))
            left -= sum(map(bool, rows[-1]))
            if left < 0:
                reason = f"only the first {MAX_CELLS:,} cells were kept"
                return FileText(media_type, (*blocks, *_blocks(rows, number)), "partial", reason)
        blocks += _blocks(rows, number)
    return FileText(media_type, tuple(blocks))


def _blocks(rows: list[Row], number: int) -> Iterator[Block]:
    filled = _without_empty_columns([row for row in rows if any(row)])
    heads = [row for row in takewhile(_is_heading, filled) if len(row) > 1]
    yield from (paragraph("".join(row), page=number) for row in heads)
    cells = filled[len(heads) :]
    if cells:
        yield table(cells, page=number)


def _is_heading(row: Row) -> bool:
    return sum(map(bool, row)) == 1


def _without_empty_columns(rows: list[Row]) -> list[Row]:
    used = [any(column) for column in zip(*rows, strict=True)]
    return [tuple(cell for cell, kept in zip(row, used, strict=True) if kept) for row in rows]


def _shown(value: Any) -> str:
    """A cell as the sheet shows it, as far as its format need not be known: 2027, not 2027.0; a day without a time."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return str(value).strip()
