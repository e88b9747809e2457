"""A stocked store, and the web page over a store, served on a port of this machine."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from crawler.baselines import read_baselines
from crawler.run import compare_new
from crawler.web import application
from pipelines.embedded import config_dir
from pipelines.publish.gather import PortalName
from pipelines.reading import read_file
from storage.baselines import load_baselines
from storage.database import open_store
from storage.models import ColumnFacts, Health
from storage.outbox import make_edition, open_events
from storage.runs import finish_run, save_facts, save_health, start_run
from tests.storage.samples import DAY, NOW, keep, reading

YUNTING = Path(__file__).parents[1] / "farm" / "texts" / "yunting.txt"
PORTALS = {"yunting": PortalName("云汀市人民政府"), "lixia": PortalName("济南市历下区人民政府")}


def stock(folder: Path, source: str) -> int:
    """The five known plans, a new one found at `source` and compared, news, a run, an edition; gives the new one's id."""
    with open_store(folder) as store:
        load_baselines(store, read_baselines(config_dir()), NOW)
        run = start_run(store, list(PORTALS), NOW)
        plan = read_file(YUNTING.read_bytes(), name="yunting.txt")
        saved = keep(store, plan, portal="yunting", url=source, run=run)
        news = reading(
            "电梯更新工作会议召开。", title="市长调研电梯更新", verdict="no", sort="news", doc_number=None
        )
        keep(store, news, 2, run=run)
        compare_new(store, NOW)
        save_facts(store, run, ColumnFacts("yunting", "http://a/", requested=True, status=200, entries=30))
        save_health(store, run, Health("yunting", "well", "正常", "well"), NOW)
        broken = Health("lixia", "broken", "没有读到任何条目", "no entry was read")
        save_health(store, run, broken, NOW, change="changed")
        finish_run(store, run, 1, NOW)
        make_edition(store, open_events(store), [], NOW)
    return saved.document


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The web page over the store in `data`; gives its address, without a slash at the end."""
    site = application(data, PORTALS, lambda: NOW + DAY, "zh")
    server = uvicorn.Server(uvicorn.Config(site, log_level="warning"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class _Original(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(
            "<!DOCTYPE html><title>原文</title><link rel=icon href=data:,><h1>原文</h1>".encode()
        )

    def log_message(self, *_: object) -> None:
        """Nothing is told of requests."""


@contextmanager
def original_page() -> Iterator[str]:
    """A portal with one page; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Original)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/zwgk/18.html"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
