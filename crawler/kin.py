"""What a run learns of the stored plans, so that each one's family is found soon."""

from __future__ import annotations

from datetime import datetime

from pipelines.compare.likest import bigrams
from pipelines.compare.sketches import sketch
from pipelines.publish.kin import beside
from storage.baselines import plan_of
from storage.comparisons import save_comparison, to_compare_upwards
from storage.database import Store
from storage.sketches import save_sketch, to_sketch


def learn_kin(store: Store, now: datetime) -> None:
    """Make the sketches that are missing, and compare plans with the superior plans that they cite."""
    for revision in to_sketch(store):
        plan = plan_of(store, revision, str(revision))
        clauses = bigrams(plan.clauses)
        save_sketch(store, revision, sketch(plan), clauses.features, clauses.counts)
    for revision, upper in to_compare_upwards(store):
        plan = plan_of(store, revision, f"revision {revision}")
        save_comparison(store, revision, beside(store, plan, upper), now, upper=upper)
