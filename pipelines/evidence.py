"""Where fields are stated: the first place wins, and what others say otherwise is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import eq
from typing import Generic, TypeVar

from storage.models import Conflict, Evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value and the place that states it."""

    value: T
    source: str
    quote: str


@dataclass(slots=True)
class Record:
    """The evidence and the conflicts gathered while fields are chosen."""

    evidence: dict[str, Evidence] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def choose(self, name: str, places: Iterable[Stated[T]], same: Callable[[T, T], bool] = eq) -> T | None:
        """The value of the first place; every later one that differs is noted as a conflict."""
        stated = [*places]
        if not stated:
            return None
        chosen, *others = stated
        self.evidence[name] = Evidence(chosen.source, chosen.quote)
        self.conflicts += [
            Conflict(name, str(other.value), other.source, other.quote)
            for other in others
            if not same(chosen.value, other.value)
        ]
        return chosen.value

    def derive(self, name: str, value: T | None, base: str) -> T | None:
        """A value that follows from the field `base` and shares its evidence."""
        if value is not None and base in self.evidence:
            self.evidence[name] = self.evidence[base]
        return value
