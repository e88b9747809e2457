"""`targets`: one indicator across every stored plan."""

from __future__ import annotations

import click

from crawler.commands.common import Command, nothing_found, print_json, print_table
from crawler.commands.present import quantity
from pipelines.compare.indicators import indicator_of, load_indicators
from storage.library import stored_targets
from storage.models import Target


@click.command(cls=Command)
@click.argument("indicator")
@click.option("--json", "as_json", is_flag=True, help="Print the targets as JSON.")
@click.pass_context
def targets(ctx: click.Context, indicator: str, as_json: bool) -> None:
    """Show what every stored plan sets for INDICATOR, the highest value first.

    \b
    planwatch targets 二手车交易量
    planwatch targets 数控化率
    """
    table = load_indicators()
    wanted = {row.id for row in table if indicator in row.zh or row.names(indicator)}
    found = [
        (row, target)
        for row, target in stored_targets(ctx.obj.store())
        if indicator in target.indicator or indicator_of(target, table).id in wanted
    ]
    found.sort(key=lambda pair: -size(pair[1]))
    if not found:
        nothing_found(ctx, f"no stored plan sets a target for {indicator!r}", as_json=as_json, empty=[])
    elif as_json:
        print_json(
            [
                {
                    "document": row["id"],
                    "region": row["region"],
                    "doc_number": row["doc_number"],
                    **target.to_json(),
                }
                for row, target in found
            ]
        )
    else:
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


def size(target: Target) -> float:
    """What targets are ordered by: the value, of a range its upper end."""
    value = target.value[1] if isinstance(target.value, tuple) else target.value
    return value or 0.0
