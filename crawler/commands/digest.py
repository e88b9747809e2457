"""`digest`: deliver what waits to be told, or look at it first."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, time
from pathlib import Path
from tempfile import mkstemp

import click

from crawler.clock import going_on
from crawler.commands.common import FOUND_NOTHING, Command, Place, nothing_found, print_json
from crawler.commands.diff import write_report
from crawler.commands.filters import first_day
from crawler.config import load_config
from crawler.lock import run_lock
from crawler.publishing import portal_names, publishing
from pipelines.publish import Delivery, Publishing, PublishResult, Reader, preview, publish
from pipelines.publish.markdown import digest_markdown
from pipelines.publish.word import digest_docx
from storage.database import open_store


@click.command(cls=Command)
@click.option("--dry-run", is_flag=True, help="Print the digest; nothing is sent or marked as told.")
@click.option("--since", metavar="DAY", help="All that happened since this day, told or not: 2024-10-01, 7d.")
@click.option("--for", "reader", metavar="NAME", help="As this recipient or channel of the settings gets it.")
@click.option("--open", "in_browser", is_flag=True, help="Show it in the browser.")
@click.option("--html", type=click.Path(dir_okay=False), help="Write it as a page to this file.")
@click.option("--md", type=click.Path(dir_okay=False), help="Write it as Markdown.")
@click.option("--docx", type=click.Path(dir_okay=False), help="Write it as a Word document.")
@click.option("--json", "as_json", is_flag=True, help="Print what was sent, or would be, as JSON.")
@click.pass_context
def digest(
    ctx: click.Context,
    dry_run: bool,
    since: str | None,
    reader: str | None,
    in_browser: bool,
    html: str | None,
    md: str | None,
    docx: str | None,
    as_json: bool,
) -> None:
    """Deliver what is not told yet and what waits in the outbox; `planwatch run` does so at its end.

    \b
    planwatch digest --dry-run
    planwatch digest --dry-run --since 7d --docx 一周.docx
    planwatch digest --dry-run --for analyst@example.com --open
    """
    place: Place = ctx.obj
    config = load_config(place.config)
    if not dry_run:
        if since or reader or in_browser or html or md or docx:
            raise click.UsageError("looking at a digest needs --dry-run; without it the digest is sent")
        with run_lock(place.data, place.now), open_store(place.data, create=False) as store:
            now, how = place.now, publishing(config)
            tell(ctx, publish(store, how, now, portal_names(config), going_on(now)), as_json)
        return
    how = publishing(config)
    whose = named_reader(how, reader) if reader else Reader("", how.language)
    found = preview(
        place.store(),
        whose.language,
        place.now,
        portal_names(config),
        wish=whose.wish,
        since=morning(place, since) if since else None,
        web=how.web,
    )
    if found is None:
        nothing_found(ctx, "nothing waits to be told", as_json=as_json, empty=None)
        return
    edition, rendered = found
    if html:
        write_report(html, rendered.html)
    if md:
        write_report(md, digest_markdown(edition, whose.language, whose.wish))
    if docx:
        write_report(docx, digest_docx(edition, whose.language, whose.wish))
    if in_browser:
        show(rendered.html)
    if as_json:
        print_json({"counts": asdict(edition.counts), **asdict(rendered)})
    elif not (html or md or docx or in_browser):
        click.echo(f"{rendered.subject}\n\n{rendered.text}")


def morning(place: Place, day: str) -> datetime:
    """When a day began, as people write days."""
    return datetime.combine(first_day(place, day), time(), place.now.tzinfo)


def named_reader(how: Publishing, name: str) -> Reader:
    """The recipient or channel of this name; any other is a wrong call that names the known ones."""
    known = {reader.to: reader for reader in how.readers}
    if name not in known:
        raise click.BadParameter(f"{name!r} gets no digest; known are {', '.join(known) or 'none'}")
    return known[name]


def tell(ctx: click.Context, result: PublishResult, as_json: bool) -> None:
    """Print what became of each message; what could not be sent is told by the exit code, too."""
    if as_json:
        deliveries = [asdict(each) for each in result.deliveries]
        print_json({"edition": result.edition, "deliveries": deliveries})
    elif result.edition is None and not result.deliveries:
        click.echo("nothing waits to be told or sent")
    else:
        print_deliveries(result.deliveries)
    ctx.exit(FOUND_NOTHING if result.refused or result.waiting else 0)


def print_deliveries(deliveries: Iterable[Delivery]) -> None:
    for each in deliveries:
        repeated = " (possibly repeated)" if each.repeated else ""
        click.echo(f"{each.status:8}{each.recipient}{repeated}{f': {each.reason}' if each.reason else ''}")


def show(page: str) -> None:
    """A page in the browser, from a file that stays: the browser reads it after we have ended."""
    _, name = mkstemp(prefix="planwatch-", suffix=".html")
    path = Path(name)
    path.write_text(page, encoding="utf-8")
    if not webbrowser.open(path.as_uri()):
        click.echo(f"planwatch: no browser is at hand; the page is {path}", err=True)
