"""Real polls of the farm: its portals in a configuration folder, and a data folder to crawl into."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crawler.config import Portal, load_config
from crawler.run import RunResult, run
from pipelines.embedded import config_dir
from storage.database import Store, open_store
from tests.farm import Farm

# A crawl that gives up soon, so that a test of what hangs does not hang.
SETTINGS = """\
crawl:
  timeout_seconds: 4
  retries: 0
  max_bytes: 5000000
"""


@dataclass
class Watch:
    """planwatch at work: `farm` is what it watches, `data` what it knows, `config` how it was told to."""

    farm: Farm
    config: Path
    data: Path

    def run(self, *, day: int | None = None, portals: tuple[str, ...] = (), **options: Any) -> RunResult:
        if day:
            self.farm.set_day(day)
        self.farm.forget_requests()
        return run(load_config(self.config), self.data, now=self.farm.now, portals=portals, **options)

    def configure(self, portals: str) -> None:
        (self.config / "portals/farm.yaml").write_text(portals, encoding="utf-8")

    def configure_only(self, *portals: str) -> None:
        """Watch these of the farm's portals and no others."""
        blocks = self.farm.portals_yaml().split("- id: ")
        self.configure("".join(f"- id: {block}" for block in blocks if block.partition("\n")[0] in portals))

    def portal(self, name: str) -> Portal:
        """A configured portal."""
        return load_config(self.config).chosen([name])[0]

    def store(self) -> Store:
        return open_store(self.data, create=False, read_only=True)

    def asked(self, portal: str = "") -> list[str]:
        """What the farm was asked for since the last run began, robots.txt aside."""
        requests = [one for one in self.farm.requests if portal in ("", one.portal)]
        return [one.path for one in requests if one.path != "/robots.txt"]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    config = tmp_path / "config"
    shutil.copytree(config_dir(), config, ignore=shutil.ignore_patterns("portals"))
    (config / "portals").mkdir()
    (config / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    with Farm(config / "baselines") as farm:
        watch = Watch(farm, config, tmp_path / "data")
        watch.configure(farm.portals_yaml())
        yield watch


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serves a handler of requests on an address of its own while the test lasts; gives its origin."""
    with ExitStack() as stack:

        def start(handler: type[BaseHTTPRequestHandler], host: str = "127.0.0.21") -> str:
            server = stack.enter_context(ThreadingHTTPServer((host, 0), handler))
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://{host}:{server.server_port}"

        yield start
