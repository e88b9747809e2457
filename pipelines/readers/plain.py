"""Plain text: a block a line, and a table where lines have tabs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipelines.readers.decode import decode
from pipelines.readers.file_text import FileText, Unreadable, paragraph, table
from pipelines.readers.sniff import TEXT
from storage.models import Block

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
    filled = [line for line in lines if line.strip()]  # page breaks leave blank lines, in tables too
    for in_table, group in groupby(range(len(filled)), key=lambda at: _in_table(filled, at)):
        found = [filled[at] for at in group]
        if in_table and len(found) > 1:
            yield table([tuple(line.strip("\r\n ").split("\t")) for line in found])
        else:
            yield from map(paragraph, found)


def _in_table(lines: list[str], at: int) -> bool:
    """A line with a tab, or one between two such: a row of one cell that names a section (一、重点任务)."""
    if "\t" in lines[at].strip():
        return True
    return 0 < at < len(lines) - 1 and all("\t" in lines[near].strip() for near in (at - 1, at + 1))
