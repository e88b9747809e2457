"""A document's text cut for a page: paragraphs with the clause that begins in each, and hits to be marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.models import Clause, Reading


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text. `clause` is the one that begins in it, `heading` the marker and heading it begins with."""

    text: str
    clause: Clause | None = None


def paragraphs(reading: Reading) -> list[Paragraph]:
    """The main text, a paragraph a line; a clause that begins inside a line begins a paragraph of its own."""
    begins = _beginnings(reading)
    cuts = sorted({0, *begins, len(reading.main_text)})
    found = []
    for start, end in pairwise(cuts):
        first, *others = reading.main_text[start:end].strip("\n").split("\n")
        found += [Paragraph(first, begins.get(start)), *map(Paragraph, others)]
    return [one for one in found if one.text.strip()]


def pieces(text: str, hits: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a hit."""
    found, at = [], 0
    for start, end in hits:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*found, (text[at:], False)) if piece[0]]


def _beginnings(reading: Reading) -> dict[int, Clause]:
    """Where in the main text each clause begins. Clauses know their place in the plan, which is a part of that text."""
    shift = _shift(reading)
    return {clause.start + shift: clause for clause in reading.clauses if clause.start + shift >= 0}


def _shift(reading: Reading) -> int:
    """Where the plan begins in the main text: there the most clauses begin with their markers."""
    marked = [clause for clause in reading.clauses if clause.marker]
    if not marked:
        return 0
    places = re.finditer(re.escape(marked[0].marker), reading.main_text)
    shifts = [place.start() - marked[0].start for place in places]

    def fitting(shift: int) -> int:
        return sum(reading.main_text.startswith(each.marker, max(each.start + shift, 0)) for each in marked)

    return max(shifts, key=fitting, default=0)
