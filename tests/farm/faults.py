"""What can go wrong with a portal. A fault takes the right answer and gives the one that is sent instead.

`markup`, the redesign, is not here: the portal itself then builds other pages (`Asked.redesigned`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .pages import render
from .portal import Asked, Reply

HTML = "text/html; charset=utf-8"
Fault = Callable[[Reply, Asked], Reply]


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
    """The right bytes under the wrong character set."""
    return replace(reply, content_type="text/html; charset=iso-8859-1")


def truncated(reply: Reply, _: Asked) -> Reply:
    """Half of the answer, as though it were all."""
    return replace(reply, body=reply.body[: len(reply.body) // 2], modified=None)


def bad_attachment(reply: Reply, asked: Asked) -> Reply:
    """Pages are right, files break off half way."""
    return reply if reply.content_type.startswith("text/") else truncated(reply, asked)


def redirect_loop(_: Reply, asked: Asked) -> Reply:
    """A cookie handshake that never ends: every address sends back to itself."""
    return Reply(
        b"", HTML, status=302, headers=(("Location", asked.path), ("Set-Cookie", "wzws_cid=1; Path=/"))
    )


FAULTS: dict[str, Fault] = {
    "down": delivered("dropped"),
    "slow": delivered("dripping"),
    "endless": delivered("endless"),
    "garbled": garbled,
    "mislabelled": mislabelled,
    "truncated": truncated,
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
