"""A plan among the stored ones: the superior plan that it follows, and those with text in common. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.compare.descent import descent_json
from storage.models import Comparison


@dataclass(frozen=True, slots=True)
class Kin:
    """A stored plan with text in common, as a row of `library`. `here` is the share of this plan's words that stand
    there, too, `there` the share of its words that stand here."""

    row: dict[str, Any]
    here: float
    there: float

    def to_json(self) -> dict[str, Any]:
        names = ("title", "doc_number", "region", "signed_date")
        return {
            "document": self.row["id"],
            **{name: self.row[name] for name in names},
            "shared_here": round(self.here, 3),
            "shared_there": round(self.there, 3),
        }


@dataclass(frozen=True, slots=True)
class Family:
    """The comparison with the superior plan, where it is stored, and the plans with most text in common."""

    superior: Comparison | None = None
    nearest: tuple[Kin, ...] = ()

    def __bool__(self) -> bool:
        return self.superior is not None or bool(self.nearest)

    def to_json(self) -> dict[str, Any]:
        return {
            "superior": descent_json(self.superior) if self.superior else None,
            "nearest": [kin.to_json() for kin in self.nearest],
        }


ALONE = Family()
