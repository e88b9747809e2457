"""A thousand portals in one run: how much memory the crawl takes at most, and how politely each host is asked.

    python -m benchmarks.many_portals [PORTALS]

Every portal is an address of its own on loopback with a robots.txt, a list of two pages and two documents that are
followed. The server notes when it is asked; what it saw is what is printed, and it ends with 1 where a promise is broken.
"""

from __future__ import annotations

import asyncio
import resource
import shutil
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from types import TracebackType
from typing import Self

from crawler.config import load_config
from crawler.run import RunResult, run
from pipelines.embedded import config_dir

PORTALS = 1000
MOST_MEGABYTES = 300
DELAY = 0.5  # seconds between two requests to a host
ANSWERS_AFTER = 0.05  # seconds, so that requests that overlap are seen to
SLACK = 0.05  # seconds that a request may take longer to arrive than the one before it
NOW = datetime.fromisoformat("2024-10-14T08:00:00+08:00")
ROWS = 15
PORTAL = """\
- id: p{number}
  name: 第{number}市人民政府
  region: 河北省第{number}市
  adapter: generic
  home: {origin}/
  delay_seconds: {delay}
  private_hosts: true
  columns: [{{name: 政策文件, url: "{origin}/list.html"}}]
  evidence: served by benchmarks/many_portals.py
  checked: never
"""
PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1>{main}</body></html>"
SENTENCE = (
    "为做好以旧换新相关工作，现将有关事项通知如下：各单位要提高认识，加强组织领导，于月底前报送落实情况。"
)
TEXT = "<p>发布日期：2024-09-20</p>" + f"<p>{SENTENCE}</p>" * 20


@dataclass
class Host:
    """What one host saw of its reader: requests, how many at once at most, and the shortest time between two."""

    requests: int = 0
    open: int = 0
    at_once: int = 0
    last: float | None = None
    shortest: float = float("inf")

    def begun(self, now: float) -> None:
        self.requests += 1
        self.open += 1
        self.at_once = max(self.at_once, self.open)
        if self.last is not None:
            self.shortest = min(self.shortest, now - self.last)
        self.last = now


@dataclass
class Crowd:
    """Serves `portals` hosts from 127.0.10.1 on, in a thread, while the `with` block lasts."""

    portals: int
    port: int = 0
    hosts: defaultdict[str, Host] = field(default_factory=lambda: defaultdict(Host))

    def __enter__(self) -> Self:
        self._ready, self._loop = Event(), asyncio.new_event_loop()
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def yaml(self, delay: float) -> str:
        """The portals as configuration."""
        origins = (f"http://127.0.{10 + at // 250}.{1 + at % 250}:{self.port}" for at in range(self.portals))
        return "".join(
            PORTAL.format(number=number, origin=origin, delay=delay)
            for number, origin in enumerate(origins, 1)
        )

    def _serve(self) -> None:
        opening = self._loop.create_server(lambda: Reader(self.hosts), "0.0.0.0", 0, backlog=2048)
        server = self._loop.run_until_complete(opening)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()


class Reader(asyncio.Protocol):
    """One connection."""

    def __init__(self, hosts: defaultdict[str, Host]) -> None:
        self.hosts, self.waiting = hosts, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host = self.hosts[transport.get_extra_info("sockname")[0]]

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            self.host.begun(time.monotonic())
            path = head.split(b" ", 2)[1].decode()
            asyncio.get_running_loop().call_later(ANSWERS_AFTER, self.answer, path)

    def answer(self, path: str) -> None:
        self.host.open -= 1
        body = page_at(path)
        status = "404 Not Found" if body is None else "200 OK"
        data = (body or "").encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n"
        self.transport.write(head.encode() + data)


def page_at(path: str) -> str | None:
    """A page of any of the portals; None where there is none, robots.txt among them."""
    if path in ("/list.html", "/list_2.html"):
        page = 2 if path == "/list_2.html" else 1
        rows = "".join(
            f'<li><a href="/{page}/{row}.html">{title_of(row)}</a><span>2024-0{10 - page}-{28 - row:02}</span></li>'
            for row in range(ROWS)
        )
        following = '<a href="list_2.html">下一页</a>' if page == 1 else ""
        return PAGE.format(title="政策文件_人民政府", main=f"<ul>{rows}</ul>{following}")
    row = path.rpartition("/")[2].removesuffix(".html")
    return PAGE.format(title=title_of(int(row)), main=TEXT) if row.isdecimal() else None


def title_of(row: int) -> str:
    return "关于做好家电以旧换新补贴申领工作的通知" if row == 3 else f"关于做好第{row}项重点工作的通知"


def poll(crowd: Crowd, folder: Path, delay: float = DELAY) -> RunResult:
    """One run over all of them, with the settings that ship."""
    config = folder / "config"
    shutil.copytree(config_dir(), config, ignore=shutil.ignore_patterns("portals"))
    (config / "portals").mkdir()
    (config / "portals/crowd.yaml").write_text(crowd.yaml(delay), encoding="utf-8")
    return run(load_config(config), folder / "data", now=NOW)


def main(portals: int) -> int:
    begun = time.monotonic()
    with TemporaryDirectory() as folder, Crowd(portals) as crowd:
        result = poll(crowd, Path(folder))
    took, megabytes = (
        time.monotonic() - begun,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    )
    hosts = crowd.hosts.values()
    at_once, shortest = max(host.at_once for host in hosts), min(host.shortest for host in hosts)
    print(f"{portals} portals, {sum(host.requests for host in hosts)} requests in {took:.0f} s")
    print("verdicts", dict(Counter(health.verdict for health in result.health)))
    print(f"documents read {result.documents}, entries {result.entries}")
    print(f"peak memory of the crawl {megabytes:.0f} MB (at most {MOST_MEGABYTES})")
    print(f"requests at once to one host {at_once} (at most 1)")
    print(f"shortest time between two requests to one host {shortest:.2f} s (delay {DELAY} s)")
    kept = megabytes < MOST_MEGABYTES and at_once == 1 and shortest >= DELAY - SLACK
    return 0 if kept and not result.failed else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else PORTALS))
