"""Plain text: a block a line, and a table where lines have tabs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pipelines.readers.decode import decode
from pipelines.readers.file_text import FileText, Unreadable, paragraph, table
from pipelines.readers.sniff import TEXT
from storage.models import Block

# A tab behind a list sign, or behind a number, sets the text in, as Word does it: that alone makes no row of a table.
LEAD_IN = re.compile(
    r"^\s*[#*-]+\s+|^\s*(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)])\s+(?=[^\t]*$)"
)
CUT_SENTENCE = re.compile(r"。[^。]*[^。；）)”\s]\s*$|(?:到|较|达到|[，,、])\s*$")
PAGE_NUMBER = re.compile(
    r"\s*(?:[-－—–―─·•]{1,2}\s*\d{1,4}\s*[-－—–―─·•]{1,2}|\d{1,4}\s*/\s*\d{1,4}"
    r"|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)\s*"
)
MAX_GARBLED = 0.02  # more replacement characters than this and the charset is simply not known


def read_text(data: bytes, charset: str | None = None) -> FileText:
    """The lines of a text file. Raises `Unreadable` when its charset cannot be made out."""
    decoded = decode(data, charset)
    lost = decoded.text.count("�")
    if decoded.garbled and lost > MAX_GARBLED * len(decoded.text):
        raise Unreadable("the text is in no charset that is known here")
    blocks = tuple(_blocks(decoded.text.splitlines()))
    if decoded.garbled:
        return FileText(
            TEXT, blocks, "partial", f"{lost} characters could not be decoded as {decoded.charset}"
        )
    return FileText(TEXT, blocks)


def _blocks(lines: list[str]) -> Iterator[Block]:
    filled = _without_page_ends([line for line in lines if line.strip()])
    for in_table, group in groupby(range(len(filled)), key=lambda at: _in_table(filled, at)):
        found = [filled[at] for at in group]
        rows = [tuple(LEAD_IN.sub("", line).strip("\r\n ").split("\t")) for line in found] if in_table else []
        if _regular(rows):
            yield table(rows)
        else:
            yield from map(paragraph, found)


def _without_page_ends(lines: list[str]) -> list[str]:
    """The lines without the page numbers that stand beside rows of a table."""
    cells = [False, *map(_has_cells, lines), False]
    return [
        line
        for at, line in enumerate(lines, start=1)
        if not ((cells[at - 1] or cells[at + 1]) and PAGE_NUMBER.fullmatch(line))
    ]


def _regular(rows: list[tuple[str, ...]]) -> bool:
    """Are these the rows of a table? Most are of one width, and hold whole sentences: a tab for a blank cuts them."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    cut = sum(any(CUT_SENTENCE.search(cell) for cell in row[:-1]) for row in rows)
    return len(rows) > 1 and 2 * max(widths.values(), default=0) >= len(rows) > 2 * cut


def _in_table(lines: list[str], at: int) -> bool:
    """A line with a tab, or one between two such: a row of one cell that names a section (一、重点任务)."""
    if _has_cells(lines[at]):
        return True
    return 0 < at < len(lines) - 1 and _has_cells(lines[at - 1]) and _has_cells(lines[at + 1])


def _has_cells(line: str) -> bool:
    if "\t" not in line:
        return False
    return "\t" in LEAD_IN.sub("", line).strip() or line.rstrip("\r\n").endswith("\t\t")  # empty cells
