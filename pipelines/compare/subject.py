"""What the detectors of findings look at: one plan beside all its baselines, aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.compare.align import Alignment, align, clause_texts
from pipelines.compare.sides import Side, make_side
from pipelines.compare.vectors import Weights, weigh
from storage.models import Clause, Pair, Plan


@dataclass(frozen=True, slots=True)
class Subject:
    """The plan, the baselines, how their clauses are coupled, and what each bigram of theirs is worth."""

    plan: Side
    baselines: tuple[Side, ...]
    alignments: tuple[Alignment, ...]  # parallel to `baselines`
    weights: Weights

    def partners(self, clause: int) -> Iterator[tuple[Side, int, Pair]]:
        """Every couple of the plan's clause: the baseline, the index of its clause, the pair."""
        for alignment in self.alignments:
            for (own, other), pair in zip(alignment.couples, alignment.pairs, strict=True):
                if own == clause:
                    yield alignment.baseline, other, pair

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(pair for alignment in self.alignments for pair in alignment.pairs)


def make_subject(plan: Plan, baselines: Sequence[Plan]) -> Subject:
    """Align `plan` with each of `baselines`, in weights learned from all of them together."""
    side, others = make_side(plan), tuple(make_side(baseline) for baseline in baselines)
    weights = weigh([text for each in (side, *others) for text in clause_texts(each)])
    alignments = tuple(align(side, other, weights) for other in others)
    return Subject(side, others, alignments, weights)


def topic_of(clause: Clause) -> str | None:
    """The topic that the clause treats above all."""
    return clause.topics[0] if clause.topics else None
