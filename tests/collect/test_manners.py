"""Politeness and caution over real HTTP: pauses before asking again, and no way into a private network."""

from __future__ import annotations

import asyncio
import time
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.faults import Fault
from crawler.middlewares.again import retry_after
from crawler.middlewares.manners import MannersMiddleware

PORTAL = """\
- id: lures
  name: 云汀市人民政府
  region: 澜川省云汀市
  adapter: generic
  home: {origin}/
  delay_seconds: 0
  private_hosts: true
  columns: [{{name: 政策文件, url: "{origin}/list.html"}}]
  evidence: written for this test
  checked: never
"""
LIST = """<html><head><title>政策文件_云汀市人民政府</title></head><body><ul>
<li><a href="/redirected.html">云汀市家电以旧换新补贴公告</a> 2024-10-11</li>
<li><a href="{inside}/linked.html">云汀市汽车以旧换新补贴公告</a> 2024-10-10</li>
<li><a href="/numbered.html">云汀市推动大规模设备更新工作方案</a> 2024-10-09</li></ul></body></html>"""


class Quiet(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, float]]]

    def answer(self, status: int, body: str = "", **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


# ---------------------------------------------------------------- private networks


class Inside(Quiet):
    """A server in the private network."""

    asked: ClassVar[list[tuple[str, float]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, 0.0))
        self.answer(200, "internal")


class Lures(Quiet):
    """A portal whose pages lead inside: by redirect, by link, by a number in the place of a name."""

    inside: ClassVar[str]

    def do_GET(self) -> None:
        port = self.inside.rpartition(":")[2]
        if self.path == "/list.html":
            self.answer(200, LIST.format(inside=self.inside))
        elif self.path == "/redirected.html":
            self.answer(302, Location=f"{self.inside}/redirected.html")
        elif self.path == "/numbered.html":
            self.answer(302, Location=f"http://{127 * 2**24 + 66}:{port}/numbered.html")
        else:
            self.answer(404)


def test_nothing_on_a_portal_leads_into_the_private_network(watch, serve):
    Lures.inside = serve(Inside, "127.0.0.66")
    watch.configure(PORTAL.format(origin=serve(Lures)))
    watch.run()
    assert Inside.asked == []
    with watch.store() as store:
        errors = [row["last_error"] for row in store.rows("SELECT last_error FROM entries ORDER BY id")]
    assert len(errors) == 3
    assert all("is the private address 127.0.0.66" in error for error in errors), errors


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "[::1]", "[::ffff:10.0.0.1]",
     "[fd00::1]", "[fe80::1]"],
)  # fmt: skip
def test_a_private_address_is_known_however_it_is_written(host):
    manners = MannersMiddleware(frozenset(), {})
    with pytest.raises(Fault, match="is the private address"):
        asyncio.run(manners.process_request(Request(f"http://{host}/")))


# ---------------------------------------------------------------- asking again


class Busy(Quiet):
    """A portal that is out of order at first, and says when to come back."""

    asked: ClassVar[list[tuple[str, float]]] = []

    def do_GET(self) -> None:
        if self.path != "/list.html":
            self.answer(404)
            return
        self.asked.append((self.path, time.monotonic()))
        if len(self.asked) == 1:
            self.answer(503, "busy", Retry_After="1")
        elif len(self.asked) == 2:
            self.answer(502, "busy")
        else:
            self.answer(200, LIST.format(inside=""))


def test_a_portal_out_of_order_is_asked_again_after_a_pause(watch, serve):
    (watch.config / "settings.yaml").write_text("crawl: {retries: 3, retry_seconds: 0.3}\n", encoding="utf-8")
    watch.configure(PORTAL.format(origin=serve(Busy)))
    assert watch.run().entries == 3
    first, second, third = (at for _, at in Busy.asked)
    assert second - first >= 1  # as Retry-After says
    assert third - second >= 0.6  # the second pause is twice the first


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "Mon, 14 Oct 2024 00:02:00 GMT", "Date": "Mon, 14 Oct 2024 00:00:00 GMT"}, 120),
        ({"Retry-After": "Mon, 14 Oct 2024 00:00:00 GMT", "Date": "Mon, 14 Oct 2024 00:02:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(headers, seconds):
    assert retry_after(Response("http://www.example.gov.cn/", headers=headers)) == seconds
