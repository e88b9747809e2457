"""Looking for a plan's family among the stored plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipelines.compare import compare
from pipelines.compare.sketches import resemblance, shared, sketch
from pipelines.publish.family import Family, Kin
from storage.baselines import plan_of
from storage.citations import superior_of
from storage.comparisons import load_comparison
from storage.database import Row, Store
from storage.library import rows_of
from storage.models import Comparison, Plan, Reading
from storage.readings import load_clauses
from storage.sketches import sketches

LOOKED_INTO = 12  # of the plans whose sketches are likest, so many are read word by word
NEAREST = 5
COMMON = 0.02  # of the text of either; less than this any two plans of the programme share


def family_of(store: Store, plan: Plan, reading: Reading, document: int | None) -> Family:
    """The family of a plan as it was read just now; `document` is its id where it is stored, too."""
    cites = [(cite.title, cite.doc_number) for cite in reading.cites]
    upper = superior_of(store, cites, reading.metadata.level)
    superior = beside(store, plan, upper) if upper is not None else None
    return Family(superior, nearest(store, plan, document, sketches(store)))


def families_of_stored(store: Store, revisions: Mapping[int, int]) -> dict[int, Family]:
    """The families of stored plans, as the last run saw them, by revision; `revisions`: each with its document."""
    known = sketches(store) if revisions else []
    return {
        revision: Family(
            load_comparison(store, revision, beside="superior"),
            nearest(store, plan_of(store, revision, str(document)), document, known),
        )
        for revision, document in revisions.items()
    }


def family_of_stored(store: Store, document: int, revision: int) -> Family:
    """The family of one stored plan."""
    return families_of_stored(store, {revision: document})[revision]


def nearest(store: Store, plan: Plan, document: int | None, known: Sequence[Row]) -> tuple[Kin, ...]:
    """Of the stored plans that are `known` by their sketches those that `plan` has most text in common with, but for
    itself, stored as `document`."""
    rows = [row for row in known if row["document"] != document]
    likeness = resemblance(sketch(plan), [row["sketch"] for row in rows])
    likest = [rows[at] for at in np.argsort(-likeness, kind="stable")[:LOOKED_INTO]]
    shares = {row["document"]: _shared(store, plan, row["revision"]) for row in likest}
    near = [id for id, both in shares.items() if max(both) >= COMMON]
    kin = [Kin(row, *shares[row["id"]]) for row in rows_of(store, near)]
    return tuple(sorted(kin, key=lambda one: -one.here)[:NEAREST])


def beside(store: Store, plan: Plan, upper: int) -> Comparison:
    """The plan beside its superior plan, the stored revision `upper`: what is new was added below."""
    return compare(plan, [plan_of(store, upper, f"revision {upper}")])


def _shared(store: Store, plan: Plan, revision: int) -> tuple[float, float]:
    return shared(plan, Plan("", "", None, None, load_clauses(store, revision), ()))
