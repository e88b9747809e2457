"""The likest clauses among those of hundreds of plans: candidates by stored bigrams, so that few texts are read.

A plan is kept as the bigrams of its clauses, each hashed to a number below FEATURES; two bigrams that fall on one number
cost a candidate at most, as texts decide in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from pipelines.compare.sides import PREAMBLE, key_of
from pipelines.compare.vectors import Bools, Floats, Ints, Vectors, counted_bigrams, likeness
from storage.models import Clause

FEATURES = 1 << 16
CANDIDATES = 50  # a clause; on 500 plans the likest by text is among them, among 20 not always
COMMON = 0.015  # of the clauses; a bigram in more of them finds nothing
FEW = 6  # as many clauses may share a bigram however few there are
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Bigrams:
    """The clauses of a plan as stored: `features` little-endian numbers of 16 bits, clause by clause, `counts` how many
    each clause has, in 32 bits. A clause that takes no part has none."""

    features: bytes
    counts: bytes

    @property
    def clauses(self) -> int:
        return len(self.counts) // 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause of one of the plans, by its index among the plans and its index in the plan."""

    plan: int
    clause: int


def clause_text(heading: str, text: str) -> str:
    """What a clause is compared by: its heading and its own text."""
    return key_of(f"{heading}{text}")


def bigrams(clauses: Sequence[Clause]) -> Bigrams:
    """The clauses as they are stored; the preamble takes no part."""
    rows, codes, _ = counted_bigrams(
        [
            clause_text(each.heading, each.text) if each.id != PREAMBLE and each.text else ""
            for each in clauses
        ]
    )
    features = codes.astype(np.uint64) * _ODD >> np.uint64(48)
    counts = np.bincount(rows, minlength=len(clauses))
    return Bigrams(features.astype("<u2").tobytes(), counts.astype("<u4").tobytes())


def candidates(own: Bigrams, others: Sequence[Bigrams]) -> Iterator[list[Candidate]]:
    """Of each clause of `own` the clauses of `others` that share most rare bigrams with it, at most CANDIDATES."""
    shelf = Bigrams(b"".join(each.features for each in others), b"".join(each.counts for each in others))
    frequency = np.bincount(np.frombuffer(shelf.features, dtype="<u2"), minlength=FEATURES)
    rare = (frequency > 0) & (frequency <= max(FEW, COMMON * shelf.clauses))
    worth = np.where(rare, np.log((1 + shelf.clauses) / np.maximum(frequency, 1)), 0.0)
    asked = np.zeros(FEATURES, dtype=bool)
    asked[np.frombuffer(own.features, dtype="<u2")] = True
    alike = likeness(_vectors(own, worth, asked), _vectors(shelf, worth, asked))
    last = np.cumsum([each.clauses for each in others])
    for row in alike:
        chosen = (
            np.argpartition(-row, CANDIDATES)[:CANDIDATES] if len(row) > CANDIDATES else np.arange(len(row))
        )
        yield [_candidate(int(at), last) for at in chosen if row[at] > 0]


def likest(text: str, others: Sequence[str]) -> tuple[int, float]:
    """Which of `others` is likest to `text`, and how alike the two are, 0 to 1 (rapidfuzz ratio)."""
    ratios = process.cdist([text], others, scorer=fuzz.ratio)[0]
    best = int(ratios.argmax())
    return best, float(ratios[best]) / 100


def _vectors(stored: Bigrams, worth: Floats, asked: Bools) -> Vectors:
    """The clauses as unit vectors of what their bigrams are worth, without the bigrams that nobody asks for."""
    features = np.frombuffer(stored.features, dtype="<u2")
    rows = np.repeat(np.arange(stored.clauses), np.frombuffer(stored.counts, dtype="<u4"))
    lengths = np.sqrt(np.bincount(rows, (worth**2)[features], minlength=stored.clauses))
    telling = np.flatnonzero((asked & (worth > 0))[features])
    telling = telling[np.argsort(features[telling], kind="stable")]
    features, rows = features[telling], rows[telling]
    starts = np.concatenate([[0], np.cumsum(np.bincount(features, minlength=FEATURES))])
    return Vectors(stored.clauses, rows, worth[features] / lengths[rows], starts, lengths)


def _candidate(at: int, last: Ints) -> Candidate:
    plan = int(np.searchsorted(last, at, side="right"))
    return Candidate(plan, at - int(last[plan - 1]) if plan else at)
