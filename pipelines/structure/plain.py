"""A text as the rules of this room see it: no white space, one width, no traces of the file it came from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# White space, invisible characters and what converters leave behind: bold stars, Word's bookmarks, list and heading
# signs at the start of a line. Before a clause's number such a sign tells of a line even where the line break was lost.
_DROPPED = re.compile(
    r"(?=[\s#*\-\[\u200b-\u200f\u2060\ufeff])(?:"  # looked at first: most characters stay
    r"\s*\n\s*(?:[#\-]{1,6}\s+)*"
    r"|(?<=[。；）)”\u4e00-\u9fff])(?P<line>\s*[#\-]{1,6}[\s*]*(?=[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．]\D))"
    r"|\s+|(?:\A[#\-]{1,6}\s+)|[\u200b-\u200f\u2060\ufeff]+|\*+|\[bookmark[:：][^\]\n]{0,80}\])"
)

# Every character folds to one character, so that positions stay.
_SIGNS = dict(zip("(),;:!?．｡％－–～〜―─", "（），；：！？.。%--~~——", strict=True))
_ALPHABET = [chr(code) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))]
_WIDE = re.compile(f"[{''.join(_ALPHABET)}]")


_HAN_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def fold(text: str) -> str:
    """The text in one width: Chinese punctuation full, digits, letters, `.`, `%`, `-` and `~` half. Same length.

    A year in Chinese digits becomes one in Arabic digits, too.
    """
    for sign, folded in _SIGNS.items():
        text = text.replace(sign, folded)
    text = _WIDE.sub(lambda wide: chr(ord(wide[0]) - 0xFEE0), text)
    return _HAN_YEAR.sub(lambda year: year[0].translate(_HAN_DIGITS), text)


def squash(text: str) -> str:
    """The text folded and without white space or invisible characters."""
    return fold(_DROPPED.sub("", text))


@dataclass(frozen=True, slots=True)
class Plain:
    """A folded text without white space, and the way back to where each character stood."""

    text: str
    offsets: Sequence[int]  # of each character in the source
    breaks: list[int]  # positions in `text` at which a line of the source starts, ascending
    cells: list[int]  # positions at which a further cell of a table's row starts, after a tab; ascending
    source: str

    def starts_line(self, position: int) -> bool:
        """Did a line of the source start with the character at `position`?"""
        index = bisect_left(self.breaks, position)
        return index < len(self.breaks) and self.breaks[index] == position

    def line_end(self, position: int) -> int:
        """The position after the last character of the line that `position` stands in."""
        index = bisect_left(self.breaks, position + 1)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)

    def rows(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The rows of tables between two positions: start and end of the line, and the end of its first cell."""
        for cell in self.cells[bisect_left(self.cells, start) : bisect_left(self.cells, end)]:
            line = self.breaks[bisect_right(self.breaks, cell) - 1]
            if bisect_left(self.cells, line + 1) == bisect_left(self.cells, cell):
                yield line, self.line_end(line), cell

    def in_row(self, position: int) -> bool:
        """Does `position` stand in a row of a table?"""
        line = self.breaks[bisect_right(self.breaks, position) - 1]
        cell = bisect_left(self.cells, line)
        return cell < len(self.cells) and self.cells[cell] < self.line_end(line)

    def cell_end(self, position: int) -> int:
        """The position after the last character of the cell that `position` stands in."""
        cell = bisect_right(self.cells, position)
        return min([self.line_end(position), *self.cells[cell : cell + 1]])

    def printed(self, start: int, end: int) -> str:
        """The source's own words for `text[start:end]`."""
        return self.source[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""


def plain(source: str) -> Plain:
    """Fold a text and take its white space out; see `Plain`."""
    if not _DROPPED.search(source):
        return Plain(fold(source), range(len(source)), [0], [], source)
    pieces: list[str] = []
    offsets: list[int] = []
    breaks: list[int] = [0]
    cells: list[int] = []
    start = 0
    for found in _DROPPED.finditer(source):
        pieces.append(source[start : found.start()])
        offsets.extend(range(start, found.start()))
        start = found.end()
        if "\n" in found[0] or found["line"]:
            if len(offsets) > breaks[-1]:
                breaks.append(len(offsets))
        elif "\t" in found[0]:
            cells.append(len(offsets))
    pieces.append(source[start:])
    offsets.extend(range(start, len(source)))
    return Plain(fold("".join(pieces)), offsets, breaks, cells, source)
