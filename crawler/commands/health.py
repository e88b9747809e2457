"""`health`: the board of the portals' verdicts."""

from __future__ import annotations

import click

from crawler.commands.common import Command, nothing_found, print_json, print_table
from storage.runs import health_board


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print the board as JSON.")
@click.pass_context
def health(ctx: click.Context, as_json: bool) -> None:
    """Show the health board: each portal's verdict, since when, and why.

    \b
    planwatch health
    planwatch health --json
    """
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
