"""Which clauses of two plans treat the same measure: many to many, a clause may have several partners or none.

A couple is likely where the clauses share rare bigrams, where their headings do, where both treat the same topic. It is
taken where it stands out among all that either of its clauses could be coupled with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from pipelines.compare.sides import Side, squash
from pipelines.compare.vectors import Bools, Floats, Weights, likeness
from pipelines.compare.verdicts import verdict
from storage.models import Clause, Pair

HEADING_SHARE = 0.1  # what equal headings add to the cosine of the texts
HEADING_FLOOR = 50  # two headings less alike than this share nothing but their verbs
TOPIC_SHARE = 0.1  # what treating the same topic above all adds
FLOOR = 0.12  # below this no couple is likely, whatever else there is
STANDING = 0.3  # of the best score of each clause; what falls behind is an echo of a better couple


@dataclass(frozen=True, slots=True)
class Alignment:
    """A plan beside one baseline: how well each two clauses fit, and the couples that were taken."""

    plan: Side
    baseline: Side
    scores: Floats  # one row a clause of the plan, one column a clause of the baseline
    couples: tuple[tuple[int, int], ...]
    pairs: tuple[Pair, ...]  # parallel to `couples`


def align(plan: Side, baseline: Side, weights: Weights) -> Alignment:
    """Couple the clauses of `plan` and `baseline`; `weights` know the bigrams of every plan at hand."""
    scores = _scores(plan, baseline, weights)
    couples = tuple((int(i), int(j)) for i, j in np.argwhere(standing_out(scores)))
    pairs = tuple(
        Pair(
            clause=plan.clauses[i].id,
            baseline=baseline.plan.name,
            baseline_clause=baseline.clauses[j].id,
            score=min(1.0, float(scores[i, j])),
            verdict=verdict(plan.bodies[i], baseline.bodies[j]),
        )
        for i, j in couples
    )
    return Alignment(plan, baseline, scores, couples, pairs)


def standing_out(scores: Floats) -> Bools:
    """True where a score is above the floor and near the best of its row and of its column."""
    if not scores.size:
        return np.zeros(scores.shape, dtype=bool)
    best = np.maximum(scores.max(axis=1, keepdims=True), scores.max(axis=0, keepdims=True))
    return (scores >= FLOOR) & (scores >= STANDING * best)


def _scores(plan: Side, baseline: Side, weights: Weights) -> Floats:
    texts = likeness(weights.vectors(clause_texts(plan)), weights.vectors(clause_texts(baseline)))
    headings = _headings(plan.trails, baseline.trails)
    return texts + HEADING_SHARE * headings + TOPIC_SHARE * _topics(plan.clauses, baseline.clauses)


def _topics(left: Sequence[Clause], right: Sequence[Clause]) -> Floats:
    """How strongly each two clauses treat one topic: 1 for the main topic of both, less the later it is in either."""
    ids = sorted({topic for clause in left for topic in clause.topics} & {t for c in right for t in c.topics})
    if not ids:
        return np.zeros((len(left), len(right)))
    strengths = [
        np.array([[1 / (1 + c.topics.index(id)) if id in c.topics else 0.0 for id in ids] for c in clauses])
        for clauses in (left, right)
    ]
    return np.sqrt((strengths[0][:, None, :] * strengths[1][None, :, :]).max(axis=2))


def _headings(left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> Floats:
    own = [[trail[-1] if trail else "" for trail in trails] for trails in (left, right)]
    return np.maximum(process.cdist(*own, scorer=fuzz.ratio) - HEADING_FLOOR, 0) / (100 - HEADING_FLOOR)


def clause_texts(side: Side) -> list[str]:
    """What each clause is weighed by: its heading and its body."""
    return [
        squash(f"{clause.heading}\n{body}") for clause, body in zip(side.clauses, side.bodies, strict=True)
    ]
