"""`export`: stored documents as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from crawler.commands.common import Command, Place, nothing_found, print_json
from crawler.commands.diff import write_report
from crawler.commands.filters import filtered, filters_of, region_hint
from crawler.config import load_settings
from pipelines.publish.exports import ledger_tables, stored_feed
from pipelines.publish.ledger import SHEETS, comma_separated, json_lines, workbook
from storage.database import Row

Tables = dict[str, list[Row]]

# ending of the file -> what it holds, from the tables, the name of one of them, and the language
FORMATS: dict[str, Callable[[Tables, str, str], str | bytes]] = {
    ".xlsx": lambda tables, _, language: workbook(tables, language),
    ".csv": lambda tables, sheet, language: comma_separated(tables[sheet], sheet, language),
    ".jsonl": lambda tables, *_: "".join(f"{line}\n" for line in json_lines(tables)),
}
FEEDS = (".atom", ".xml")


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--sheet",
    type=click.Choice(list(SHEETS)),
    default="plans",
    show_default=True,
    help="Which of them as CSV.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of the heads. [that of the settings]")
@filtered("plan")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_context
def export(
    ctx: click.Context, file: str, sheet: str, language: str | None, as_json: bool, **given: Any
) -> None:
    """Write the stored plans to FILE; its ending says what it is.

    \b
    .xlsx   a workbook with the sheets plans, targets and findings
    .csv    one of these sheets
    .jsonl  a line of JSON for each plan, targets and findings inside
    .atom   an Atom feed, an entry for each plan, the latest fifty; every run writes it to DATA/feed.xml

    \b
    planwatch export 台账.xlsx
    planwatch export targets.csv --sheet targets --region 河北 --since 2024-05
    planwatch export new.atom --new
    """
    place: Place = ctx.obj
    ending = Path(file).suffix.lower()
    if ending not in (*FORMATS, *FEEDS):
        raise click.BadParameter(f"{file}: expected a name that ends with {', '.join((*FORMATS, *FEEDS))}")
    language = language or load_settings(place.config).publish.language
    filters = filters_of(place, given)
    store = place.store()
    if ending in FEEDS:
        write_report(file, stored_feed(store, language, place.now, **filters))
        if as_json:
            print_json({"file": file})
        return
    tables = ledger_tables(store, **filters)
    if not tables["plans"]:
        hint = region_hint(store, given["region"])
        nothing_found(ctx, f"no stored document fits{hint}", as_json=as_json, empty=None)
        return
    write_report(file, FORMATS[ending](tables, sheet, language))
    counted = {name: len(rows) for name, rows in tables.items()}
    if as_json:
        print_json({"file": file, **counted})
    else:
        click.echo(", ".join(f"{n} {name}" for name, n in counted.items()), err=True)
