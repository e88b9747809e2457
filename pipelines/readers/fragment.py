"""A piece of HTML to blocks: a paragraph for each that the eye sees, and tables with their cells."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from lxml import etree

from pipelines.readers.container import BLOCK_TAGS
from pipelines.readers.file_text import paragraph, table
from storage.models import Block

# Word and web editors wrap every few characters in such an element and repeat the look of it on each.
INLINE = (
    "span",
    "font",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "a",
    "o:p",
    "sup",
    "sub",
    "label",
    "small",
    "big",
    etree.Comment,
)
MAX_SPAN = 100  # rows or columns that a cell may claim; no table of a plan is wider
LOOK = (
    "style",
    "class",
    "align",
    "valign",
    "width",
    "height",
    "lang",
    "id",
    "href",
    "target",
    "title",
    "border",
)


def read_fragment(content: etree._Element) -> list[Block]:
    """The paragraphs and tables of an element, in order. The element loses what is of no use for that."""
    etree.strip_tags(content, *INLINE)
    etree.strip_attributes(content, *LOOK)
    source = etree.tostring(content, encoding="unicode", method="html")
    return list(_blocks(BeautifulSoup(source, "lxml", multi_valued_attributes=None)))


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
        if isinstance(child, NavigableString) and parent.name == "pre":
            for line in child.split("\n"):
                yield from (line, None)
        elif isinstance(child, NavigableString):
            yield str(child)
        elif isinstance(child, Tag) and child.name == "table" and _holds_data(child):
            yield table(_rows(child))
        elif isinstance(child, Tag):
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
    covered: dict[int, int] = {}  # column -> rows for which a cell from above still reaches down into it
    for row in _own_rows(element):
        cells: list[str] = []
        for cell in _cells(row):
            _skip_covered(cells, covered)
            room = max(1, MAX_SPAN - len(cells))
            wide, high = min(_span(cell, "colspan"), room), _span(cell, "rowspan")
            covered.update({len(cells) + right: high - 1 for right in range(wide)})
            cells += [" ".join(block.text for block in _blocks(cell)), *[""] * (wide - 1)]
        _skip_covered(cells, covered)
        rows.append(tuple(cells))
    return rows


def _skip_covered(cells: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(cells)):
        covered[len(cells)] -= 1
        cells.append("")


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "")
    return min(int(value), MAX_SPAN) if value.isdecimal() and int(value) else 1
