"""How long the web page and the command line take over a large store (`benchmarks.big_store`), and what memory.

    python -m benchmarks.web DIR

Pages are asked over HTTP of the page as `planwatch serve` serves it. Times are those of the clock, with the server's
processor time a page beside them: on a machine with other work the second is the one to compare.
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

from benchmarks.big_store import big_store

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
    "today": ["/"],
    "targets": ["/targets"],
}
SEARCH = ("search", "电梯", "--limit", "10")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else sys.exit(__doc__)
    with big_store(folder) as store:
        print(f"{store.value('SELECT count(*) FROM documents')} documents, {ROUNDS} rounds\n")
    with serving(folder) as (address, server):
        print(f"{'page':<24}{'first ms':>10}{'median ms':>11}{'worst ms':>10}{'processor ms':>14}")
        for name, paths in PAGES.items():
            first = [asked(address, path) for path in paths]
            before = processor_ms(server)
            later = [asked(address, path) for _ in range(ROUNDS) for path in paths]
            spent = (processor_ms(server) - before) / len(later)
            print(
                f"{name:<24}{max(first):>10.0f}{statistics.median(later):>11.0f}{max(later):>10.0f}{spent:>14.0f}"
            )
        print(f"\nmemory of the server: {memory_mb(server):.0f} MB")
    clock, processor = zip(*(looked_up(folder) for _ in range(ROUNDS)), strict=True)
    print(
        f"planwatch {' '.join(SEARCH)}: median {statistics.median(clock):.0f} ms,"
        f" processor {statistics.median(processor):.0f} ms"
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


def looked_up(folder: Path) -> tuple[float, float]:
    """Milliseconds that a look-up on the command line takes: by the clock, and of the processor."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "crawler", "--data", str(folder), *SEARCH],
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
