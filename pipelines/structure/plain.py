"""A text as the rules of this room see it: no white space, one width, no traces of the file it came from."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

# White space, invisible characters and what converters leave behind: bold stars, list and heading signs at the start
# of a line, Word's bookmarks.
_DROPPED = re.compile(
    r"\s*\n\s*(?:[#\-]{1,6}\s+)*|\s+|(?:\A[#\-]{1,6}\s+)|[\u200b-\u200f\u2060\ufeff]+|\*+|\[bookmark:[^\]\n]{0,80}\]"
)

# Every character folds to one character, so that positions stay.
_WIDTH = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_FOLD = _WIDTH | str.maketrans("(),;:!?．｡％－–～〜―─", "（），；：！？.。%--~~——")


def fold(text: str) -> str:
    """The text in one width: Chinese punctuation full, digits, letters, `.`, `%`, `-` and `~` half. Same length."""
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Plain:
    """A folded text without white space, and the way back to where each character stood."""

    text: str
    offsets: list[int]  # of each character in the source
    breaks: list[int]  # positions in `text` at which a line of the source starts, ascending
    source: str

    def starts_line(self, position: int) -> bool:
        """Did a line of the source start with the character at `position`?"""
        index = bisect_left(self.breaks, position)
        return index < len(self.breaks) and self.breaks[index] == position

    def line_end(self, position: int) -> int:
        """The position after the last character of the line that `position` stands in."""
        index = bisect_left(self.breaks, position + 1)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)

    def printed(self, start: int, end: int) -> str:
        """The source's own words for `text[start:end]`."""
        return self.source[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""


def plain(source: str) -> Plain:
    """Fold a text and take its white space out; see `Plain`."""
    gaps = [(0, 0), *(found.span() for found in _DROPPED.finditer(source)), (len(source), len(source))]
    pieces: list[str] = []
    offsets: list[int] = []
    breaks: list[int] = [0]
    for (gap_start, gap_end), (next_start, _) in pairwise(gaps):
        if len(offsets) > breaks[-1] and "\n" in source[gap_start:gap_end]:
            breaks.append(len(offsets))
        pieces.append(source[gap_end:next_start])
        offsets.extend(range(gap_end, next_start))
    return Plain(fold("".join(pieces)), offsets, breaks, source)
