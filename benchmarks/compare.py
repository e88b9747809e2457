"""How long comparisons take: one plan beside five, hundreds, ten thousand, and a very long one.

    python -m benchmarks.compare

Processor time, the median of RUNS, beside its goal; peak memory of the whole process. The stored plans are the five baselines
with a part of their characters changed, the same every time.
"""

from __future__ import annotations

import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.alignment import read_plans
from crawler.elsewhere import elsewhere
from crawler.kin import learn_kin
from pipelines.compare import compare
from pipelines.embedded import config_dir
from pipelines.publish.kin import nearest
from pipelines.reading import read_file
from storage.database import Store, open_store
from storage.documents import save
from storage.models import Clause, Evidence, Plan, Reading
from storage.sketches import sketches

RUNS = 7
STORED, COPIES = 500, 20
LONG = 200_000  # characters
NOW = datetime(2024, 10, 15, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
SUBJECT = "kaifeng"
COPIED = {"documents": ("id", "latest"), "revisions": ("id", "document"), "clauses": ("revision",), "sketches": ("revision",)}  # fmt: skip


def main() -> None:
    plans = read_plans()
    subject, others = plans[SUBJECT], [plan for name, plan in plans.items() if name != SUBJECT]
    print(f"{'':58}{'ms':>8}{'goal':>8}")
    told("a plan beside five, clauses given", lambda: compare(subject, [*others, others[0]]), 50)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        fill(store)
        told(f"each clause's likest among {STORED} plans", lambda: elsewhere(store, subject, None), 200)
        told(f"nearest among {STORED} plans", lambda: nearest(store, subject, None, sketches(store)), 200)
        multiply(store)
        told(
            f"nearest among {STORED * COPIES} plans",
            lambda: nearest(store, subject, None, sketches(store)),
            200,
        )
        told(f"each clause's likest among {STORED * COPIES} plans", lambda: elsewhere(store, subject, None))
    print(f"peak memory so far {peak():.0f} MB")
    print_long()


def told(what: str, work: Callable[[], object], goal: int | None = None) -> None:
    """Print the median of the processor time of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    print(f"{what:58}{1000 * statistics.median(times):8.0f}{goal or '':>8}", flush=True)


def print_long() -> None:
    """A document of LONG characters, read and compared with the five."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(texts()))
    text = (whole * (LONG // len(whole) + 1))[:LONG]
    start = time.process_time()
    plan = Plan.of("long", read_file(text.encode(), name="long.txt"))
    read = time.process_time()
    findings = compare(plan, list(read_plans().values())).findings
    done = time.process_time()
    print(
        f"{LONG} characters, {len(plan.clauses)} clauses: read in {read - start:.1f} s, compared with five in {done - read:.1f} s,"
        f" {len(findings)} findings; peak memory {peak():.0f} MB"
    )


def peak() -> float:
    """Megabytes that this process has used at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def texts() -> Iterator[Path]:
    return (config_dir() / "baselines").glob("*.txt")


# ---------------------------------------------------------------- a store


def fill(store: Store) -> None:
    """Store STORED plans and learn what a run learns of them."""
    seeded = random.Random("stored plans")
    readings = [read_file(path.read_bytes(), name=path.name) for path in sorted(texts())]
    letters = "".join(reading.main_text for reading in readings)
    with store.atomic():
        for number in range(STORED):
            save(
                store,
                changed(seeded, seeded.choice(readings), letters, number),
                url=f"https://www.example/{number}.html",
                portal=None,
                column=None,
                page_sha256=None,
                origin="file",
                now=NOW,
                run=None,
            )
        learn_kin(store, NOW)


def changed(seeded: random.Random, reading: Reading, letters: str, number: int) -> Reading:
    """The reading of another plan: an eighth to a third of its characters are others."""
    share = seeded.uniform(0.12, 0.35)

    def other(clause: Clause) -> Clause:
        text = "".join(
            seeded.choice(letters) if seeded.random() < share else letter for letter in clause.text
        )
        return replace(clause, text=text)

    names = {"title": f"第{number}市推动大规模设备更新实施方案", "doc_number": f"甲政〔2024〕{number}号"}
    evidence = {
        **reading.metadata.evidence,
        **{name: Evidence("label", said) for name, said in names.items()},
    }
    return replace(
        reading,
        metadata=replace(reading.metadata, **names, evidence=evidence),
        main_text=f"{number}\n{reading.main_text}",
        clauses=tuple(map(other, reading.clauses)),
        cites=(),
    )


def multiply(store: Store) -> None:
    """Store every plan COPIES times, by copying its rows."""
    with store.atomic():
        store.write("PRAGMA defer_foreign_keys = ON")
        for table, numbers in COPIED.items():
            columns = [row["name"] for row in store.rows(f"PRAGMA table_info({table})")]
            values = (f'"{name}" + :step' if name in numbers else f'"{name}"' for name in columns)
            names = ", ".join(f'"{name}"' for name in columns)
            sql = f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {numbers[0]} <= :last"
            for copy in range(1, COPIES):
                store.write(sql, {"step": copy * STORED, "last": STORED})


if __name__ == "__main__":
    main()
