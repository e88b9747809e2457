"""The collect pass beside a bare Scrapy spider: 200 portals of a list, a plan and 19 other documents, all followed.

    python -m benchmarks.crawl [PORTALS]

Both read the same site of about 24 KB a page from a static server on loopback, without delays, in the same run. Bare
Scrapy at its defaults finds the links of each list and fetches what they lead to. planwatch reads, judges, takes apart
and stores as in any run. Then both ask again, on condition, when nothing has changed. Ratios tell; the rest is of the
machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ruamel.yaml import YAML

from benchmarks.beside_scrapy.site import Counted, StaticSite
from crawler.child import crawl
from crawler.config import Config, load_config
from crawler.job import Job
from crawler.lock import run_lock
from pipelines.embedded import config_dir
from storage.database import open_store
from storage.runs import finish_run, start_run

PORTALS = 200
DOCUMENTS = 20
NOW = datetime.fromisoformat("2024-10-14T08:00:00+08:00")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a crawl took: seconds of time and of processor time, requests, and kilobytes that came."""

    wall: float
    cpu: float
    counted: Counted


def main(portals: int) -> None:
    with TemporaryDirectory() as folder, StaticSite(portals, DOCUMENTS) as site:
        bare = BareScrapy(site, Path(folder))
        config, data = configured(site, Path(folder))
        first = measured(site, lambda: bare.crawl("all")), measured(site, lambda: collect(config, data))
        quiet = measured(site, lambda: bare.crawl("lists")), measured(site, lambda: collect(config, data))
    pages = portals * (DOCUMENTS + 1)
    print(f"{portals} portals, {pages} pages")
    table("first crawl", *first, pages)
    table("second poll, nothing changed", *quiet, portals)


def table(title: str, bare: Cost, ours: Cost, pages: int) -> None:
    print(f"\n{title:32}{'pages/s':>9}{'CPU ms/page':>13}{'requests':>10}{'bytes down':>12}")
    for name, cost in (("bare Scrapy at defaults", bare), ("planwatch", ours)):
        down = cost.counted.bytes / max(1, cost.counted.requests)
        print(
            f"{name:32}{pages / cost.wall:9.0f}{1000 * cost.cpu / pages:13.2f}{cost.counted.requests:10}{down:12.0f}"
        )
    print(f"{'pages/s, ratio':32}{bare.wall / ours.wall:9.2f}")
    print(f"{'CPU, ratio':32}{ours.cpu / bare.cpu:9.2f}")


def measured(site: StaticSite, work: Callable[[], None]) -> Cost:
    """What a piece of work that is done by child processes costs, robots.txt aside."""
    before, begun = site.counted(), time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    wall, now = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return Cost(wall, cpu, site.counted() - before)


# ---------------------------------------------------------------- planwatch


def configured(site: StaticSite, folder: Path) -> tuple[Config, Path]:
    """A configuration that knows every portal of the site, and an empty data folder."""
    config = folder / "config"
    (config / "portals").mkdir(parents=True)
    for shipped in config_dir().glob("*.yaml"):
        (config / shipped.name).write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    (config / "settings.yaml").write_text("crawl:\n  delay_seconds: 0\n", encoding="utf-8")
    rows = [
        {
            "id": f"portal-{number}",
            "name": f"第{number}市人民政府",
            "region": f"示例省第{number}市",
            "adapter": "trs",
            "home": f"{origin}/",
            "delay_seconds": 0,
            "private_hosts": True,
            "columns": [{"name": "政策文件", "url": f"{origin}/zwgk/zcwj/", "follow": "all"}],
            "evidence": "benchmark",
            "checked": "never",
        }
        for number, origin in enumerate(site.origins)
    ]
    with (config / "portals/all.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(rows, file)
    return load_config(config), folder / "data"


def collect(config: Config, data: Path) -> None:
    """The collect pass of one run, as `crawler.run` starts it."""
    with run_lock(data, NOW) as lock, open_store(data) as store:
        number = start_run(store, [portal.id for portal in config.portals], NOW)
        job = Job(
            data=data,
            config=config.folder,
            run=number,
            now=NOW,
            since=None,
            crawl=config.settings.crawl,
            portals=list(config.portals),
        )
        crawl(job, lock, lambda _: None)
        finish_run(store, number, 0, NOW)


# ---------------------------------------------------------------- bare Scrapy


class BareScrapy:
    """Scrapy as it comes, in a process of its own; what validators it saw lie in a file, for its second crawl."""

    def __init__(self, site: StaticSite, folder: Path) -> None:
        self.lists = [f"{origin}/zwgk/zcwj/" for origin in site.origins]
        self.seen = folder / "validators.json"

    def crawl(self, what: str) -> None:
        """`all` follows every link of every list; `lists` asks for the lists alone, on condition."""
        job = json.dumps({"lists": self.lists, "what": what, "seen": str(self.seen)})
        subprocess.run(
            [sys.executable, "-m", "benchmarks.beside_scrapy.bare"], input=job, text=True, check=True
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PORTALS)
