"""The clause tree of a plan: what each clause is called, by its position, and which words are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.structure.headings import Own, heading_ends
from pipelines.structure.markers import RANK, Marker, find_markers
from pipelines.structure.plain import Plain, plain
from storage.models import Clause

_ANNEX = re.compile(r"附件[\d一二三四五六七八九十]{0,2}")
_LONGEST_ANNEX_TITLE = 80
# What follows speaks of the plan as a whole: the last clause is over.
_CLOSING = re.compile(r"本(?:方案|措施|办法|细则|意见|政策|通知|计划|行动计划|若干措施)(?:自|由)|（?此件")
_RESPONSIBLE = re.compile(r"负责|单位|部门|牵头")
_BRACKET_ENDS = re.compile(r"）(?=[\u4e00-\u9fff])")  # a line break may be lost there
_LONGEST_BRACKET = 400


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the plan that becomes one clause; `kind` is "" where no marker opens it."""

    id: str
    level: int
    start: int
    body: int  # where the marker ends
    kind: str = ""


@dataclass(slots=True)
class _Tree:
    """Takes markers in order and tells each its place, below the unnumbered clause `base` where one is given."""

    base: str = ""
    ranks: dict[str, float] = field(default_factory=lambda: dict(RANK))
    around: list[str] = field(default_factory=list)  # kinds of the clauses that are open, outermost first
    counts: list[int] = field(default_factory=list)  # clauses so far at each depth, below the open ones
    seen: set[str] = field(default_factory=set)

    def place(self, marker: Marker) -> _Part:
        """The marker's clause: below the nearest open clause of an outer kind, beside those of its own kind."""
        self._learn(marker)
        kind = marker.kind
        while self.around and (kind in self.around or self.ranks[self.around[-1]] > self.ranks[kind]):
            self.around.pop()
        depth = len(self.around)
        self.around.append(kind)
        del self.counts[depth + 1 :]
        if depth == len(self.counts):
            self.counts.append(0)
        self.counts[depth] += 1
        names = ([self.base] if self.base else []) + [str(count) for count in self.counts]
        return _Part(".".join(names), len(names), marker.start, marker.end, kind)

    def _learn(self, marker: Marker) -> None:
        """Some plans number against the rules (1. above （一）): an outer kind that starts under a first clause is inner."""
        new = marker.kind not in self.seen
        self.seen.add(marker.kind)
        if new and marker.number == 1 and self.around and self.counts[len(self.around) - 1] == 1:
            inside = self.ranks[self.around[-1]] + 0.5
            self.ranks[marker.kind] = max(self.ranks[marker.kind], inside)


def read_clauses(plan_text: str) -> tuple[Clause, ...]:
    """The clauses of a plan in document order, without departments, topics or modality.

    The text may start with the plan's title, which becomes the heading of the unnumbered clause 0, and end with
    unnumbered paragraphs or annexes, which become top-level clauses of level 0. Every character of the text lies
    between `start` and `end` of exactly one clause; marker, heading and text together are its words as printed, so
    a heading keeps the stop it ends with.
    """
    text = plain(plan_text)
    if not text.text:
        return ()
    annexes = _annexes(text)
    body_end = annexes[0] if annexes else len(text.text)
    tree = _Tree()
    parts = [tree.place(marker) for marker in find_markers(text, 0, body_end)]
    if not parts or parts[0].start > 0:
        parts.insert(0, _Part("0", 0, 0, 0))
    number = tree.counts[0] if tree.counts else 0
    closing = _closing(text, parts[-1], body_end)
    for start, end in pairwise([*closing, *annexes, len(text.text)]):
        number += 1
        parts.append(_Part(str(number), 0, start, start))
        parts += _annexed(text, str(number), start, end)
    return _clauses(text, parts)


def _annexes(text: Plain) -> list[int]:
    """Where annexes, or the list of them, start: lines that begin with 附件 after the first marker."""
    lines = [start for start in text.breaks if _is_annex_line(text, start)]
    markers = find_markers(text, 0, len(text.text)) if lines else []
    return [start for start in lines if markers and start > markers[0].start]


def _is_annex_line(text: Plain, start: int) -> bool:
    found = _ANNEX.match(text.text, start)
    if not found:
        return False
    end = text.line_end(start)
    words = text.text[found.end() : min(end, found.end() + _LONGEST_ANNEX_TITLE + 1)]
    return not words or words[0] == "：" or (words[0] == "《" and len(words) <= _LONGEST_ANNEX_TITLE)


def _annexed(text: Plain, base: str, start: int, end: int) -> list[_Part]:
    """The clauses of an annex that is a text of its own; none for a list of annexes or a table."""
    alone = _ANNEX.match(text.text, start)
    if not alone or alone.end() != text.line_end(start) or "\t" in text.printed(start, end):
        return []
    tree = _Tree(base)
    return [tree.place(marker) for marker in find_markers(text, alone.end(), end)]


def _closing(text: Plain, last: _Part, end: int) -> list[int]:
    """Where the unnumbered paragraphs start that follow the last numbered clause, if any do."""
    if not last.kind:
        return []
    lines = [at for at in text.breaks if last.body < at < end]
    brackets = [found.end() for found in _BRACKET_ENDS.finditer(text.text, last.body, end)]
    for start in sorted({*lines, *brackets}):
        if _CLOSING.match(text.text, start) or _after_departments(text.text, start):
            return [start]
    return []


def _after_departments(text: str, end: int) -> bool:
    before = text[max(0, end - _LONGEST_BRACKET) : end].rstrip("。；")
    bracket = before.rfind("（")
    return before.endswith("）") and bool(_RESPONSIBLE.search(before[bracket:]))


def _clauses(text: Plain, parts: Sequence[_Part]) -> tuple[Clause, ...]:
    ends = [*(part.start for part in parts[1:]), len(text.text)]
    deeper = [after.id.startswith(f"{part.id}.") for part, after in pairwise(parts)] + [False]
    owns = [
        Own(part.body, end, part.kind, parent) for part, end, parent in zip(parts, ends, deeper, strict=True)
    ]
    clauses = []
    for part, end, heading in zip(parts, ends, heading_ends(text, owns), strict=True):
        clauses.append(
            Clause(
                id=part.id,
                level=part.level,
                marker=text.printed(part.start, part.body),
                heading=text.printed(part.body, heading),
                text=text.printed(heading, end),
                start=text.offsets[part.start] if part.start else 0,
                end=text.offsets[end] if end < len(text.text) else len(text.source),
            )
        )
    return tuple(clauses)
