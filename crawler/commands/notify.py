"""`notify`: are the settings of mail and channels right?"""

from __future__ import annotations

from dataclasses import asdict, replace

import click

from crawler.commands.common import DONE, FOUND_NOTHING, Command, Place, nothing_found, print_json
from crawler.commands.digest import named_reader, print_deliveries
from crawler.config import load_config
from crawler.publishing import publishing
from pipelines.publish.trial import try_out


@click.group()
def notify() -> None:
    """The recipients of mail and the channels."""


@notify.command("test", cls=Command)
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print what became of each message as JSON.")
@click.pass_context
def send_test(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """Send a test message to every recipient and channel of the settings, or to the one called NAME.

    \b
    planwatch notify test
    planwatch notify test analyst@example.com
    """
    place: Place = ctx.obj
    how = publishing(load_config(place.config))
    if name:
        how = replace(how, readers=(named_reader(how, name),))
    if not how.readers:
        told = f"{place.config / 'settings.yaml'} names no mail server with recipients, and no channel"
        nothing_found(ctx, told, as_json=as_json, empty=[])
        return
    results = list(try_out(how, place.now))
    if as_json:
        print_json([asdict(each) for each in results])
    else:
        print_deliveries(results)
    ctx.exit(DONE if all(each.status == "sent" for each in results) else FOUND_NOTHING)
