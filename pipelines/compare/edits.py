"""What an edit inside a sentence does: more or less binding, a higher or lower number, another year, other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from pipelines.compare.redline import Segment, redline
from pipelines.embedded import config_dir

BY_ITSELF = 5  # grade of the words whose mere presence makes a difference
SWAP = 8  # characters; a longer edit is another statement, not another word
_YEAR = re.compile(r"20\d\d(?=年)")
_NUMBER = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<unit>[^\d，、；。]*)|(?P<han>[一二两三四五六七八九十])")
_HAN = {han: value for value, han in enumerate("〇一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Force:
    """Policy verbs and their grades: the higher, the more binding."""

    grades: dict[str, int]
    pattern: re.Pattern[str]

    def strongest(self, text: str) -> tuple[int, str] | None:
        """The most binding word of `text` with its grade."""
        return max(((self.grades[word], word) for word in self.pattern.findall(text)), default=None)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of some words. `was` and `now` are "" where words were only put in or left out."""

    kind: str  # strengthened weakened raised lowered rescheduled reworded
    was: str
    now: str


@cache
def load_force(path: Path | None = None) -> Force:
    """The graded words at `path`, by default those that ship with the program."""
    rows = YAML(typ="safe", pure=True).load(path or config_dir() / "force.yaml")
    grades = {word: int(row["grade"]) for row in rows for word in row["words"]}
    return Force(grades, re.compile("|".join(sorted(grades, key=len, reverse=True))))


def graded_words(text: str) -> list[str]:
    """The graded words and the years of a sentence, in its order: two that have the same differ in neither."""
    return [*load_force().pattern.findall(text), *_YEAR.findall(text)]


def changes(was: str, now: str) -> list[Change]:
    """How the second wording of a sentence differs from the first, every kind once, in the order of the text."""
    first: dict[str, Change] = {}
    for edit in redline(was, now):
        if edit.op not in ("equal", "moved"):
            change = _known(edit) or Change("reworded", edit.a, edit.b)
            first.setdefault(change.kind, change)
    return list(first.values())


def _known(edit: Segment) -> Change | None:
    """What the edit of a word or a number does; a long edit is another statement."""
    if max(len(edit.a), len(edit.b)) > SWAP:
        return None
    return next(filter(None, (_year(edit), _number(edit), _force(edit))), None)


def _year(edit: Segment) -> Change | None:
    was, now = _YEAR.findall(edit.a), _YEAR.findall(edit.b)
    return Change("rescheduled", was[0], now[0]) if len(was) == len(now) == 1 and was != now else None


def _number(edit: Segment) -> Change | None:
    was, now = (list(_numbers(text)) for text in (edit.a, edit.b))
    if [unit for _, unit, _ in was] != [unit for _, unit, _ in now]:
        return None
    differing = ((a, b) for a, b in zip(was, now, strict=True) if a[0] != b[0])
    (before, _, printed), (after, _, reprinted) = next(differing, ((0.0, "", ""), (0.0, "", "")))
    if before == after:
        return None
    return Change("raised" if after > before else "lowered", printed, reprinted)


def _numbers(text: str) -> Iterator[tuple[float, str, str]]:
    """(value, unit, as printed) of every number."""
    for found in _NUMBER.finditer(text):
        if found["han"]:
            yield float(_HAN[found["han"]]), "", found.group()
        else:
            yield float(found["digits"]), found["unit"], found.group()


def _force(edit: Segment) -> Change | None:
    force = load_force()
    was, now = force.strongest(edit.a), force.strongest(edit.b)
    if was and now and was[0] != now[0]:
        return Change("strengthened" if now[0] > was[0] else "weakened", was[1], now[1])
    if was and not now and was[0] >= BY_ITSELF:
        return Change("weakened", was[1], "")
    if now and not was and now[0] >= BY_ITSELF:
        return Change("strengthened", "", now[1])
    return None
