"""What every command shares: where data and configuration lie, how errors end, how results are printed."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from crawler.clock import clock
from crawler.commands.table import table
from crawler.errors import ConfigError
from pipelines.embedded import config_dir
from storage.database import DATABASE, Store, StoreError, open_store

DONE, FOUND_NOTHING, WRONG_CALL = 0, 1, 2
PIPE_WIDTH = 200  # columns of a table that is not printed on a terminal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works, and at what time."""

    data: Path
    config: Path
    given_now: datetime | None

    @property
    def now(self) -> datetime:
        """The time given by `--now`, else the clock's."""
        return self.given_now or clock()

    @property
    def has_store(self) -> bool:
        return (self.data / DATABASE).exists()

    def store(self) -> Store:
        """The store, for looking things up; where there is none yet, a StoreError says how to make it."""
        return open_store(self.data, create=False, read_only=True)


class Command(click.Command):
    """A command with `--data`, `--config` and the hidden `--now`, before or after its name.

    Errors that a user can mend become one line on standard error and the exit code of the contract.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            click.Option(
                ["--data"], type=click.Path(file_okay=False), help="Folder of database and archive."
            ),
            click.Option(["--config"], type=click.Path(), help="Folder of the configuration."),
            click.Option(
                ["--now"], hidden=True, help="The time of the run, for the farm's calendar (ISO 8601)."
            ),
        ]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            raise click.UsageError(f"{error.format_message()} For example: {self.example()}", ctx) from error

    def example(self) -> str:
        """The first line of the help that shows a call."""
        lines = (line.strip() for line in (self.help or "").splitlines())
        return next((line for line in lines if line.startswith("planwatch ")), "")

    def invoke(self, ctx: click.Context) -> Any:
        own = {name: ctx.params.pop(name) for name in ("data", "config", "now")}
        given = {**(ctx.obj or {}), **{name: value for name, value in own.items() if value}}
        now = given.get("now")
        ctx.obj = Place(
            data=Path(given.get("data") or "data"),
            config=Path(given.get("config") or config_dir()),
            given_now=moment(now) if now else None,
        )
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            click.echo(f"planwatch: {error}", err=True)
            ctx.exit(WRONG_CALL)
        except StoreError as error:
            click.echo(f"planwatch: {error}", err=True)
            ctx.exit(error.exit_code)


def moment(text: str) -> datetime:
    """An ISO 8601 time with an offset; anything else is a wrong call."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no ISO 8601 time") from error
    if parsed.tzinfo is None:
        raise click.BadParameter(f"{text!r} lacks an offset such as +08:00")
    return parsed


def print_json(value: Any) -> None:
    """One JSON value on standard output, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str, *, bold: bool = False) -> None:
    """A line for people; bold on a terminal only."""
    click.echo(click.style(text, bold=True) if bold else text)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """An aligned table; None is shown as a dash. On a terminal one that is higher than the screen is paged."""
    cells = [["—" if cell is None else str(cell) for cell in row] for row in rows]
    terminal = sys.stdout.isatty()
    width, height = shutil.get_terminal_size()
    lines = list(table(heads, cells, width if terminal else PIPE_WIDTH))
    lines[0] = click.style(lines[0], bold=True)
    if terminal and len(lines) >= height:
        click.echo_via_pager("\n".join(lines))
    else:
        click.echo("\n".join(lines))


def nothing_found(ctx: click.Context, message: str, *, as_json: bool, empty: Any) -> None:
    """End a look-up that found nothing: exit 1, the empty value for programs, a sentence for people."""
    if as_json:
        print_json(empty)
    click.echo(f"planwatch: {message}", err=True)
    ctx.exit(FOUND_NOTHING)
