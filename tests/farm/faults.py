"""What can go wrong with a portal: `MISTAKEN` spoils the request before the portal sees it, `SPOILED` the answer."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .pages import render
from .portal import Asked, Reply

HTML = "text/html; charset=utf-8"
FILES = {"application/pdf", "application/octet-stream"}
Fault = Callable[[Reply, Asked], Reply]

MISTAKEN: dict[str, Callable[[Asked], Asked]] = {
    "markup": lambda asked: replace(asked, redesigned=True),
    "home": lambda asked: replace(asked, path="/"),  # the front page, whatever was asked for
    "empty": lambda asked: replace(asked, day=date.min),  # the lists are there, without a row
}


def delivered(how: str) -> Fault:
    """The right answer, but the connection misbehaves: see `DELIVERIES` in server.py."""
    return lambda reply, _: replace(reply, delivery=how)


def instead(status: int, template: str, *headers: tuple[str, str]) -> Fault:
    """Another page whatever was asked for."""
    return lambda _, asked: Reply(
        render(f"faults/{template}", asked=asked).encode(), HTML, status=status, headers=headers
    )


def garbled(reply: Reply, _: Asked) -> Reply:
    """Text that was decoded with the wrong character set and stored that way: replacement characters everywhere."""
    return replace(reply, body=reply.body.decode("ascii", "replace").encode(), modified=None)


def mislabelled(reply: Reply, _: Asked) -> Reply:
    """Pages whose bytes are right, under the wrong character set."""
    is_page = reply.content_type.startswith("text/html")
    return replace(reply, content_type="text/html; charset=iso-8859-1") if is_page else reply


def truncated(reply: Reply, _: Asked) -> Reply:
    """Half of the answer, as though it were all."""
    return replace(reply, body=reply.body[: len(reply.body) // 2], modified=None)


def zipped(reply: Reply, _: Asked) -> Reply:
    """Compressed, though nobody asked for it."""
    return replace(reply, body=gzip.compress(reply.body, mtime=0), headers=(("Content-Encoding", "gzip"),))


def bad_attachment(reply: Reply, asked: Asked) -> Reply:
    """Pages are right, files break off half way."""
    return truncated(reply, asked) if reply.content_type in FILES else reply


def redirect_loop(_: Reply, asked: Asked) -> Reply:
    """A cookie handshake that never ends: every address sends back to itself."""
    return Reply(
        b"", HTML, status=302, headers=(("Location", asked.path), ("Set-Cookie", "wzws_cid=1; Path=/"))
    )


SPOILED: dict[str, Fault] = {
    "down": delivered("dropped"),
    "slow": delivered("dripping"),
    "endless": delivered("endless"),
    "garbled": garbled,
    "mislabelled": mislabelled,
    "truncated": truncated,
    "gzip": zipped,
    "bad-attachment": bad_attachment,
    "redirect-loop": redirect_loop,
    "403": instead(403, "forbidden.html"),
    "404": instead(404, "missing.html"),
    "410": instead(410, "missing.html"),
    "412": instead(412, "challenge.html"),
    "500": instead(500, "error.html"),
    "521": instead(521, "challenge.html", ("X-Via-JSL", "a1b2c3d,-"), ("Set-Cookie", "__jsluid_h=0; Path=/")),
    "soft404": instead(200, "missing.html"),
    "shell": instead(200, "shell.html"),
}

NAMES = MISTAKEN.keys() | SPOILED.keys()
