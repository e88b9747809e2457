"""Which indicator a target measures, whatever wording a plan uses for it: config/indicators.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from pipelines.compare.sides import squash
from pipelines.embedded import config_dir
from storage.models import Target


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """A row of the table. `wordings` are the sets of words of which a printed indicator has all."""

    id: str
    zh: str
    en: str
    less_is_stricter: bool
    wordings: tuple[tuple[str, ...], ...]

    def names(self, printed: str) -> bool:
        """Whether `printed`, without white space, is a wording of this indicator."""
        return any(all(word in printed for word in wording) for wording in self.wordings)


@cache
def load_indicators(path: Path | None = None) -> tuple[Indicator, ...]:
    """The table at `path`, by default the one that ships with the program."""
    rows = YAML(typ="safe", pure=True).load(path or config_dir() / "indicators.yaml")
    return tuple(
        Indicator(
            id=row["id"],
            zh=row["zh"],
            en=row["en"],
            less_is_stricter=row.get("better") == "less",
            wordings=tuple(tuple(wording.split()) for wording in row["wordings"]),
        )
        for row in rows
    )


def indicator_of(target: Target, table: tuple[Indicator, ...]) -> Indicator:
    """The row that `target` belongs to, else a row of its own that only its very wording belongs to."""
    return row_of(target.indicator, table)


@lru_cache(maxsize=4096)
def row_of(indicator: str, table: tuple[Indicator, ...]) -> Indicator:
    """The same of an indicator as a plan prints it."""
    printed = squash(indicator)
    known = next((indicator for indicator in table if indicator.names(printed)), None)
    return known or Indicator(printed, printed, printed, False, ((printed,),))
