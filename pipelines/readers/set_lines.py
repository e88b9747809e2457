"""Printed lines with their places (PDF, OFD), and the paragraphs that they make up.

A paragraph of an official text starts with an indent, or after a line that did not reach the margin. Both are seen in
the places of lines and in nothing else, so that a heading is kept apart from the text below it and a sentence that a
page border cut is whole again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipelines.readers.file_text import paragraph
from storage.models import Block

INDENT = 0.8  # characters right of the margin: a first line
SHORT = 1.9  # characters left of the other margin: a last line
WIDE_GAP = 1.45  # of the usual distance of lines: a blank between paragraphs
NEVER_FIRST = "，。、；：！？）》”’〕】"
SAME_LINE = 0.5  # of a character's height by which pieces of one line may differ in level
HALF = re.compile("[\0-\u2e80]")  # signs as wide as half a Chinese character
BODY_LINE = 12  # characters from which a line tells where the margins are


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, and its box in points from the lower left corner of its page."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    def follows(self, other: Line) -> bool:
        """Whether this is the rest of the printed line `other`, parted by no more than a change of font."""
        em = max(self.em, other.em)
        return self.is_level(other) and -0.7 * em < self.left - other.right < em

    def is_level(self, other: Line) -> bool:
        """Whether this line stands beside `other`, by more than half of its height."""
        return 2 * (min(self.top, other.top) - max(self.bottom, other.bottom)) > self.top - self.bottom

    def place(self) -> tuple[float, float]:
        """What lines are sorted by, from the top of a page, and from the left."""
        return -self.top, self.left

    def with_more(self, rest: Line) -> Line:
        """This line and its rest as one."""
        bottom, top = min(self.bottom, rest.bottom), max(self.top, rest.top)
        return Line(self.text + rest.text, self.page, self.left, bottom, rest.right, top)

    @property
    def em(self) -> float:
        """The mean width of a character, half a character for what is not Chinese."""
        width = len(self.text) - 0.5 * len(HALF.findall(self.text))
        return (self.right - self.left) / width if width else 0.0


def joined(lines: Iterable[Line]) -> list[Line]:
    """The lines with those put together that are the rest of the one before."""
    found: list[Line] = []
    for line in lines:
        if found and line.follows(found[-1]):
            line = found.pop().with_more(line)
        found.append(line)
    return found


def in_rows(pieces: Iterable[Line]) -> list[Line]:
    """The lines of a page from top to bottom, put together from pieces that a file holds in any order."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=Line.place):
        if rows and rows[-1][0].top - piece.top < SAME_LINE * (piece.top - piece.bottom):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return joined(piece for row in rows for piece in sorted(row, key=lambda piece: piece.left))


@dataclass(frozen=True, slots=True)
class Setting:
    """How the lines of a document are set: margins, width of a character, and distance of lines."""

    left: float
    right: float
    em: float
    pitch: float

    @classmethod
    def of(cls, lines: list[Line]) -> Setting:
        """The setting of most of the lines."""
        body = [line for line in lines if len(line.text) >= BODY_LINE] or lines
        if not body:
            return cls(0, 0, 0, 0)
        left = Counter(round(line.left) for line in body).most_common(1)[0][0]
        right = sorted(line.right for line in body)[int(0.95 * (len(body) - 1))]
        steps = [
            above.top - below.top
            for above, below in pairwise(body)
            if above.page == below.page and above.top > below.top
        ]
        return cls(left, right, median(line.em for line in body), median(steps) if steps else 0)

    def starts_paragraph(self, line: Line, before: Line) -> bool:
        """Whether `line` opens a paragraph after the line `before`."""
        if line.text[0] in NEVER_FIRST:
            return False
        indented = line.left > self.left + INDENT * self.em
        short = before.right < self.right - SHORT * self.em
        apart = line.page == before.page and self.pitch > 0 and before.top - line.top > WIDE_GAP * self.pitch
        return indented or short or apart


def paragraphs(lines: list[Line], setting: Setting) -> Iterator[Block]:
    """The paragraphs that the lines make up, each with the page that it starts on."""
    texts: list[str] = []
    before: Line | None = None
    start = 1
    for line in lines:
        if before is None or setting.starts_paragraph(line, before):
            if texts:
                yield paragraph("".join(texts), page=start)
            texts, start = [], line.page
        elif _are_words(texts[-1][-1], line.text[0]):
            texts.append(" ")
        texts.append(line.text)
        before = line
    if texts:
        yield paragraph("".join(texts), page=start)


def _are_words(last: str, first: str) -> bool:
    """Whether a cut between two lines stood between words; digits on both sides are one number."""
    return last.isascii() and first.isascii() and not (last.isdigit() and first.isdigit())
