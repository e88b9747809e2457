"""`targets`: one indicator across every stored plan."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import click

from crawler.commands.common import Command, nothing_found, print_json, print_table
from crawler.commands.filters import filtered, filters_of
from crawler.commands.present import quantity
from pipelines.compare.indicators import load_indicators, row_of
from pipelines.compare.quantities import in_common_unit
from storage.database import Row
from storage.library import indicators, stored_targets
from storage.models import Target

Found = tuple[Row, Target]


@click.command(cls=Command)
@click.argument("indicator")
@click.option("--min", "least", type=float, metavar="N", help="Only values of N and more; 2万辆 are 20000.")
@click.option("--max", "most", type=float, metavar="N", help="Only values of N and less.")
@click.option("--unit", help="Only values in this unit, such as % or 辆; 万辆 are counted in 辆.")
@click.option(
    "--by", "due", type=int, metavar="YEAR", help="Only targets that are due in this year or earlier."
)
@filtered("plan")
@click.option("--json", "as_json", is_flag=True, help="Print the targets as JSON.")
@click.pass_context
def targets(
    ctx: click.Context,
    indicator: str,
    least: float | None,
    most: float | None,
    unit: str | None,
    due: int | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Show what every stored plan sets for INDICATOR, the highest value first. Filters combine.

    \b
    planwatch targets 二手车交易量
    planwatch targets 数控化率 --min 70 --by 2027
    planwatch targets 报废汽车回收量 --region 河北 --unit %
    """
    if least is not None and most is not None and least > most:
        raise click.BadParameter(f"{least:g} is more than the --max of {most:g}", param_hint="--min")
    filters = filters_of(ctx.obj, given)
    store = ctx.obj.store()
    printed = indicators(store)
    wanted = called(indicator, printed)
    found = list(stored_targets(store, wanted, **filters))
    fitting = [
        (row, target)
        for row, target in found
        if within(target, least, most, unit) and (due is None or (target.deadline_year or due + 1) <= due)
    ]
    fitting.sort(key=lambda pair: -measured(pair[1])[1])
    if not fitting:
        told = f"no stored plan sets a target for {indicator!r}{hint(indicator, printed, wanted, found)}"
        nothing_found(ctx, told, as_json=as_json, empty=[])
    elif as_json:
        print_json([to_json(row, target) for row, target in fitting])
    else:
        print_found(fitting)


def called(indicator: str, printed: Iterable[str]) -> list[str]:
    """The printed indicators that are called so: by a part of their wording, or as a row of the table of indicators."""
    table = load_indicators()
    rows = {row.id for row in table if indicator in row.zh or row.names(indicator)}
    return [each for each in printed if indicator in each or row_of(each, table).id in rows]


def measured(target: Target) -> tuple[float, float, str]:
    """A target's lower and upper value in the unit that plans are compared in; 0 where it has none."""
    low, high = target.value if isinstance(target.value, tuple) else (target.value, target.value)
    value, unit = in_common_unit(low or 0.0, target.unit)
    return value, in_common_unit(high or 0.0, target.unit)[0], unit


def within(target: Target, least: float | None, most: float | None, unit: str | None) -> bool:
    """Whether the value is in the range and the unit; a target without a number is in no range."""
    low, high, common = measured(target)
    if target.value is None and (least, most) != (None, None):
        return False
    in_range = (least is None or high >= least) and (most is None or low <= most)
    return in_range and unit in (None, target.unit, common)


def hint(indicator: str, printed: list[str], wanted: list[str], found: list[Found]) -> str:
    """What a look-up without a result might have meant."""
    if found:
        units = sorted({measured(target)[2] for _, target in found})
        return f" within these bounds; {len(found)} are outside, in {', '.join(units)}"
    if wanted:
        return " that fits the filters"
    near = get_close_matches(indicator, printed, n=3, cutoff=0.4)
    return f". Did you mean {' or '.join(near)}?" if near else ""


def to_json(row: Row, target: Target) -> dict[str, Any]:
    place = {"document": row["id"], "region": row["region"], "doc_number": row["doc_number"]}
    return {**place, **target.to_json()}


def print_found(found: Iterable[Found]) -> None:
    print_table(
        ("id", "region", "target", "by", "against", "indicator", "known as"),
        (
            (
                row["id"],
                row["region"],
                quantity(target.comparator, target.value, target.unit),
                target.deadline_year,
                target.base_year,
                target.indicator,
                row["baseline"],
            )
            for row, target in found
        ),
    )
