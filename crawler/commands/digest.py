"""`digest`: what would be told now."""

from __future__ import annotations

import click

from crawler.commands.common import Command, Place, nothing_found
from crawler.config import load_config
from pipelines.publish import preview


@click.command(cls=Command)
@click.option("--html", type=click.Path(dir_okay=False), help="Write the digest as a page to this file.")
@click.pass_context
def digest(ctx: click.Context, html: str | None) -> None:
    """Print the digest that the next run would send. Nothing is sent or marked as told.

    \b
    planwatch digest
    planwatch digest --html digest.html
    """
    place: Place = ctx.obj
    config = load_config(place.config)
    names = {portal.id: portal.name for portal in config.portals}
    rendered = preview(place.store(), config.settings.publish.language, place.now, names)
    if rendered is None:
        nothing_found(ctx, "nothing waits to be told", as_json=False, empty=None)
    elif html:
        with click.open_file(html, "w", encoding="utf-8") as page:
            page.write(rendered.html)
    else:
        click.echo(f"{rendered.subject}\n\n{rendered.text}")
