"""A plan's targets against the range of those that the baselines set for the same indicator. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipelines.compare.indicators import load_indicators
from pipelines.compare.quantities import Difference, Quantity, differences, quantities
from storage.models import Comparison, Plan, Target

ROWS = 12  # a plan's main targets; `planwatch show` has them all


@dataclass(frozen=True, slots=True)
class BaselineTarget:
    """A target and the baseline that sets it."""

    plan: Plan
    target: Target


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target; the lowest and highest of the baselines, how many set it, and where the plan's value stands.

    `position`: above, below, within or equal; alone where no baseline sets the indicator.
    """

    name_zh: str
    name_en: str
    target: Target
    lowest: BaselineTarget | None
    highest: BaselineTarget | None
    baselines: int
    position: str


def target_rows(comparison: Comparison) -> tuple[TargetRow, ...]:
    """The plan's core targets that have a number, each once, those that baselines set too first."""
    table = load_indicators()
    others: dict[tuple[object, ...], list[Difference]] = defaultdict(list)
    for difference in differences(comparison.plan, comparison.baselines, table):
        others[_key(difference.own)].append(difference)
    core = [quantity for quantity in quantities(comparison.plan, table) if quantity.target.core]
    rows = [_row(quantity, others[key]) for key, quantity in {_key(each): each for each in core}.items()]
    return tuple(sorted(rows, key=lambda row: row.position == "alone")[:ROWS])


def _key(quantity: Quantity) -> tuple[object, ...]:
    """One row for each of these: a target repeated in another clause is told once, another deadline apart."""
    return (*quantity.measure, quantity.target.deadline_year)


def _row(own: Quantity, others: list[Difference]) -> TargetRow:
    ranked = sorted(others, key=lambda each: each.other.value)
    ends = [BaselineTarget(each.baseline, each.other.target) for each in ranked[:1] + ranked[-1:]]
    return TargetRow(
        name_zh=own.indicator.zh,
        name_en=own.indicator.en,
        target=own.target,
        lowest=ends[0] if ends else None,
        highest=ends[-1] if ends else None,
        baselines=len({each.baseline.name for each in others}),
        position=_position(own.value, [each.other.value for each in ranked]),
    )


def _position(own: float, ranked: list[float]) -> str:
    if not ranked:
        return "alone"
    if own == ranked[0] == ranked[-1]:
        return "equal"
    if own > ranked[-1]:
        return "above"
    return "below" if own < ranked[0] else "within"
