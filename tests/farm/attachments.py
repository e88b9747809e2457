"""The files that hang on a page: a Word file made when the farm starts, a PDF made beforehand (see README.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from .plans import Part, Table

PRE_MADE = Path(__file__).parent / "files"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MADE = datetime(2024, 9, 30, 9, 0)
FONTS = ((r"[一二三四五六七八九十]+、", "黑体"), (r"（[一二三四五六七八九十]+）", "楷体_GB2312"))


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as its page names it."""

    name: str
    media_type: str
    data: bytes


def attached(portal: str, form: str, title: str, parts: Sequence[Part]) -> File:
    """The plan as a file of the given form, `docx` or `pdf`."""
    if form == "pdf":
        return File(f"{title}.pdf", "application/pdf", (PRE_MADE / f"{portal}.pdf").read_bytes())
    return File(f"{title}.docx", WORD, word_file(title, parts))


def word_file(title: str, parts: Sequence[Part]) -> bytes:
    """A Word file in official layout: title in the middle, headings in 黑体 and 楷体, body in 仿宋."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.author = "区政府办公室"
    add_line(document, title, "方正小标宋简体", 22, WD_ALIGN_PARAGRAPH.CENTER)
    for part in parts:
        if isinstance(part, Table):
            add_table(document, part)
        else:
            font = next((name for pattern, name in FONTS if re.match(pattern, part)), "仿宋_GB2312")
            add_line(document, part, font, 16)
    buffer = BytesIO()
    document.save(buffer)
    return dated(buffer.getvalue())


def dated(archive: bytes) -> bytes:
    """The same archive with every member dated `MADE`: the time of the start must not change the file's hash."""
    buffer = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, MADE.timetuple()[:6]), old.read(name), ZIP_DEFLATED)
    return buffer.getvalue()


def add_line(document: Any, text: str, font: str, size: int, align: WD_ALIGN_PARAGRAPH | None = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    if align is None:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def add_table(document: Any, table: Table) -> None:
    width = max(map(len, table.rows))
    grid = document.add_table(rows=0, cols=width)
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=False):
            cell.text = text or ""
