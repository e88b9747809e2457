"""Tables from the lines that are ruled on a page: the cells between them, and the printed lines that stand in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipelines.readers.page_table import PageTable, cell_text
from pipelines.readers.set_lines import Line, in_rows

NEAR = 3.0  # points between which rules are one: the two edges of a thick one, ends that do not quite meet
SHORTEST = 8.0  # points; what is shorter is part of a drawing
MAX_RULES = 4_000  # of one page; what has more is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: at height or place `at`, from `start` to `end`, in points from the lower left corner."""

    at: float
    start: float
    end: float

    def covers(self, at: float, spot: float) -> bool:
        """Whether the line runs at `at` and past `spot`."""
        return abs(self.at - at) <= NEAR and self.start - NEAR <= spot <= self.end + NEAR


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines across and down that are ruled on a page."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @classmethod
    def of(cls, strokes: Iterable[tuple[float, float, float, float]]) -> Rules:
        """The straight ones among strokes, each from x, y to x, y."""
        across, down = [], []
        for left, bottom, right, top in strokes:
            if abs(top - bottom) <= 1 and abs(right - left) >= SHORTEST:
                across.append(Rule((top + bottom) / 2, min(left, right), max(left, right)))
            elif abs(right - left) <= 1 and abs(top - bottom) >= SHORTEST:
                down.append(Rule((left + right) / 2, min(bottom, top), max(bottom, top)))
        return cls(tuple(across), tuple(down))


def ruled_tables(rules: Rules, lines: Sequence[Line], page: int) -> list[PageTable]:
    """The tables of a page from the top. Rows that a page border left open end with the lines down."""
    if len(rules.across) + len(rules.down) > MAX_RULES:
        return []
    ends = [end for rule in rules.down for end in (rule.start, rule.end)]
    heights = _places([*(rule.at for rule in rules.across), *ends])[::-1]
    columns = _places(rule.at for rule in rules.down)
    found = []
    spans = [(top, bottom) for top, bottom in pairwise(heights)]
    for is_ruled, group in groupby(spans, key=lambda span: _is_crossed(span, rules)):
        if is_ruled and (one := _table(list(group), columns, rules, lines, page)):
            found.append(one)
    return found


def _places(spots: Iterable[float]) -> list[float]:
    """The places from low to high, those that are near each other as one."""
    found: list[list[float]] = []
    for spot in sorted(spots):
        if found and spot - found[-1][-1] <= NEAR:
            found[-1].append(spot)
        else:
            found.append([spot])
    return [sum(near) / len(near) for near in found]


def _is_crossed(span: tuple[float, float], rules: Rules) -> bool:
    middle = sum(span) / 2
    return sum(rule.start <= middle <= rule.end for rule in rules.down) > 1


def _table(
    spans: list[tuple[float, float]],
    columns: list[float],
    rules: Rules,
    lines: Sequence[Line],
    page: int,
) -> PageTable | None:
    middle = [sum(span) / 2 for span in spans]
    columns = [at for at in columns if any(rule.covers(at, spot) for rule in rules.down for spot in middle)]
    if len(columns) < 3:  # a frame has two
        return None
    box = PageTable(page, (), columns[0], spans[-1][1], columns[-1], spans[0][0])
    cells: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in filter(box.holds, lines):
        cells[_cell_of(line, spans, columns, rules)].append(line)
    rows = (
        tuple(_text(cells[row, column]) for column in range(len(columns) - 1)) for row in range(len(spans))
    )
    filled = tuple(row for row in rows if any(row))  # slits between a thick rule's edges say nothing
    return PageTable(page, filled, box.left, box.bottom, box.right, box.top) if filled else None


def _cell_of(
    line: Line, spans: list[tuple[float, float]], columns: list[float], rules: Rules
) -> tuple[int, int]:
    """The first row and column of the cell that a line stands in: up and left until a rule is in the way."""
    height, place = (line.bottom + line.top) / 2, (line.left + line.right) / 2
    row = next((at for at, span in enumerate(spans) if span[1] <= height), len(spans) - 1)
    column = max((at for at, left in enumerate(columns[:-1]) if left <= place), default=0)
    while row and not any(rule.covers(spans[row][0], place) for rule in rules.across):
        row -= 1
    while column and not any(rule.covers(columns[column], height) for rule in rules.down):
        column -= 1
    return row, column


def _text(lines: list[Line]) -> str:
    return cell_text("\n".join(line.text for line in in_rows(lines)))
