"""Where else a measure stands: of each clause of a plan the likest one among all stored plans but the baselines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.compare.likest import Bigrams, Candidate, bigrams, candidates, clause_text, likest
from pipelines.compare.sides import unwrap
from storage.database import Row, Store
from storage.library import find
from storage.models import Clause, Plan
from storage.readings import parts
from storage.sketches import clause_bigrams

ALIKE = 0.5  # rapidfuzz ratio of two clauses from which one is worth to be read beside the other


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A clause of the plan, and the likest one, `other`, of a stored plan, `row` of the library."""

    clause: Clause
    row: Row
    other: str
    quote: str
    score: float

    def to_json(self) -> dict[str, Any]:
        return {
            "clause": self.clause.id,
            "document": self.row["id"],
            "region": self.row["region"],
            "doc_number": self.row["doc_number"],
            "document_clause": self.other,
            "score": round(self.score, 3),
            "quote": self.quote,
        }


def elsewhere(store: Store, plan: Plan, document: int | None) -> list[Elsewhere]:
    """In the order of the plan, stored as `document` if at all, its clauses that a stored plan has much alike."""
    own = bigrams(plan.clauses)
    best: dict[str, Elsewhere] = {}
    for stretch in clause_bigrams(store):
        rows = [row for row in stretch if row["document"] != document]
        for found in _likest(store, plan, own, rows):
            if found.clause.id not in best or found.score > best[found.clause.id].score:
                best[found.clause.id] = found
    return [best[clause.id] for clause in plan.clauses if clause.id in best]


def _likest(store: Store, plan: Plan, own: Bigrams, rows: Sequence[Row]) -> Iterator[Elsewhere]:
    """The likest clause of some stored plans, for each clause that has one."""
    shelf = [Bigrams(row["features"], row["counts"]) for row in rows]
    texts: dict[int, list[Row]] = {}

    def read(candidate: Candidate) -> Row:
        if candidate.plan not in texts:
            texts[candidate.plan] = parts(store, "clauses", rows[candidate.plan]["revision"])
        return texts[candidate.plan][candidate.clause]

    for clause, chosen in zip(plan.clauses, candidates(own, shelf), strict=True):
        others = [read(candidate) for candidate in chosen]
        if not others:
            continue
        at, score = likest(
            clause_text(clause.heading, clause.text),
            [clause_text(other["heading"], other["text"]) for other in others],
        )
        if score >= ALIKE:
            row = find(store, str(rows[chosen[at].plan]["document"]))[0]
            yield Elsewhere(clause, row, others[at]["clause"], unwrap(others[at]["text"]), score)
