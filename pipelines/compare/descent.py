"""What a plan made of the superior plan that it follows, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.compare.sides import make_side
from pipelines.compare.verdicts import VERDICTS, WORD_FOR_WORD
from storage.models import Comparison

ADDED = "added"  # no clause of the superior plan treats it
OUTCOMES = (WORD_FOR_WORD, *VERDICTS.values(), ADDED)


def descent(comparison: Comparison) -> Mapping[str, tuple[str, ...]]:
    """Outcome -> the plan's clauses that have it, in the order of the text: the verdict on the likeliest pair, or
    `added`. `comparison` is with the superior plan alone."""
    likeliest: dict[str, tuple[float, str]] = {}
    for pair in comparison.pairs:
        likeliest[pair.clause] = max(likeliest.get(pair.clause, (0.0, "")), (pair.score, pair.verdict))
    found: dict[str, list[str]] = {outcome: [] for outcome in OUTCOMES}
    for clause in make_side(comparison.plan).clauses:
        found[likeliest.get(clause.id, (0.0, ADDED))[1]].append(clause.id)
    return {outcome: tuple(clauses) for outcome, clauses in found.items()}


def descent_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison with a superior plan as `planwatch diff --json` gives it."""
    (superior,) = comparison.baselines
    return {
        "title": superior.title,
        "doc_number": superior.doc_number,
        "clauses": {outcome: list(clauses) for outcome, clauses in descent(comparison).items()},
        "findings": [finding.to_json() for finding in comparison.findings],
    }
