"""A portal whose plans hold hostile texts wherever a page can hold one: in list, title, fields, text, attachments."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.publish.payloads import PAYLOADS

HOST = "127.0.0.31"
EACH = 5  # payloads that a page holds
LIST = "/zwgk/index.html"
ADDED = ('=HYPERLINK("http://evil.example","看")', "+1+1", "-2+3", "@SUM(A1)")  # what a spreadsheet computes
PLANTED = (*PAYLOADS, *ADDED)
SHEAF = [PLANTED[at : at + EACH] for at in range(0, len(PLANTED), EACH)]


def listing(shown: int) -> str:
    rows = "".join(
        f'<li><a href="/zwgk/{n}.html">{text(title(n))}</a><span>2024-10-{14 if n < 0 else 15}</span></li>'
        for n in (*range(shown), *range(-6, 0))
    )
    return f"<title>政策文件</title><h1>政策文件</h1><ul>{rows}</ul>"


def title(n: int) -> str:
    planted = SHEAF[n][0] if n >= 0 else "往年"
    front, middle = (planted, "") if n % 2 else ("", planted)
    return f"{front}云汀市第{n + 7}号{middle}推动大规模设备更新和消费品以旧换新实施方案"


def document(n: int) -> str:
    """The page of a plan: each payload of its sheaf in the text, as a heading, as an attachment's name and in a field."""
    planted = SHEAF[n] if n >= 0 else ("无", "无", "无", "无", "无")
    fields = "".join(
        f'<meta name="{name}" content="{text(value)}">'
        for name, value in {
            "ArticleTitle": title(n),
            "ContentSource": planted[-1],
            "Author": planted[-1],
            "Keywords": planted[-1],
            "PubDate": "2024-10-15 08:00",
        }.items()
    )
    numerals = "一二三四五六七八九"
    body = "".join(
        f"<p>{numerals[at]}、推进设备更新{text(payload)}</p><p>支持更新老旧电梯{text(payload)}，到2027年更新{300 + n}部。"
        f"（责任单位：市{text(payload)}局）</p>"
        for at, payload in enumerate(planted)
    )
    files = "".join(
        f'<p><a href="/zwgk/{n}-{at}.docx" title="{text(payload)}">附件{text(payload)}.docx</a></p>'
        for at, payload in enumerate(planted)
    )
    return (
        f"<head><title>{text(title(n))}</title>{fields}</head><h1>{text(title(n))}</h1>"
        f"<p>云政发〔2024〕{n + 107}号</p><div class=content>{body}<p>云汀市人民政府</p><p>2024年10月14日</p>{files}</div>"
    )


def text(payload: str) -> str:
    """The payload as a page shows it as text."""
    return html.escape("".join(sign for sign in payload if sign.isprintable()))


class Pages(BaseHTTPRequestHandler):
    """`shown`: how many of the hostile plans are on the list by now."""

    shown = 0

    def do_GET(self) -> None:
        number = re.fullmatch(r"/zwgk/(-?\d+)\.html", self.path)
        page = listing(type(self).shown) if self.path == LIST else document(int(number[1])) if number else ""
        body = f"<!DOCTYPE html><html>{page}</html>".encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is told of requests."""


@contextmanager
def hostile_portal() -> Iterator[str]:
    """The portal, served while the block lasts; gives the address of its list."""
    server = ThreadingHTTPServer((HOST, 0), Pages)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}{LIST}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
