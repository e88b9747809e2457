"""A plan among the stored ones: the superior plan that it follows, and those with text in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from pipelines.compare import compare
from pipelines.compare.descent import descent_json
from pipelines.compare.likest import bigrams
from pipelines.compare.sketches import resemblance, shared, sketch
from storage.baselines import plan_of
from storage.citations import superior_of
from storage.comparisons import load_comparison, save_comparison, to_compare_upwards
from storage.database import Row, Store
from storage.library import find
from storage.models import Comparison, Plan, Reading
from storage.readings import load_clauses
from storage.sketches import save_sketch, sketches, to_sketch

LOOKED_INTO = 12  # of the plans whose sketches are likest, so many are read word by word
NEAREST = 5
COMMON = 0.02  # of the text of either; less than this any two plans of the programme share


@dataclass(frozen=True, slots=True)
class Kin:
    """A stored plan with text in common. `here` is the share of this plan's words that stand there, too, `there` the
    share of its words that stand here."""

    row: Row
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

    def to_json(self) -> dict[str, Any]:
        return {
            "superior": descent_json(self.superior) if self.superior else None,
            "nearest": [kin.to_json() for kin in self.nearest],
        }


def learn_kin(store: Store, now: datetime) -> None:
    """Make the sketches that are missing, and compare plans with the superior plans that they cite."""
    for revision in to_sketch(store):
        plan = plan_of(store, revision, str(revision))
        clauses = bigrams(plan.clauses)
        save_sketch(store, revision, sketch(plan), clauses.features, clauses.counts)
    for revision, upper in to_compare_upwards(store):
        plan = plan_of(store, revision, f"revision {revision}")
        save_comparison(store, revision, _beside(store, plan, upper), now, upper=upper)


def family_of(store: Store, plan: Plan, reading: Reading, document: int | None) -> Family:
    """The family of a plan as it was read just now; `document` is its id where it is stored, too."""
    cites = [(cite.title, cite.doc_number) for cite in reading.cites]
    upper = superior_of(store, cites, reading.metadata.level)
    superior = _beside(store, plan, upper) if upper is not None else None
    return Family(superior, nearest(store, plan, document))


def family_of_stored(store: Store, document: int, revision: int) -> Family:
    """The family of a stored plan, as the last run saw it."""
    plan = plan_of(store, revision, str(document))
    return Family(load_comparison(store, revision, beside="superior"), nearest(store, plan, document))


def nearest(store: Store, plan: Plan, document: int | None) -> tuple[Kin, ...]:
    """The stored plans that `plan` has most text in common with, but for itself, stored as `document`."""
    rows = [row for row in sketches(store) if row["document"] != document]
    likeness = resemblance(sketch(plan), [row["sketch"] for row in rows])
    likest = np.argsort(-likeness, kind="stable")[:LOOKED_INTO]
    found = (_kin(store, plan, rows[at]) for at in likest)
    kin = [one for one in found if max(one.here, one.there) >= COMMON]
    return tuple(sorted(kin, key=lambda one: -one.here)[:NEAREST])


def _kin(store: Store, plan: Plan, row: Row) -> Kin:
    other = Plan("", "", None, None, load_clauses(store, row["revision"]), ())
    here, there = shared(plan, other)
    return Kin(find(store, str(row["document"]))[0], here, there)


def _beside(store: Store, plan: Plan, upper: int) -> Comparison:
    """The plan beside its superior plan, the stored revision `upper`: what is new was added below."""
    return compare(plan, [plan_of(store, upper, f"revision {upper}")])
