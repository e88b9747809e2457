"""Tables for a terminal of any width, aligned by the columns that characters take: a Chinese one takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

GAP = "  "
NARROWEST = 8  # columns that a cell needs to be read; where there is less room, rows become records

Rows = Sequence[Sequence[str]]


def width_of(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(map(_width, text))


def padded(text: str, width: int) -> str:
    """The text, and spaces up to this many columns."""
    return text + " " * (width - width_of(text))


def table(heads: Sequence[str], rows: Rows, width: int) -> Iterator[str]:
    """The lines of a table without frames, the heads first, no line wider than `width` columns.

    Columns that are widest give way first and wrap. Where that leaves too little room, each row becomes a record:
    one line a cell, behind its head.
    """
    natural = [max(map(width_of, column)) for column in zip(heads, *rows, strict=True)]
    room = width - len(GAP) * (len(heads) - 1)
    if sum(min(each, NARROWEST) for each in natural) > room:
        yield from _records(heads, rows, width)
        return
    widths = _fitted(natural, room)
    for row in (heads, *rows):
        cells = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        for pieces in zip_longest(*cells, fillvalue=""):
            yield GAP.join(map(padded, pieces, widths)).rstrip()


def _fitted(natural: Sequence[int], room: int) -> list[int]:
    """The widths of the columns once the widest have given way, all of them down to one common width."""
    spare, cap = room, 0
    for place, each in enumerate(sorted(natural)):
        cap = spare // (len(natural) - place)
        if each > cap:
            break
        spare -= each
        cap = each
    return [min(each, cap) for each in natural]


def _records(heads: Sequence[str], rows: Rows, width: int) -> Iterator[str]:
    label = max(map(width_of, heads))
    for number, row in enumerate(rows):
        if number:
            yield ""
        for head, cell in zip(heads, row, strict=True):
            first, *others = _wrapped(cell, max(width - label - len(GAP), 2))
            yield f"{padded(head, label)}{GAP}{first}".rstrip()
            yield from (" " * (label + len(GAP)) + piece for piece in others)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in pieces of at most `width` columns; a piece ends at a space where it has one past its middle."""
    pieces = []
    for line in text.splitlines() or [""]:
        while width_of(line) > width:
            at = _fitting(line, width)
            space = line.rfind(" ", at // 2, at + 1)
            at = space if space > 0 else at
            pieces.append(line[:at].rstrip())
            line = line[at:].lstrip()
        pieces.append(line)
    return pieces


def _fitting(text: str, width: int) -> int:
    """How many characters of the text, one at least, fit into so many columns."""
    for at, character in enumerate(text):
        width -= _width(character)
        if width < 0:
            return max(at, 1)
    return len(text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
