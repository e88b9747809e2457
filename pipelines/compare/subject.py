"""What the detectors of findings look at: one plan beside all its baselines, aligned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.compare.align import Alignment, Couple, Weighed, align, clause_texts, weigh_side
from pipelines.compare.sides import Side, make_side, squash
from pipelines.compare.vectors import Weights, weigh
from storage.models import BaselineQuote, Clause, Pair, Plan


@dataclass(frozen=True, slots=True)
class Partner:
    """A clause of a baseline that treats the same as a clause of the plan."""

    side: Side
    couple: Couple

    @property
    def clause(self) -> Clause:
        return self.side.clauses[self.couple.other]

    def quote(self, sentence: int) -> BaselineQuote:
        """A sentence of the clause, by its number in it."""
        return BaselineQuote(
            self.side.plan.name, self.clause.id, self.side.sentences(self.couple.other)[sentence].text
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """The plan, the baselines, and how their clauses are coupled."""

    own: Weighed
    others: tuple[Weighed, ...]
    weights: Weights
    alignments: tuple[Alignment, ...]  # parallel to `others`
    partners: Mapping[int, Sequence[Partner]]  # by the index of the plan's clause, the likeliest first

    @property
    def plan(self) -> Side:
        return self.own.side

    @property
    def baselines(self) -> tuple[Side, ...]:
        return tuple(other.side for other in self.others)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(couple.pair for alignment in self.alignments for couple in alignment.couples)


def make_subject(plan: Plan, baselines: Sequence[Plan]) -> Subject:
    """Align `plan` with each of `baselines`, in weights learned from all of them together."""
    sides = [make_side(each) for each in (plan, *baselines)]
    weights = weigh([text for side in sides for text in clause_texts(side)])
    own, *others = (weigh_side(side, weights) for side in sides)
    alignments = tuple(align(own, other) for other in others)
    return Subject(own, tuple(others), weights, alignments, _partners(alignments))


def topic_of(clause: Clause) -> str | None:
    """The topic that the clause treats above all."""
    return clause.topics[0] if clause.topics else None


def title_of(clause: Clause) -> str:
    """What a sentence calls the clause: its heading, else its number."""
    return squash(clause.heading).rstrip("。．.：:") or clause.id


def _partners(alignments: Sequence[Alignment]) -> Mapping[int, Sequence[Partner]]:
    found: dict[int, list[Partner]] = defaultdict(list)
    for alignment in alignments:
        for couple in alignment.couples:
            found[couple.own].append(Partner(alignment.baseline, couple))
    for partners in found.values():
        partners.sort(key=lambda partner: -partner.couple.pair.score)
    return found
