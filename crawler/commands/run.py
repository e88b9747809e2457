"""`run` and `schedule`: the job once, and every day."""

from __future__ import annotations

from datetime import date

import click

from crawler.commands.common import Command, Place, print_json
from crawler.commands.filters import first_day
from crawler.commands.progress import polling
from crawler.config import Config, load_config
from crawler.run import RunResult, run
from crawler.schedule import serve


@click.command("run", cls=Command)
@click.option(
    "--portal", "portals", multiple=True, metavar="ID", help="Poll only this portal; may be repeated."
)
@click.option(
    "--since", metavar="DAY", help="Go back in the lists to this day: 2024-05-28, 2024-05, 30d, 昨天."
)
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
@click.pass_context
def run_once(ctx: click.Context, portals: tuple[str, ...], since: str | None, as_json: bool) -> None:
    """Poll the portals once, compare what is new, mail the digest.

    \b
    planwatch run
    planwatch run --portal kaifeng --since 2024-04-01
    """
    place: Place = ctx.obj
    first = first_day(place, since) if since else None
    result = poll(place, load_config(place.config), portals, first)
    if as_json:
        print_json(result.to_json())
    else:
        print_result(result)
    ctx.exit(result.exit_code)


def poll(place: Place, config: Config, portals: tuple[str, ...] = (), since: date | None = None) -> RunResult:
    """One run, with a bar that tells how far it is."""
    with polling(len(config.chosen(portals))) as polled:
        return run(config, place.data, now=place.now, portals=portals, since=since, polled=polled)


@click.command(cls=Command)
@click.pass_context
def schedule(ctx: click.Context) -> None:
    """Run every day at the time of the settings, until stopped (SIGTERM or Ctrl-C ends it cleanly).

    \b
    planwatch schedule --config ./config --data ./data
    """
    place: Place = ctx.obj
    serve(place.config, place.data)


def print_result(result: RunResult) -> None:
    click.echo(
        f"{result.portals} portals polled, {result.entries} entries, {result.new_entries} not seen before,"
        f" {result.documents} documents read"
    )
