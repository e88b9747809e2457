"""`status`: where things stand; also what `planwatch` shows without a command."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import click

from crawler.commands.common import Command, Place, print_json, say
from crawler.config import load_settings
from storage.database import DATABASE, Store
from storage.library import list_documents
from storage.outbox import waiting
from storage.runs import health_board, last_run

SHOWN = 3  # new plans that are named
FAILED = ("thin", "garbled", "blocked", "broken")
START = """There is no store in {data} yet.

  planwatch demo    shows the whole job on this machine, in a minute
  planwatch init    sets up your own: configuration, mail, first poll
  planwatch --help  lists the commands"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stand. Times are ISO 8601; `last_run` is None before the first run has ended."""

    last_run: dict[str, Any] | None
    plans: int
    new: list[dict[str, Any]]  # the plans that the last run found, latest first
    portals: dict[str, int]  # verdict -> how many portals
    failing: list[dict[str, str]]
    waiting: int  # messages in the outbox
    next_run: str


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show where things stand: last run, new plans, failing portals, next run.

    \b
    planwatch
    planwatch status --json
    """
    place: Place = ctx.obj
    if not as_json and not (place.data / DATABASE).exists():
        click.echo(START.format(data=place.data))
        return
    next_run = load_settings(place.config).schedule.next_start(place.now)
    stands = standing(place.store(), next_run)
    if as_json:
        print_json(asdict(stands))
    else:
        print_standing(stands)


def standing(store: Store, next_run: datetime) -> Standing:
    """What the store tells of the last run and of what is left to do."""
    last = last_run(store)
    board = health_board(store)
    verdicts = [state.verdict for state in board]
    new = list_documents(store, run=last["id"], origin="new", verdict="plan") if last else []
    return Standing(
        last_run=last,
        plans=store.value("SELECT count(*) FROM library WHERE verdict = 'plan'"),
        new=[{name: row[name] for name in ("id", "title", "region", "doc_number")} for row in new],
        portals={verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)},
        failing=[
            {
                "portal": state.portal,
                "verdict": state.verdict,
                "since": state.since,
                "reason": state.reason_zh,
            }
            for state in board
            if state.verdict in FAILED
        ],
        waiting=len(waiting(store)),
        next_run=next_run.isoformat(timespec="minutes"),
    )


def print_standing(stands: Standing) -> None:
    """A line for each thing, and below it what it is about."""
    last = stands.last_run
    say(f"last run   {told(last) if last else 'none yet: `planwatch run`'}", bold=True)
    say(f"plans      {stands.plans} stored, {len(stands.new)} new with the last run")
    for row in stands.new[:SHOWN]:
        say(f"           {row['id']}  {row['region'] or '—'}  {row['doc_number'] or '—'}  {row['title']}")
    counts = "，".join(f"{n} {verdict}" for verdict, n in stands.portals.items())
    say(f"portals    {counts.replace('，', ', ') or 'none polled yet'}")
    for row in stands.failing:
        say(f"           {row['portal']}  {row['verdict']} since {row['since'][:10]}: {row['reason']}")
    if stands.waiting:
        say(f"outbox     {stands.waiting} messages wait to be delivered; the next run tries again")
    say(f"next run   {stands.next_run[:16].replace('T', ' ')}, where `planwatch schedule` is running")


def told(last: dict[str, Any]) -> str:
    """A run in words."""
    outcome = {0: "all portals read", 1: "some portals could not be read"}.get(
        last["exit_code"], f"stopped, exit code {last['exit_code']}"
    )
    return f"{last['started_at'][:16].replace('T', ' ')}, {len(last['portals'])} portals: {outcome}"
