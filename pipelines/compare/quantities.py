"""Targets and thresholds of one indicator beside each other: raised, lowered, or the same with another deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.compare.english_units import in_english
from pipelines.compare.indicators import Indicator, indicator_of
from storage.models import Plan, Target

# unit -> (common unit, factor)
UNITS = {
    "倍": ("%", 100.0),
    "％": ("%", 1.0),
    "万吨": ("吨", 1e4),
    "万吨标准煤": ("吨标准煤", 1e4),
    "万辆": ("辆", 1e4),
    "万台": ("台", 1e4),
    "万个": ("个", 1e4),
    "家": ("个", 1.0),
    "户": ("个", 1.0),
    "项": ("个", 1.0),
    "百分点": ("个百分点", 1.0),
}
# what a value of this kind says: 增长35%, not 35%
GROWN = {"growth": ("增长", "up "), "doubling": ("增长", "up "), "increase": ("提高", "up ")}
# growth over a base year and a level reached are different things, even in the same unit
GROWTH = {"growth", "doubling", "increase"}
COMPARATORS = {
    "=": ("{}", "{}"),
    ">": ("超过{}", "over {}"),
    ">=": ("{}以上", "at least {}"),
    "<": ("低于{}", "under {}"),
    "<=": ("{}以下", "at most {}"),
    "约": ("约{}", "about {}"),
    "范围": ("{}", "{}"),
}
# Units that are steps of a scale: 国四, not 4国. A step up is stricter, but for those of BEST_FIRST.
GRADES = {
    "国（排放阶段）": ("国{han}", "China {n}"),
    "级（国家能效等级）": ("能效{han}级", "efficiency grade {n}"),
    "星级": ("{han}星级", "{n} stars"),
    "阶段": ("第{han}阶段", "stage {n}"),
}
# of these scales the first step is the best
BEST_FIRST = {"级（国家能效等级）"}
GRADE_COMPARATORS = {">=": ("{}及以上", "{} or better"), "<=": ("{}及以下", "{} or below")}
HAN = "〇一二三四五六七八九"


Measure = tuple[str, str, int | None, bool]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target with its indicator, and its value in a common unit."""

    target: Target
    indicator: Indicator
    value: float
    unit: str

    @property
    def measure(self) -> Measure:
        """What two quantities must share to be compared at all."""
        return self.indicator.id, self.unit, self.target.base_year, self.target.kind in GROWTH


@dataclass(frozen=True, slots=True)
class Difference:
    """The plan's quantity against one baseline's. `relation` is raised, lowered, rescheduled or equal."""

    relation: str
    own: Quantity
    other: Quantity
    baseline: Plan


def quantities(plan: Plan, table: tuple[Indicator, ...]) -> list[Quantity]:
    """The plan's targets that have a number, in the order of the text."""
    return [quantity for target in plan.targets if (quantity := _quantity(target, table))]


def differences(plan: Plan, baselines: Sequence[Plan], table: tuple[Indicator, ...]) -> list[Difference]:
    """Every quantity of `plan` beside the one of each baseline that is its counterpart: same measure, nearest deadline."""
    own = _by_measure(quantities(plan, table))
    found = []
    for baseline in baselines:
        others = _by_measure(quantities(baseline, table))
        for measure, alike in own.items():
            for quantity in alike if measure in others else ():
                other = _nearest(quantity, others[measure])
                if _nearest(other, alike) is quantity:
                    found.append(Difference(_relation(quantity, other), quantity, other, baseline))
    return found


def shown(target: Target, language: int = 0) -> str:
    """The value as a sentence has it: 增长78%以上 (language 0), up at least 78% (language 1)."""
    return GROWN.get(target.kind, ("", ""))[language] + amount(target, language)


def amount(target: Target, language: int = 0) -> str:
    """The value alone: 78%以上 (language 0), at least 78% (language 1)."""
    values = [value for value in _values(target) if value is not None]
    if target.unit in GRADES and values:
        form = GRADES[target.unit][language].format(n=f"{values[0]:g}", han=HAN[int(values[0])])
        return GRADE_COMPARATORS.get(target.comparator, ("{}", "{}"))[language].format(form)
    number = "-".join(f"{value:g}" for value in values) + target.unit
    return COMPARATORS[target.comparator][language].format(
        in_english(values, target.unit) if language else number
    )


def _values(target: Target) -> tuple[float | None, ...]:
    return target.value if isinstance(target.value, tuple) else (target.value,)


def _quantity(target: Target, table: tuple[Indicator, ...]) -> Quantity | None:
    value = _values(target)[0]
    if value is None:
        return None
    return Quantity(target, indicator_of(target, table), *in_common_unit(value, target.unit))


def in_common_unit(value: float, unit: str) -> tuple[float, str]:
    """The value in the unit that plans are compared in, and that unit: 2 万辆 are 20,000 辆."""
    common, factor = UNITS.get(unit, (unit, 1.0))
    return value * factor, common


def _relation(own: Quantity, other: Quantity) -> str:
    if own.value != other.value:
        less_is_stricter = own.indicator.less_is_stricter or own.unit in BEST_FIRST
        stricter = (own.value > other.value) != less_is_stricter
        return "raised" if stricter else "lowered"
    deadlines = own.target.deadline_year, other.target.deadline_year
    return "rescheduled" if None not in deadlines and deadlines[0] != deadlines[1] else "equal"


def _by_measure(found: Sequence[Quantity]) -> dict[Measure, list[Quantity]]:
    grouped: dict[Measure, list[Quantity]] = {}
    for quantity in found:
        grouped.setdefault(quantity.measure, []).append(quantity)
    return grouped


def _nearest(quantity: Quantity, others: Sequence[Quantity]) -> Quantity:
    """The quantity whose deadline is nearest, of some of the same measure."""
    return min(others, key=lambda other: _years_apart(quantity.target, other.target))


def _years_apart(own: Target, other: Target) -> int:
    if own.deadline_year is None or other.deadline_year is None:
        return 100
    return abs(own.deadline_year - other.deadline_year)
