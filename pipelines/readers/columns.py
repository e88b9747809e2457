"""Pages set in two columns: read one after the other, and put below each other, as if the page had one.

A page is taken for one in columns only where both are set full, line for line, with a white gutter between them: what
stands in columns may be a table, too, or two signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from pipelines.readers.set_lines import Line, in_rows

LEAST_LINES = 5  # of each column
LEAST_WIDTH = 8  # characters of a line in a column, as a rule
FULL = 0.65  # of the ends of lines that stand where most of their column do
NEAR = 1.5  # characters by which the ends of full lines differ: marks may be set narrow
BLANK = " "


def read_down(page: list[Line], pieces: Callable[[], Sequence[Line]]) -> list[Line]:
    """The lines of a page in reading order; `pieces` gives them cut at their blanks, and is asked only where some lines
    stand beside others or hold a blank."""
    if not _may_be_in_columns(page):
        return page
    shown = sorted(pieces(), key=Line.place)
    gutter = _gutter(sorted(in_rows(shown), key=Line.place))
    if gutter is None:
        return page
    ordered: list[Line] = []
    for crosses, group in groupby(shown, key=lambda piece: piece.left < gutter < piece.right):
        band = list(group)
        ordered += in_rows(band) if crosses else _down(band, gutter)
    return ordered


def _may_be_in_columns(page: list[Line]) -> bool:
    levels = sorted(page, key=Line.place)
    beside = sum(one.is_level(other) for one, other in pairwise(levels))
    return beside >= LEAST_LINES or sum(BLANK in line.text for line in page) >= LEAST_LINES


def _gutter(lines: list[Line]) -> float | None:
    """The middle of the white between two columns."""
    pairs = [(one, other) for one, other in pairwise(lines) if one.is_level(other)]
    if len(pairs) < LEAST_LINES:
        return None
    gutter = median((one.right + other.left) / 2 for one, other in pairs)
    columns = ([one for one in lines if one.right < gutter], [one for one in lines if one.left > gutter])
    if any(_is_narrow(column) for column in columns):
        return None
    full = [end for column in columns for end in _full_ends(column)]
    return gutter if sum(full) >= FULL * len(full) else None


def _is_narrow(column: list[Line]) -> bool:
    return len(column) < LEAST_LINES or median(len(line.text) for line in column) < LEAST_WIDTH


def _full_ends(column: list[Line]) -> list[bool]:
    """For both ends of each line whether it stands where most lines of the column begin, or end."""
    em = median(line.em for line in column)
    left, right = median(line.left for line in column), median(line.right for line in column)
    begin = [abs(line.left - left) < em / 2 for line in column]
    return begin + [abs(line.right - right) < NEAR * em for line in column]


def _down(pieces: list[Line], gutter: float) -> list[Line]:
    """The lines of the left column, and below them those of the right one, put at the left margin."""
    left = in_rows(piece for piece in pieces if piece.right < gutter)
    right = in_rows(piece for piece in pieces if piece.right >= gutter)
    if not left or not right:
        return left + right
    across = min(line.left for line in right) - min(line.left for line in left)
    return left + [replace(line, left=line.left - across, right=line.right - across) for line in right]
