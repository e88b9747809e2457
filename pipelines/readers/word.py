"""DOCX: the paragraphs and tables of word/document.xml in order, with the numbers that Word would print.

Only the parts that carry text are unpacked, so pictures and whatever else a file holds cost nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipelines.readers.file_text import FileText, Unreadable, paragraph, table
from pipelines.readers.numbering import Numbering
from pipelines.readers.sniff import DOCX
from pipelines.readers.xml_part import xml_part
from storage.models import Block

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
}
MAX_SPAN = 100
# What stands in for a character; anything else that is not text is passed over.
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Deleted text, field codes, and the second copy of a text box that old programs are given.
LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteReference")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


def read_docx(data: bytes) -> FileText:
    """The text of a Word document. Raises `TooLarge` or `Unreadable`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        numbering = Numbering(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
        document = _part(archive, "word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise Unreadable("the file has no document part")
    return FileText(DOCX, tuple(_blocks(body, numbering)))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    return xml_part(archive, name, STRICT) if name in archive.namelist() else None


def _blocks(parent: etree._Element, numbering: Numbering) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{W}p":
            yield from map(paragraph, _lines(child, numbering))
        elif child.tag == f"{W}tbl":
            yield table([_row(row, numbering) for row in child.iter(f"{W}tr")])
        elif child.tag in WRAPPERS:
            yield from _blocks(child, numbering)


def _lines(element: etree._Element, numbering: Numbering) -> list[str]:
    """The printed lines of a paragraph: its number before it, text boxes that hang on it behind it."""
    boxes = [box for box in element.iter(f"{W}txbxContent") if not _inside_fallback(box)]
    text = numbering.label(element) + _text(element)
    lines = [line for line in text.split("\n") if line.strip()]
    return lines + [line for box in boxes for inner in box.iter(f"{W}p") for line in _lines(inner, numbering)]


def _text(element: etree._Element) -> str:
    parts = []
    for child in element:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in SIGNS:
            parts.append("" if child.get(f"{W}type") == "page" else SIGNS[child.tag])
        elif child.tag not in LEFT_OUT and child.tag != f"{W}txbxContent":
            parts.append(_text(child))
    return "".join(parts)


def _inside_fallback(element: etree._Element) -> bool:
    return any(parent.tag in LEFT_OUT for parent in element.iterancestors())


def _row(row: etree._Element, numbering: Numbering) -> tuple[str, ...]:
    """A cell that continues the one above, or that a wide cell covers, is empty: no text is told twice."""
    cells: list[str] = []
    for cell in row.iter(f"{W}tc"):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        lines = [line for inner in cell.iter(f"{W}p") for line in _lines(inner, numbering)]
        cells.append("" if continued else " ".join(lines))
        cells += [""] * (_span(cell) - 1)
    return tuple(cells)


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "") if span is not None else ""
    return min(int(value), MAX_SPAN) if value.isdecimal() and int(value) else 1
