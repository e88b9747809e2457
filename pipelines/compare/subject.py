"""What the detectors of findings look at: one plan beside all its baselines, aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.compare.align import Alignment, Weighed, align, clause_texts, weigh_side
from pipelines.compare.sides import Side, make_side
from pipelines.compare.vectors import weigh
from storage.models import Clause, Pair, Plan


@dataclass(frozen=True, slots=True)
class Subject:
    """The plan, the baselines, and how their clauses are coupled."""

    own: Weighed
    others: tuple[Weighed, ...]
    alignments: tuple[Alignment, ...]  # parallel to `others`

    @property
    def plan(self) -> Side:
        return self.own.side

    @property
    def baselines(self) -> tuple[Side, ...]:
        return tuple(other.side for other in self.others)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(pair for alignment in self.alignments for pair in alignment.pairs)

    def partners(self, clause: int) -> Iterator[tuple[Side, int, Pair]]:
        """Every couple of the plan's clause: the baseline, the index of its clause, the pair."""
        for alignment in self.alignments:
            for (own, other), pair in zip(alignment.couples, alignment.pairs, strict=True):
                if own == clause:
                    yield alignment.baseline, other, pair


def make_subject(plan: Plan, baselines: Sequence[Plan]) -> Subject:
    """Align `plan` with each of `baselines`, in weights learned from all of them together."""
    sides = [make_side(each) for each in (plan, *baselines)]
    weights = weigh([text for side in sides for text in clause_texts(side)])
    own, *others = (weigh_side(side, weights) for side in sides)
    return Subject(own, tuple(others), tuple(align(own, other) for other in others))


def topic_of(clause: Clause) -> str | None:
    """The topic that the clause treats above all."""
    return clause.topics[0] if clause.topics else None
