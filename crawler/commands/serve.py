"""`serve`: the local web page."""

from __future__ import annotations

import json
import socket
import webbrowser

import click

from crawler.commands.common import Command, Place


@click.command(cls=Command)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 lets the system choose."
)
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print its address as one line of JSON, once it listens."
)
@click.pass_context
def serve(ctx: click.Context, port: int, opened: bool, as_json: bool) -> None:
    """Serve the stored plans as a web page on this machine, until stopped by Ctrl-C. Nothing is written.

    \b
    planwatch serve
    planwatch serve --port 0 --open
    """
    import uvicorn  # a web server and all it needs: only this command waits for it

    from crawler.config import load_config
    from crawler.publishing import portal_names
    from crawler.web import application

    place: Place = ctx.obj
    place.store().close()  # says in one line what is wrong with the store, before a page has to
    config = load_config(place.config)
    site = application(place.data, portal_names(config), lambda: place.now, config.settings.publish.language)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(f"port {port}: {error.strerror}; --port names another") from error
        listening.listen()  # from here on whoever calls waits for an answer
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        told = {"address": address}
        click.echo(json.dumps(told) if as_json else f"planwatch is at {address} (Ctrl-C ends it)")
        if opened:
            webbrowser.open(address)
        uvicorn.Server(uvicorn.Config(site, log_level="warning")).run(sockets=[listening])
