"""`portals` and `health`: what is watched, and how it is."""

from __future__ import annotations

import click

from crawler.commands.common import Command, nothing_found, print_json, print_table
from crawler.config import load_config
from storage.runs import health_board


@click.group()
def portals() -> None:
    """The portals that are watched."""


@portals.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print the portals as JSON.")
@click.pass_context
def list_portals(ctx: click.Context, as_json: bool) -> None:
    """List the configured portals and their columns."""
    configured = load_config(ctx.obj.config).portals
    if as_json:
        print_json([portal.model_dump(mode="json") for portal in configured])
    else:
        print_table(
            ("id", "region", "code", "adapter", "column", "address"),
            (
                (portal.id, portal.region, portal.division_code, portal.adapter, column.name, column.url)
                for portal in configured
                for column in portal.columns
            ),
        )


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print the board as JSON.")
@click.pass_context
def health(ctx: click.Context, as_json: bool) -> None:
    """Show the health board: each portal's verdict, since when, and why."""
    board = health_board(ctx.obj.store())
    if not board:
        nothing_found(ctx, "no portal was polled yet", as_json=as_json, empty=[])
    elif as_json:
        print_json(
            [
                {
                    "portal": state.portal,
                    "verdict": state.verdict,
                    "since": state.since,
                    "runs": state.runs,
                    "reason": {"zh": state.reason_zh, "en": state.reason_en},
                    "told_at": state.told_at,
                }
                for state in board
            ]
        )
    else:
        print_table(
            ("portal", "verdict", "since", "runs", "reason"),
            ((s.portal, s.verdict, s.since[:16], s.runs, s.reason_zh) for s in board),
        )
