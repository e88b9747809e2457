"""Which clauses of two plans treat the same measure: many to many, a clause may have several partners or none.

Several kinds of evidence that two clauses treat the same are weighed together into a likelihood. A couple is taken where
it is likely and stands out among all that either of its clauses could be coupled with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from pipelines.compare.sides import GENERAL, Side, squash
from pipelines.compare.vectors import Bools, Floats, Vectors, Weights, coverage, likeness
from pipelines.compare.verdicts import verdict
from storage.models import Clause, Pair

# What each kind of evidence weighs, all of them between 0 and 1, and what is needed before a couple is as likely as not.
# Rounded from a logistic regression over labelled couples; leaving out one couple of plans after the other, it chose
# within a third of these, and the figures of docs/accuracy.md move by less than 0.01 anywhere between.
TEXTS = 14.0  # root of the cosine of the whole clauses
SENTENCES = 12.0  # the best said sentence of each clause: how much of it the other clause says too
HEADING_IN_TEXT = 10.0  # cosine of the one's heading and the other's text
HEADINGS = 2.0  # rapidfuzz ratio of the headings, from half alike on
TOPICS = 6.0  # the same topic treated above all
NEEDED = 8.4

LIKELY = 0.3  # below this likelihood nothing is taken
STANDING = 0.7  # of the best of either clause; what falls behind in both is an echo of better couples


@dataclass(frozen=True, slots=True)
class Weighed:
    """A side in weighted bigrams: its clauses with their headings, the headings alone, its sentences."""

    side: Side
    texts: Vectors
    headings: Vectors
    passages: Vectors


@dataclass(frozen=True, slots=True)
class Alignment:
    """A plan beside one baseline: how well each two clauses fit, and the couples that were taken."""

    plan: Side
    baseline: Side
    likelihoods: Floats  # one row a clause of the plan, one column a clause of the baseline
    couples: tuple[tuple[int, int], ...]
    pairs: tuple[Pair, ...]  # parallel to `couples`


def weigh_side(side: Side, weights: Weights) -> Weighed:
    """The side in `weights`, which know the bigrams of every plan at hand."""
    return Weighed(
        side=side,
        texts=weights.vectors(clause_texts(side)),
        headings=weights.vectors([squash(clause.heading) for clause in side.clauses]),
        passages=weights.vectors([squash(passage.text) for passage in side.passages]),
    )


def clause_texts(side: Side) -> list[str]:
    """What each clause is weighed by: its heading and its body."""
    return [
        squash(f"{clause.heading}\n{body}") for clause, body in zip(side.clauses, side.bodies, strict=True)
    ]


def align(plan: Weighed, baseline: Weighed) -> Alignment:
    """Couple the clauses of `plan` and `baseline`."""
    likelihoods = _likelihoods(plan, baseline)
    couples = tuple((int(i), int(j)) for i, j in np.argwhere(standing_out(likelihoods)))
    pairs = tuple(
        Pair(
            clause=plan.side.clauses[i].id,
            baseline=baseline.side.plan.name,
            baseline_clause=baseline.side.clauses[j].id,
            score=float(likelihoods[i, j]),
            verdict=verdict(plan.side.sentences(i), baseline.side.sentences(j)),
        )
        for i, j in couples
    )
    return Alignment(plan.side, baseline.side, likelihoods, couples, pairs)


def standing_out(likelihoods: Floats) -> Bools:
    """True where a couple is likely, and near the best of its row or of its column."""
    best_of_row = likelihoods.max(axis=1, keepdims=True, initial=0.0)
    best_of_column = likelihoods.max(axis=0, keepdims=True, initial=0.0)
    near: Bools = likelihoods >= STANDING * np.minimum(best_of_row, best_of_column)
    return near & (likelihoods >= LIKELY)


def _likelihoods(plan: Weighed, baseline: Weighed) -> Floats:
    evidence = (
        TEXTS * np.sqrt(likeness(plan.texts, baseline.texts))
        + SENTENCES * np.minimum(_said(plan, baseline), _said(baseline, plan).T)
        + HEADING_IN_TEXT
        * np.maximum(likeness(plan.headings, baseline.texts), likeness(plan.texts, baseline.headings))
        + HEADINGS * _alike_headings(plan.side.clauses, baseline.side.clauses)
        + TOPICS * _same_topics(plan.side.clauses, baseline.side.clauses)
    )
    likelihoods: Floats = 1 / (1 + np.exp(NEEDED - evidence))
    return likelihoods


def _said(left: Weighed, right: Weighed) -> Floats:
    """Of each clause of `left` the sentence that each clause of `right` says most of: how much it says of it."""
    shares = coverage(left.passages, right.texts)
    return np.maximum.reduceat(shares, left.side.first_passages, axis=0) if len(shares) else shares


def _alike_headings(left: Sequence[Clause], right: Sequence[Clause]) -> Floats:
    own, other = ([squash(clause.heading) for clause in clauses] for clauses in (left, right))
    return np.maximum(process.cdist(own, other, scorer=fuzz.ratio) / 50 - 1, 0)


def _same_topics(left: Sequence[Clause], right: Sequence[Clause]) -> Floats:
    """How strongly each two clauses treat one topic: 1 for the main topic of both, less the later it is in either."""
    best = np.zeros((len(left), len(right)))
    for topic in {topic for clause in left for topic in clause.topics} - GENERAL:
        own, other = ([_strength(topic, clause) for clause in clauses] for clauses in (left, right))
        np.maximum(best, np.outer(own, other), out=best)
    return np.sqrt(best)


def _strength(topic: str, clause: Clause) -> float:
    return 1 / (1 + clause.topics.index(topic)) if topic in clause.topics else 0.0
