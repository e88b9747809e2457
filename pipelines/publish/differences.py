"""A comparison's findings made ready to be read: each with its place in both texts, as the texts print it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from storage.models import BaselineQuote, Comparison, Finding, Plan

SIDES = 2  # baselines quoted in full; the others are named
DASHES = " —-"  # a marker that only begins a line
EDGES = " 　。．.：:"  # around a heading, where it is named apart from its text


@dataclass(frozen=True, slots=True)
class Side:
    """What a baseline says to it."""

    plan: Plan
    place: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding with its quotes. `place` None: the plan says nothing to it."""

    kind: str
    summary_zh: str
    summary_en: str
    place: str | None
    quote: str
    sides: tuple[Side, ...]
    more: tuple[Side, ...]  # further baselines, to be named only


def heaviest(comparison: Comparison, limit: int) -> tuple[Difference, ...]:
    """The first `limit` findings by weight."""
    findings = sorted(comparison.findings, key=lambda finding: -finding.weight)
    plans = {plan.name: plan for plan in comparison.baselines}
    return tuple(_difference(finding, comparison.plan, plans) for finding in findings[:limit])


def kinds(comparison: Comparison) -> tuple[tuple[str, int], ...]:
    """How many findings there are of each kind, most first."""
    return tuple(Counter(finding.kind for finding in comparison.findings).most_common())


def place(plan: Plan, clause: str | None) -> str | None:
    """Where a clause stands, in the words of the text: the markers down to it and the last heading on the way."""
    if clause is None:
        return None
    by_id = {each.id: each for each in plan.clauses}
    numbers = clause.split(".")
    ids = (".".join(numbers[: depth + 1]) for depth in range(len(numbers)))
    chain = [by_id[id] for id in ids if id in by_id]
    headed = next((each for each in reversed(chain) if each.heading), None)
    steps = (
        each.marker.strip(DASHES) + (each.heading.strip(EDGES) if each is headed else "") for each in chain
    )
    return "".join(steps) or clause


def _difference(finding: Finding, plan: Plan, plans: Mapping[str, Plan]) -> Difference:
    sides = tuple(_side(quoted, plans[quoted.name]) for quoted in finding.baselines)
    quoted = [side for side in sides if side.quote][:SIDES]
    return Difference(
        kind=finding.kind,
        summary_zh=finding.summary_zh,
        summary_en=finding.summary_en,
        place=place(plan, finding.clause),
        quote=finding.quote,
        sides=tuple(quoted),
        more=tuple(side for side in sides if side not in quoted),
    )


def _side(quoted: BaselineQuote, plan: Plan) -> Side:
    return Side(plan, place(plan, quoted.clause), quoted.quote)
