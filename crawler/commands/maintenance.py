"""`backup`, `verify`, `prune`, `doctor`: keeping the store, and what this machine can read."""

from __future__ import annotations

import importlib.metadata
import shutil
from dataclasses import asdict
from pathlib import Path

import click

from crawler.commands.common import FOUND_NOTHING, Command, Place, print_json, print_table
from crawler.config import load_config
from pipelines.readers import ocr
from pipelines.readers.office import office
from pipelines.readers.rar import UNPACKERS, unpacker
from storage import maintenance
from storage.database import open_store
from storage.runs import last_run
from storage.scans import count_waiting

LIBRARIES = (
    "scrapy",
    "lxml",
    "pypdfium2",
    "pdfplumber",
    "python-docx",
    "olefile",
    "sqlite-utils",
    "rapidfuzz",
)


@click.command(cls=Command)
@click.argument("target", type=click.Path(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
@click.pass_context
def backup(ctx: click.Context, target: str, as_json: bool) -> None:
    """Copy database and archive to the folder TARGET, even while a run goes on.

    \b
    planwatch backup /backup/planwatch-monday
    """
    copied = maintenance.backup(ctx.obj.store(), Path(target))
    if as_json:
        print_json({"target": target, **asdict(copied)})
        return
    click.echo(
        f"backed up {copied.documents} documents and {copied.files} files to {target}; to restore, name it with"
        " --data or put it in the place of the data folder"
    )


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print what is wrong as JSON.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Check the database and every archived file.

    \b
    planwatch verify && planwatch backup /backup/planwatch-monday
    """
    found = maintenance.verify(ctx.obj.store())
    if as_json:
        print_json([{"place": damage.place, "problem": damage.problem} for damage in found])
    elif found:
        print_table(("where", "what"), ((damage.place, damage.problem) for damage in found))
    else:
        click.echo("the store is whole")
    ctx.exit(FOUND_NOTHING if found else 0)


@click.command(cls=Command)
@click.option(
    "--keep-days", type=click.IntRange(min=1), default=400, show_default=True, help="Keep this many days."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was cleared as JSON.")
@click.pass_context
def prune(ctx: click.Context, keep_days: int, as_json: bool) -> None:
    """Clear old list pages and run facts. Documents, revisions and their files are never cleared.

    \b
    planwatch prune --keep-days 200
    """
    place: Place = ctx.obj
    with open_store(place.data, create=False) as store:
        cleared = maintenance.prune(store, place.now, keep_days)
    if as_json:
        print_json(asdict(cleared))
        return
    click.echo(
        f"cleared {cleared.pages} pages, {cleared.leftovers} half-written files, {cleared.facts} facts of runs"
    )


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check configuration, store, disk and the libraries that read documents.

    \b
    planwatch doctor
    planwatch --config ./config doctor --json
    """
    place: Place = ctx.obj
    config = load_config(place.config)
    mail = config.settings.mail
    checks = [
        ("configuration", f"{place.config}: {len(config.portals)} portals"),
        (
            "mail",
            f"{mail.host}:{mail.port} to {', '.join(each.address for each in mail.recipients)}"
            if mail.host
            else "no server is set: digests are stored, not sent",
        ),
        ("disk", f"{shutil.disk_usage(nearest_folder(place.data)).free / 1e9:.1f} GB free"),
        ("store", store_line(place)),
        ("scans", scans_line(place)),
        ("rar", rar_line()),
        (
            "odd word files",
            office() or "LibreOffice, which might read what no reader here can, is not installed",
        ),
        *((name, importlib.metadata.version(name)) for name in LIBRARIES),
    ]
    if as_json:
        print_json(dict(checks))
    else:
        print_table(("what", "found"), checks)


def store_line(place: Place) -> str:
    if not (place.data / "planwatch.db").exists():
        return f"none in {place.data} yet; `planwatch run` makes it"
    last = last_run(place.store())
    return (
        f"{place.data}: last run {last['started_at']}, exit code {last['exit_code']}"
        if last
        else f"{place.data}: no run yet"
    )


def scans_line(place: Place) -> str:
    waiting = count_waiting(place.store()) if (place.data / "planwatch.db").exists() else 0
    if ocr.available():
        return f"pictures of text are recognised; {waiting} stored ones wait for a run"
    return f"pictures of text are kept and marked needs-ocr ({waiting} wait): {ocr.HOW}"


def rar_line() -> str:
    program = unpacker()
    return (
        f"unpacked by {program}" if program else f"only stored members are read; packed ones take {UNPACKERS}"
    )


def nearest_folder(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.is_dir())
