"""How long a digest takes in a large store: gathered, put into words, made into mails; and what the exports take.

    python -m benchmarks.publish [DIR [DOCUMENTS]]

DIR keeps the generated store (benchmarks/big_store.py); the day's news is added to it, measured and taken back. Without
DIR a small store is generated and thrown away.
Times are of the processor, the least of RUNS.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.big_store import DOCUMENTS, NOW, big_store, invented, read_regions
from crawler.baselines import read_baselines
from pipelines.compare import compare
from pipelines.embedded import config_dir
from pipelines.publish import preview
from pipelines.publish.exports import ledger_tables, stored_feed
from pipelines.publish.ledger import workbook
from storage.baselines import baselines, load_baselines, plan_of
from storage.comparisons import save_comparison
from storage.database import Store
from storage.documents import save
from storage.models import Evidence, Health, Reading
from storage.runs import save_health, start_run

RUNS = 3
FEW = 2_000  # documents, where no folder is named
NEW, REVIEWS, PORTALS = 20, 30, 300  # of the day; every twentieth portal is in trouble
LIMIT = 1.0  # seconds that the digest may take


class Undone(Exception):
    """Ends the transaction, so that the store is as it was."""


def main() -> None:
    if len(sys.argv) > 1:
        measure_in(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else DOCUMENTS)
    else:
        with TemporaryDirectory() as folder:
            measure_in(Path(folder), FEW)


def measure_in(folder: Path, documents: int) -> None:
    with big_store(folder, documents) as store:
        print(f"{documents} documents, {store.path.stat().st_size / 1e6:.0f} MB")
        try:
            with store.atomic():
                add_news(store, documents)
                measure(store)
                raise Undone
        except Undone:
            print(f"memory      {memory():6.0f} MB at most in all")


def memory() -> float:
    """MB that the process has taken at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def add_news(store: Store, documents: int) -> None:
    """New plans, whole ones, compared with the five known; documents to review; portals, of which some are in trouble."""
    known = read_baselines(config_dir())
    load_baselines(store, known, NOW)
    others = [plan_of(store, revision, name) for name, _, revision in baselines(store)]
    texts = list(known.values())
    for number in range(NEW):
        revision = add_document(store, renamed(texts[number % len(texts)], number), f"new/{number}")
        save_comparison(store, revision, compare(plan_of(store, revision, f"{number}"), others), NOW)
    regions = read_regions()
    for number in range(REVIEWS):
        reading = invented((documents + number) * 10 + 1, regions)
        doubtful = replace(reading, relevance=replace(reading.relevance, verdict="review"))
        add_document(store, doubtful, f"review/{number}")
    run = start_run(store, [f"portal-{number}" for number in range(PORTALS)], NOW)
    for number in range(PORTALS):
        verdict = "well" if number % 20 else "broken"
        change = None if verdict == "well" else "changed"
        save_health(
            store, run, Health(f"portal-{number}", verdict, "无法连接", "unreachable"), NOW, change=change
        )


def add_document(store: Store, reading: Reading, name: str) -> int:
    """A document of the day; gives its revision."""
    place = {
        "url": f"https://today.example/{name}",
        "portal": "portal-0",
        "column": None,
        "page_sha256": None,
    }
    return save(store, reading, **place, origin="new", now=NOW, run=None).revision


def renamed(reading: Reading, number: int) -> Reading:
    """A known plan as another place would issue it."""
    fields = {
        "title": f"第{number}市设备更新实施方案",
        "doc_number": f"新政〔2024〕{number}号",
        "issuer": f"第{number}市人民政府",
        "published_date": NOW.date(),
    }
    found = {name: Evidence("label", f"{value}") for name, value in fields.items()}
    evidence = reading.metadata.evidence | found
    metadata = replace(reading.metadata, **fields, notice_title=None, evidence=evidence)
    return replace(reading, metadata=metadata, main_text=f"{fields['title']}\n{reading.main_text}")


def measure(store: Store) -> None:
    found = preview(store, "zh", NOW)
    assert found is not None
    _, rendered = found
    print(f"{rendered.subject}: {len(rendered.html.encode()) / 1000:.0f} kB of HTML")
    digest = least(lambda: preview(store, "zh", NOW))
    print(f"digest      {digest:6.2f} s  {'within' if digest <= LIMIT else 'OVER'} {LIMIT:.0f} s")
    week = least(lambda: preview(store, "zh", NOW, since=NOW - timedelta(days=7)))
    print(f"memory      {memory():6.0f} MB at most so far")
    print(f"--since 7d  {week:6.2f} s")
    print(f"feed        {least(lambda: stored_feed(store, 'zh', NOW, verdict='plan')):6.2f} s")
    tables: dict[str, list[dict[str, object]]] = {}
    print(f"tables      {least(lambda: tables.update(ledger_tables(store, verdict='plan'))):6.2f} s")
    took = least(lambda: workbook(tables, "zh"), runs=1)
    print(f"workbook    {took:6.2f} s  {', '.join(f'{len(rows)} {name}' for name, rows in tables.items())}")


def least(what: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of processor of the fastest of some calls."""
    took = []
    for _ in range(runs):
        began = time.process_time()
        what()
        took.append(time.process_time() - began)
    return min(took)


if __name__ == "__main__":
    main()
