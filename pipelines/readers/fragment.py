"""A piece of HTML to blocks: a paragraph for each that the eye sees, and tables with their cells."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from pipelines.readers.container import BLOCK_TAGS, UNSEEN
from pipelines.readers.file_text import paragraph, table
from storage.models import Block


def read_fragment(source: str) -> list[Block]:
    """The paragraphs and tables of an HTML fragment, in order."""
    return list(_blocks(BeautifulSoup(source, "lxml")))


def _blocks(parent: Tag) -> Iterator[Block]:
    line: list[str] = []
    for piece in _pieces(parent):
        if isinstance(piece, str):
            line.append(piece)
            continue
        yield from _paragraph(line)
        line = []
        if isinstance(piece, Block):
            yield piece
    yield from _paragraph(line)


def _paragraph(line: list[str]) -> Iterator[Block]:
    text = " ".join("".join(line).split())
    if text:
        yield paragraph(text)


def _pieces(parent: Tag) -> Iterator[str | Block | None]:
    """Text, data tables, and None wherever a line ends."""
    for child in parent.children:
        if isinstance(child, PreformattedString):  # comments and declarations
            continue
        if isinstance(child, NavigableString):
            yield str(child)
        elif isinstance(child, Tag) and child.name == "table" and _holds_data(child):
            yield table(_rows(child))
        elif isinstance(child, Tag) and child.name not in UNSEEN:
            breaks = child.name in BLOCK_TAGS
            if breaks:
                yield None
            yield from _pieces(child)
            if breaks:
                yield None


def _own_rows(element: Tag) -> list[Tag]:
    return [row for row in element.find_all("tr") if row.find_parent("table") is element]


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.find_all(["td", "th"], recursive=False) if isinstance(cell, Tag)]


def _holds_data(element: Tag) -> bool:
    """A table that lays out a page has one cell a row, or tables inside."""
    if element.find("table") is not None:
        return False
    return sum(len(_cells(row)) > 1 for row in _own_rows(element)) > 1


def _rows(element: Tag) -> list[tuple[str, ...]]:
    """The cells; what a wide or high cell covers beside its first place is empty, so that no text is told twice."""
    rows: list[tuple[str, ...]] = []
    covered: dict[tuple[int, int], bool] = {}
    for at, row in enumerate(_own_rows(element)):
        cells: list[str] = []
        for cell in _cells(row):
            while covered.get((at, len(cells))):
                cells.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for down in range(1, high):
                covered.update({(at + down, len(cells) + right): True for right in range(wide)})
            cells.append(" ".join(block.text for block in _blocks(cell)))
            cells.extend("" for _ in range(wide - 1))
        while covered.get((at, len(cells))):
            cells.append("")
        rows.append(tuple(cells))
    return rows


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "")
    return min(int(value), 100) if value.isdecimal() and int(value) else 1
