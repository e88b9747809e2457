"""What can go wrong with a portal: `MISTAKEN` spoils the request before the portal sees it, `SPOILED` the answer."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .pages import render
from .portal import Asked, Reply

HTML = "text/html; charset=utf-8"
FILES = {"application/pdf", "application/octet-stream"}
Fault = Callable[[Reply, Asked], Reply]

DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
LINK = re.compile(r'''href="(/[^"]*)"''')
ROW = re.compile(r"<li><a [^>]*>[^<]*</a><span>[\d-]*</span></li>")

BOMB = 6_000_000  # bytes that a small answer unpacks to

MISTAKEN: dict[str, Callable[[Asked], Asked]] = {
    "markup": lambda asked: replace(asked, redesigned=True),
    "home": lambda asked: replace(asked, path="/"),  # the front page, whatever was asked for
    "busy-home": lambda asked: replace(asked, path="/"),
    "first-page": lambda asked: replace(asked, query={}, path=re.sub(r"_\d+(?=\.html$)", "", asked.path)),
    "empty": lambda asked: replace(asked, day=date.min),  # the lists are there, without a row
}


def delivered(how: str) -> Fault:
    """The right answer, but the connection misbehaves: see `DELIVERIES` in server.py."""
    return lambda reply, _: replace(reply, delivery=how, modified=None)


def instead(status: int, template: str, *headers: tuple[str, str]) -> Fault:
    """Another page whatever was asked for."""
    return lambda _, asked: Reply(
        render(f"faults/{template}", asked=asked).encode(), HTML, status=status, headers=headers
    )


def always(body: bytes, content_type: str = HTML) -> Fault:
    """The same answer whatever was asked for."""
    return lambda _, __: Reply(body, content_type)


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


def in_pages(change: Callable[[str], str]) -> Fault:
    """The text of every page changed; files and other answers stay."""

    def changed(reply: Reply, _: Asked) -> Reply:
        if not reply.content_type.startswith("text/html") or reply.status != 200:
            return reply
        return replace(reply, body=change(reply.body.decode()).encode(), modified=None)

    return changed


def in_gbk(header: str) -> Fault:
    """Every page in GBK, with no word of it in the page, and with this Content-Type."""

    def recoded(reply: Reply, asked: Asked) -> Reply:
        bare = in_pages(lambda text: text.replace("charset=utf-8", ""))(reply, asked)
        if not reply.content_type.startswith("text/html"):
            return reply
        return replace(bare, body=bare.body.decode().encode("gb18030"), content_type=header)

    return recoded


def only_with(header: str, refused: Fault, but: Callable[[Reply], bool] = lambda _: True) -> Fault:
    """Answers only those who send this header; `but` says which answers it guards."""
    return lambda reply, asked: refused(reply, asked) if but(reply) and header not in asked.headers else reply


def leads_on(page: str) -> Fault:
    """Lists stand under another address; all that theirs has is a page that leads there. `{}` is the address."""

    def led(reply: Reply, asked: Asked) -> Reply:
        is_there = asked.query or reply.status != 200
        return reply if is_there else Reply(page.format(f"{asked.path}?v=2").encode(), HTML)

    return led


def no_robots(reply: Reply, asked: Asked) -> Reply:
    """robots.txt asks all robots to stay away."""
    return Reply(b"User-agent: *\nDisallow: /\n", "text/plain") if asked.path == "/robots.txt" else reply


def doubled_rows(text: str) -> str:
    """Every row twice, once for the reader on a desk and once for the one on the road."""
    return ROW.sub(lambda row: row[0] + row[0], text)


def moved_rows(text: str) -> str:
    """Another column's rows under the address of this one."""
    return ROW.sub(lambda row: row[0].replace('href="/', 'href="/qt').replace("关于", "有关"), text)


def other_years(text: str) -> str:
    """The days of the rows lie in years to come."""
    return DAY.sub(lambda day: f"{int(day[1]) + 3}-{day[2]}-{day[3]}", text)


def challenged(status: int, *headers: tuple[str, str]) -> Fault:
    return instead(status, "challenge.html", *headers)


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
    "script-leads-on": leads_on('<html><body><script>window.location.href="{}";</script></body></html>'),
    "meta-leads-on": leads_on('<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'),
    "leads-away": leads_on('<script>location.replace("http://127.0.0.1:9{}")</script>'),
    "202": challenged(202),
    "422": challenged(422),
    "cookie-shell": challenged(200),
    "429": instead(429, "error.html", ("Retry-After", "1")),
    "503": instead(503, "error.html", ("Retry-After", "1")),
    "no-referer": only_with("referer", instead(403, "forbidden.html")),
    "no-referer-file": only_with(
        "referer", instead(403, "forbidden.html"), but=lambda reply: reply.content_type in FILES
    ),
    "handshake": only_with("cookie", redirect_loop),
    "robots": no_robots,
    "bomb": lambda reply, asked: zipped(replace(reply, body=b" " * BOMB, modified=None), asked),
    "file": always(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
    "nothing": always(b""),
    "stub": always(b"<html><head></head><body></body></html>"),
    "placeholder": always(b"<html><body>" + b"<p>Welcome to nginx!</p>" * 90 + b"</body></html>"),
    "gbk-no-charset": in_gbk("text/html"),
    "gbk-wrong-charset": in_gbk("text/html; charset=utf-8"),
    "broken-dates": in_pages(lambda text: DAY.sub(r"[\1-\n  \2-\n  \3\n]", text)),
    "doubled": in_pages(doubled_rows),
    "odd-links": in_pages(lambda text: LINK.sub(r'href="/\1"', text)),
    "relative-scheme": lambda reply, asked: in_pages(
        lambda text: LINK.sub(rf'href="//{asked.headers["host"]}\1"', text)
    )(reply, asked),
    "busy-home": in_pages(lambda text: text.replace("</a></li>", "</a><span>2024-10-12</span></li>")),
    "moved-columns": in_pages(moved_rows),
    "future": in_pages(other_years),
    "undated": in_pages(lambda text: DAY.sub("", text)),
    "few-rows": in_pages(lambda text: text.replace("".join(ROW.findall(text)[1:]), "")),
    "bare-documents": in_pages(
        lambda text: re.sub(r"<h1>.*</div>(?=\s*<div class=\"links)", "", text, flags=re.DOTALL)
    ),
}

NAMES = MISTAKEN.keys() | SPOILED.keys()
