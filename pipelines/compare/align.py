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
from pipelines.compare.verdicts import ratios_between, verdict
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
    """A side in weighted bigrams: its clauses with their headings, the headings alone, its sentences; its topics."""

    side: Side
    texts: Vectors
    headings: Vectors
    passages: Vectors
    topics: dict[str, tuple[list[int], list[float]]]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two clauses that treat the same: their indices in their sides, and how alike each two of their sentences are."""

    own: int
    other: int
    ratios: Floats  # rapidfuzz ratio, 0 to 1; one row a sentence of the plan's clause
    pair: Pair

    def matches(self, floor: float) -> list[tuple[int, int, float]]:
        """The plan's sentences that are at least `floor` alike to one of the baseline, each with the likest."""
        likest, best = self.ratios.argmax(axis=1), self.ratios.max(axis=1)
        return [(int(i), int(likest[i]), float(best[i])) for i in np.flatnonzero(best >= floor)]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A plan beside one baseline: the couples that were taken, and what the baseline says of the plan's sentences."""

    plan: Side
    baseline: Side
    couples: tuple[Couple, ...]
    said: Floats  # of each sentence of the plan, the share of its weight that each clause of the baseline has too


def weigh_side(side: Side, weights: Weights) -> Weighed:
    """The side in `weights`, which know the bigrams of every plan at hand."""
    return Weighed(
        side=side,
        texts=weights.vectors(clause_texts(side)),
        headings=weights.vectors([squash(clause.heading) for clause in side.clauses]),
        passages=weights.vectors([passage.key for passage in side.passages]),
        topics=_treating(side.clauses),
    )


def clause_texts(side: Side) -> list[str]:
    """What each clause is weighed by: its heading and its body."""
    return [
        squash(f"{clause.heading}\n{body}") for clause, body in zip(side.clauses, side.bodies, strict=True)
    ]


def align(plan: Weighed, baseline: Weighed) -> Alignment:
    """Couple the clauses of `plan` and `baseline`."""
    said = coverage(plan.passages, baseline.texts)
    likelihoods = _likelihoods(plan, baseline, said)
    taken = np.argwhere(standing_out(likelihoods))
    couples = (_couple(plan.side, baseline.side, int(i), int(j), float(likelihoods[i, j])) for i, j in taken)
    return Alignment(plan.side, baseline.side, tuple(couples), said)


def standing_out(likelihoods: Floats) -> Bools:
    """True where a couple is likely, and near the best of its row or of its column."""
    best_of_row = likelihoods.max(axis=1, keepdims=True, initial=0.0)
    best_of_column = likelihoods.max(axis=0, keepdims=True, initial=0.0)
    near: Bools = likelihoods >= STANDING * np.minimum(best_of_row, best_of_column)
    return near & (likelihoods >= LIKELY)


def _likelihoods(plan: Weighed, baseline: Weighed, said: Floats) -> Floats:
    both_say = np.minimum(
        _best_sentence(said, plan.side),
        _best_sentence(coverage(baseline.passages, plan.texts), baseline.side).T,
    )
    evidence = (
        TEXTS * np.sqrt(likeness(plan.texts, baseline.texts))
        + SENTENCES * both_say
        + HEADING_IN_TEXT
        * np.maximum(likeness(plan.headings, baseline.texts), likeness(plan.texts, baseline.headings))
        + HEADINGS * _alike_headings(plan.side.clauses, baseline.side.clauses)
        + TOPICS * _same_topics(plan, baseline)
    )
    likelihoods: Floats = 1 / (1 + np.exp(NEEDED - evidence))
    return likelihoods


def _couple(plan: Side, baseline: Side, own: int, other: int, likelihood: float) -> Couple:
    sentences, others = plan.sentences(own), baseline.sentences(other)
    ratios = ratios_between(sentences, others)
    pair = Pair(
        clause=plan.clauses[own].id,
        baseline=baseline.plan.name,
        baseline_clause=baseline.clauses[other].id,
        score=likelihood,
        verdict=verdict(sentences, others, ratios),
    )
    return Couple(own, other, ratios, pair)


def _best_sentence(shares: Floats, side: Side) -> Floats:
    """From one row a sentence to one row a clause: what is said of its best said sentence."""
    return np.maximum.reduceat(shares, side.first_passages, axis=0) if len(shares) else shares


def _alike_headings(left: Sequence[Clause], right: Sequence[Clause]) -> Floats:
    own, other = ([squash(clause.heading) for clause in clauses] for clauses in (left, right))
    return np.maximum(process.cdist(own, other, scorer=fuzz.ratio) / 50 - 1, 0)


def _same_topics(left: Weighed, right: Weighed) -> Floats:
    """How strongly each two clauses treat one topic: 1 for the main topic of both, less the later it is in either."""
    best = np.zeros((len(left.side.clauses), len(right.side.clauses)))
    for topic in left.topics.keys() & right.topics.keys():
        (rows, own), (columns, other) = left.topics[topic], right.topics[topic]
        cells = np.ix_(rows, columns)
        best[cells] = np.maximum(best[cells], np.outer(own, other))
    return np.sqrt(best)


def _treating(clauses: Sequence[Clause]) -> dict[str, tuple[list[int], list[float]]]:
    """Topic -> the clauses that treat it, and how strongly each does: the main topic 1, the next a half …"""
    found: dict[str, tuple[list[int], list[float]]] = {}
    for number, clause in enumerate(clauses):
        for rank, topic in enumerate(clause.topics, 1):
            if topic not in GENERAL:
                numbers, strengths = found.setdefault(topic, ([], []))
                numbers.append(number)
                strengths.append(1 / rank)
    return found
