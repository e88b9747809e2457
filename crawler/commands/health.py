"""`health`: the board of the portals' verdicts."""

from __future__ import annotations

import click

from crawler.commands.common import Command, nothing_found, print_json, print_table
from storage.runs import HealthState, health_board


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print the board as JSON.")
@click.pass_context
def health(ctx: click.Context, as_json: bool) -> None:
    """Show the health board: each portal's verdict, since when, and why.

    A portal that has left the configuration leaves the board with the next run over all portals. Told with each: its
    newest entry, how many entries its lists showed, and how many of title, date and text were found in the documents
    read last.

    \b
    planwatch health
    planwatch health --json
    """
    board = health_board(ctx.obj.store())
    if not board:
        nothing_found(ctx, "no portal was polled yet", as_json=as_json, empty=[])
    elif as_json:
        print_json([row(state) for state in board])
    else:
        print_table(
            ("portal", "verdict", "since", "runs", "newest", "entries", "fields", "reason"),
            (
                (s.portal, s.verdict, s.since[:16], s.runs, s.newest, s.entries, fields(s), s.reason_zh)
                for s in board
            ),
        )


def fields(state: HealthState) -> str | None:
    return f"{state.filled}/{state.fields}" if state.fields else None


def row(state: HealthState) -> dict[str, object]:
    return {
        "portal": state.portal,
        "verdict": state.verdict,
        "since": state.since,
        "runs": state.runs,
        "newest": state.newest,
        "entries": state.entries,
        "fields": state.fields,
        "filled": state.filled,
        "reason": {"zh": state.reason_zh, "en": state.reason_en},
        "told_at": state.told_at,
    }
