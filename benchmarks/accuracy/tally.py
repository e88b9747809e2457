"""Counting: what is right, of how much that is found and how much that is wanted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a field is right, of how many found and how many wanted, and what is wrong."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.found + other.found,
            self.wanted + other.wanted,
            self.misses + other.misses,
        )


Figures = dict[str, Tally]  # by the name of what is measured


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def compared(wanted: Any, got: Any, where: str) -> Tally:
    """One value against its label. Where both are absent there is nothing to count."""
    right = wanted is not None and wanted == got
    return Tally(int(right), int(got is not None), int(wanted is not None), _miss(wanted, got, where))


def agreed(wanted: Any, got: Any, where: str) -> Tally:
    """As `compared`, but for what is always asked: an absent value is an answer like any other."""
    return Tally(int(wanted == got), 1, 1, _miss(wanted, got, where))


def overlapped(wanted: Iterable[tuple[str, ...]], got: Iterable[tuple[str, ...]]) -> Tally:
    """Two bags of things, each thing told by its words."""
    want, have = Counter(list(wanted)), Counter(list(got))
    missed = [f"{' '.join(thing)}: missed" for thing in sorted((want - have).elements())]
    spare = [f"{' '.join(thing)}: too much" for thing in sorted((have - want).elements())]
    return Tally((want & have).total(), have.total(), want.total(), (*missed, *spare))


def squash(text: str | None) -> str:
    """White space counts nowhere."""
    return re.sub(r"\s+", "", text or "")


def overlap(one: str, other: str) -> bool:
    """Is one the other, or part of it?"""
    return bool(one and other) and (one in other or other in one)


def _miss(wanted: Any, got: Any, where: str) -> tuple[str, ...]:
    return () if wanted == got else (f"{where} {_shown(got)} for {_shown(wanted)}".strip(),)


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(value)
