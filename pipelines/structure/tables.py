"""Tables of tasks (责任分工表, 任务分解表): their rows, and the clauses that the rows speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from pipelines.structure.departments import (
    ANSWER,
    LEAD,
    SUPPORT,
    looks_like_departments,
    parse_departments,
)
from pipelines.structure.plain import squash
from storage.models import Block, Clause, Department

# What a column's heading says of the departments in it.
_COLUMN_ROLES = (
    (re.compile("牵头|主办|主责"), LEAD),
    (re.compile("配合|协办|参与|参加"), SUPPORT),
    (re.compile("(?:责任|实施|落实|承办)(?:单位|部门|主体)|^(?:单位|部门)$"), ANSWER),
)
_NUMBER = re.compile(r"\d{1,3}[.、]?$|（?[一二三四五六七八九十]{1,3}[）、]?$")
_GROUP = re.compile(
    "[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）"
)  # 一、重点任务, over rows
_RUN_TOGETHER = re.compile(r"(.*[局委办厅会社院行队心府位门）])(\d{1,3})$")  # …市应急局2: the next row starts
_DEADLINE = re.compile(
    r"(?:20\d\d年|\d{1,2}月)[^，。]{0,8}$|(?:长期|每年|全年|持续(?:推进|实施|开展|坚持)?)$"
)
_ENDS_NAME = re.compile("[局委办厅会社行院队心]$")
_LIKENESS = 45.0  # of two headings that may be the same one, reworded
_WIDEST_GAP = 80  # rows or clauses between two certain ones


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row: what is to be done, the finest column last, and who does it."""

    tasks: tuple[str, ...]
    units: tuple[Department, ...]


def task_rows(rows: Sequence[Sequence[str]]) -> list[TaskRow]:
    """The rows of a table that give departments for a task; a row split over two pages is put together."""
    roles: list[str | None] = []
    found: list[tuple[list[str], list[tuple[str, str]]]] = []
    for cells in _mended(rows):
        if header := _header(cells):
            roles = header
            continue
        cells = ["" if _NUMBER.match(cell) or _DEADLINE.match(cell) else cell for cell in cells]
        tasks, units = _sort_cells(cells, roles)
        if found and units and not tasks and len(units) == len(found[-1][1]):
            found[-1][1][:] = [
                _joined(above, below) for above, below in zip(found[-1][1], units, strict=True)
            ]
        elif units and tasks:
            found.append((tasks, units))
    return [
        TaskRow(tuple(tasks), tuple(unit for role, cell in units for unit in _departments(cell, role)))
        for tasks, units in found
    ]


def assign_rows(clauses: Sequence[Clause], rows: Sequence[TaskRow]) -> tuple[Clause, ...]:
    """The clauses with the departments of the rows that carry their headings.

    Headings match word for word first; between two rows that do, in the order of both, by likeness. A clause that
    names departments itself keeps them.
    """
    if not rows:
        return tuple(clauses)
    names = [squash(clause.heading).strip("。：") if clause.level else "" for clause in clauses]
    parents = {clause.id.rpartition(".")[0] for clause in clauses}
    leaves = {name for name, clause in zip(names, clauses, strict=True) if clause.id not in parents}
    matches = _exact(names, leaves, rows)
    for gap_rows, gap_clauses in list(_gaps(matches, len(rows), len(clauses))):
        matches |= _alike(names, rows, gap_rows, [at for at in gap_clauses if names[at] in leaves])
    units = {clause: rows[row].units for row, clause in matches.items()}
    return tuple(
        replace(clause, units=units[index]) if index in units and not clause.units else clause
        for index, clause in enumerate(clauses)
    )


def rows_in(text: str) -> list[list[str]]:
    """The rows of the tables that stand in a text: lines with tabs, and what stands between two of them."""
    lines = [line for line in text.split("\n") if line.strip()]
    tabbed = [at for at, line in enumerate(lines) if "\t" in line]
    return [line.split("\t") for line in lines[tabbed[0] : tabbed[-1] + 1]] if tabbed else []


def rows_of(tables: Sequence[Block]) -> list[list[str]]:
    """The rows of table blocks, one after the other."""
    return [list(row) for table in tables for row in table.rows]


def _mended(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Whole rows: two that a lost line break ran together are parted, and halves of one on two pages put together."""
    whole: list[str] = []
    width = 0
    for cells in _parted(rows):
        width = width or len(cells)
        begins = not cells[0] or _NUMBER.match(cells[0]) or _GROUP.match(cells[0])
        if begins or len(whole) < 2 or len(whole) + len(cells) - 1 > width:
            if whole:
                yield whole
            whole = cells
        else:
            whole = [*whole[:-1], whole[-1] + cells[0], *cells[1:]]
    if whole:
        yield whole


def _parted(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    for row in rows:
        cells: list[str] = []
        for at, cell in enumerate(squash(cell) for cell in row):
            run_together = _RUN_TOGETHER.match(cell) if 0 < at < len(row) - 1 else None
            if run_together:
                yield [*cells, run_together[1]]
                cells = [run_together[2]]
            else:
                cells.append(cell)
        if cells:
            yield cells


def _header(cells: Sequence[str]) -> list[str | None] | None:
    """The role of each column, where the row is a heading; None for a column of something else."""
    roles = [next((role for words, role in _COLUMN_ROLES if words.search(cell)), None) for cell in cells]
    is_header = any(roles) and all(len(cell) <= 12 and "、" not in cell for cell in cells)
    return roles if is_header else None


def _sort_cells(cells: Sequence[str], roles: Sequence[str | None]) -> tuple[list[str], list[tuple[str, str]]]:
    """The task cells and the department cells (role, words) of a row.

    A row as wide as the heading goes by its columns; in a narrower one, where cells were merged, the last cells
    that read like departments are taken for them.
    """
    if len(cells) == len(roles):
        split = [(role, cell) for role, cell in zip(roles, cells, strict=True) if cell]
    else:
        wanted = [role for role in roles if role] or [ANSWER]
        split = [(None, cell) for cell in cells if cell]
        for index in range(len(split) - 1, -1, -1):
            if not wanted or not looks_like_departments(split[index][1]):
                break
            split[index] = (wanted.pop(), split[index][1])
    return [cell for role, cell in split if not role], [(role, cell) for role, cell in split if role]


def _joined(above: tuple[str, str], below: tuple[str, str]) -> tuple[str, str]:
    between = "、" if _ENDS_NAME.search(above[1]) else ""
    return above[0], above[1] + between + below[1]


def _departments(cell: str, role: str) -> list[Department]:
    units = parse_departments(cell)
    return [replace(unit, role=role) if unit.role == ANSWER else unit for unit in units]


def _exact(names: Sequence[str], leaves: Set[str], rows: Sequence[TaskRow]) -> dict[int, int]:
    """Row to clause where a task is a heading word for word: the next one in order, else the first anywhere.

    A coarser column than the last counts only for the heading of a leaf: the others name whole sections.
    """
    places: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if name:
            places.setdefault(name, []).append(index)
    matches: dict[int, int] = {}
    last = -1
    for row, task in enumerate(rows):
        words = next((words for words in reversed(task.tasks) if words in leaves), task.tasks[-1])
        if found := places.get(words):
            after = bisect_right(found, last)
            last = found[after] if after < len(found) else found[0]
            matches[row] = last
    return matches


def _gaps(matches: dict[int, int], rows: int, clauses: int) -> Iterator[tuple[range, range]]:
    """Runs of unmatched rows, each with the clauses between those of its neighbours."""
    anchors = [(-1, -1), *sorted(matches.items()), (rows, clauses)]
    for (row, clause), (next_row, next_clause) in pairwise(anchors):
        gap_rows, gap_clauses = range(row + 1, next_row), range(clause + 1, next_clause)
        if gap_rows and gap_clauses and max(len(gap_rows), len(gap_clauses)) <= _WIDEST_GAP:
            yield gap_rows, gap_clauses


def _alike(
    names: Sequence[str], rows: Sequence[TaskRow], gap_rows: range, gap_clauses: Sequence[int]
) -> dict[int, int]:
    """The pairing of the gap's rows and clauses, both in order, with the greatest likeness in all."""
    best: dict[int, tuple[float, dict[int, int]]] = {}  # by the last clause used: likeness so far, pairs
    for row in gap_rows:
        before = (0.0, dict[int, int]())
        for clause in gap_clauses:
            here = best.get(clause, (0.0, {}))
            likeness = fuzz.ratio(rows[row].tasks[-1], names[clause])
            if likeness >= _LIKENESS and before[0] + likeness > here[0]:
                best[clause] = (before[0] + likeness, {**before[1], row: clause})
            before = max(before, here, key=lambda pairing: pairing[0])
    return max(best.values(), key=lambda pairing: pairing[0], default=(0.0, {}))[1]
