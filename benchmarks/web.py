"""How long the web page, the command line and a digest take over a large store (`benchmarks.big_store`), and what
memory.

    python -m benchmarks.web DIR

Pages are asked over HTTP of the page as `planwatch serve` serves it; each is asked for the first time just after
something was stored, so that nothing counted before can be used. Times are those of the clock, with the processor's
beside them: on a machine with other work the second is the one to compare.
"""

from __future__ import annotations

import resource
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.big_store import NOW, big_store
from crawler.baselines import read_baselines
from pipelines.compare import compare
from pipelines.embedded import config_dir
from pipelines.publish.edition import make_edition
from pipelines.publish.gather import gather
from pipelines.publish.render import render
from storage.baselines import baselines, load_baselines, plan_of
from storage.comparisons import save_comparison
from storage.database import Store, open_store
from storage.library import list_documents
from storage.models import Event

ROUNDS = 7
WORDS = ("电梯", "农业机械", "老旧营运柴油货车", "贷款贴息", "以旧换新 家电", "政协提案", "梯")
PAGES = {
    "list": ["/documents", "/documents?verdict=all", "/documents?page=40"],
    "list by region": [f"/documents?province={code}" for code in (11, 13, 41, 54)],
    "list by region, month": [f"/documents?province=41&month=2024-{month:02}" for month in (5, 8, 11)],
    "list by topic": [f"/documents?topic={topic}" for topic in ("T09", "T21")],
    "list, nothing found": ["/documents?province=41&level=province&month=2031-01"],
    "search plans": [f"/documents?q={quote(word)}" for word in WORDS],
    "search all": [f"/documents?verdict=all&q={quote(word)}" for word in WORDS],
    "search by region": [f"/documents?province=41&q={quote(word)}" for word in WORDS],
    "document": ["/documents/1", "/documents/501"],
    "comparison": ["/documents/1/comparison", "/documents/1/comparison?kind=omitted"],
    "today": ["/"],
    "targets": ["/targets", "/targets?document=501"],
    "one indicator": ["/targets/used-cars"],
    "sources": ["/health"],
}
CALLS = (
    ("search", "电梯", "--limit", "10"),
    ("list", "--region", "河北", "--since", "2024-05"),
    ("show", "1"),
    ("targets", "二手车交易量"),
)
TOLD = 20  # new plans of the digest


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else sys.exit(__doc__)
    with big_store(folder) as store:
        print(f"{store.value('SELECT count(*) FROM documents')} documents, {ROUNDS} rounds\n")
        compare_one(store)
    with serving(folder) as (address, server):
        print(f"{'':<24}{'first ms':>10}{'processor':>11}{'median ms':>11}{'worst ms':>10}{'processor':>11}")
        for name, paths in PAGES.items():
            start = processor_ms(server)
            first = [asked_after_a_change(folder, address, path) for path in paths]
            between = processor_ms(server)
            later = [asked(address, path) for _ in range(ROUNDS) for path in paths]
            spent = (between - start) / len(first), (processor_ms(server) - between) / len(later)
            median = statistics.median(later)
            print(
                f"{name:<24}{max(first):>10.0f}{spent[0]:>11.0f}{median:>11.0f}{max(later):>10.0f}{spent[1]:>11.0f}"
            )
        print(f"memory of the server: {memory_mb(server):.0f} MB\n")
    for call in CALLS:
        clock, processor = zip(*(looked_up(folder, call) for _ in range(ROUNDS)), strict=True)
        median, spent = (statistics.median(times) for times in (clock, processor))
        print(f"planwatch {' '.join(call)}: median {median:.0f} ms, processor {spent:.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory of one of them: {peak:.0f} MB\n")
    with open_store(folder) as store:
        print(digest_times(store))


def compare_one(store: Store) -> None:
    """The known plans, and one of the invented ones beside them."""
    load_baselines(store, read_baselines(config_dir()), NOW)
    known = [plan_of(store, revision, name) for name, _, revision in baselines(store)]
    save_comparison(store, 1, compare(plan_of(store, 1, "1"), known), NOW)


def digest_times(store: Store) -> str:
    """How long the digest of so many new plans takes to be gathered and rendered."""
    plans = list_documents(store, verdict="plan", limit=TOLD - 1)
    ids = [1, *(row["id"] for row in plans)]
    events = [Event(n, "new", NOW.isoformat(), id, None, None, {}) for n, id in enumerate(ids)]
    began = time.process_time()
    edition = make_edition(gather(store, events, {}), NOW)
    gathered = time.process_time()
    rendered = render(edition, "zh")
    ended = time.process_time()
    size = len(rendered.html.encode()) + len(rendered.text.encode())
    return (
        f"digest of {TOLD} new plans: {(gathered - began) * 1000:.0f} ms of processor to gather,"
        f" {(ended - gathered) * 1000:.0f} ms to render {size / 1000:.0f} kB"
    )


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """The web page in a process of its own: its address and the process's id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call = [sys.executable, "-m", "crawler", "--data", str(folder), "serve", "--port", str(port)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def asked(address: str, path: str) -> float:
    """Milliseconds until a page is there."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"{address}{path}") as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


def asked_after_a_change(folder: Path, address: str, path: str) -> float:
    """The same where something has been stored just before."""
    with open_store(folder) as store:
        store.write("UPDATE documents SET day = day WHERE id = 1")
    return asked(address, path)


def looked_up(folder: Path, call: tuple[str, ...]) -> tuple[float, float]:
    """Milliseconds that a look-up on the command line takes: by the clock, and of the processor."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "crawler", "--data", str(folder), *call],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (time.perf_counter() - began) * 1000, spent * 1000


def processor_ms(process: int) -> float:
    """What a process has used of the processor so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 10.0


def memory_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
