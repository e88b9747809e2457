"""What the readers recover of the five baselines in every format, and what they cost.

    python -m benchmarks.readers

Formats are made by the programs that are installed (benchmarks/producers.py). Seconds are those of the processor, as
the machine may be shared.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping, Sequence

import pypdfium2
from rapidfuzz.distance import LCSseq, Levenshtein

from benchmarks.accuracy import overall, score_reading
from benchmarks.accuracy.labels import labelled_plans
from benchmarks.producers import NAMES, baseline, blocks_of, make_all
from pipelines.readers import ocr
from pipelines.readers.guarded import GuardedReader
from pipelines.reading import read_file
from pipelines.tidy import tidy_lines
from storage.models import Block, Reading
from tests.readers.scanned import scan

TABLE = "kaifeng"  # the baseline whose tasks and departments stand in a table
PROSE = ("chaoyang", "wuqing", "lixia", "zhangjiakou")
MIXED = 100
FURTHEST = "furthest from text"
FOLDED = str.maketrans("（）【】〔〕［］，；：！？“”‘’。．—－·•", "()[][][],;:!?\"\"''..--··")


def main() -> None:
    made = make_all()
    print_recovery(made)
    print_cost(made)
    print_scans(made)


# ---------------------------------------------------------------- what is recovered


def print_recovery(made: dict[str, dict[str, bytes]]) -> None:
    head = (
        "characters",
        "precision",
        "rows of the table",
        "fields",
        "clauses",
        "departments",
        "targets",
        FURTHEST,
    )
    print(f"{'the five baselines as':22}" + "".join(f"  {name:>17}" for name in head))
    wanted = {name: read_file(baseline(name), name=f"{name}.txt") for name in NAMES}
    for form, files in made.items():
        with GuardedReader() as reader:
            texts = {name: reader.read(data).blocks for name, data in files.items()}
            readings = {
                name: read_file(data, name=name, charset="gb18030", read=reader.read)
                for name, data in files.items()
            }
        shares = [share_of(blocks_of(name), blocks) for name, blocks in texts.items()]
        figures = (
            f"{min(recall for recall, _ in shares):.4f}",
            f"{min(precision for _, precision in shares):.4f}",
            rows_right(texts[TABLE]),
            *same(readings, wanted),
            furthest(readings, wanted),
        )
        print(f"{form:22}" + "".join(f"  {figure:>17}" for figure in figures))


def furthest(readings: Mapping[str, Reading], wanted: Mapping[str, Reading]) -> str:
    """The figure against the labels that is furthest from that of the text, with the distance of their F1."""
    here, text = (
        overall(
            {
                plan.name: score_reading(plan.labels, found[plan.name])
                for plan in labelled_plans()
                if plan.name in found
            }
        )
        for found in (readings, wanted)
    )
    off = {figure: abs(text[figure].f1 - tally.f1) for figure, tally in here.items()}
    figure = max(off, key=lambda name: off[name])
    return f"{off[figure]:.3f} {figure}" if off[figure] else "none"


def share_of(wanted: Sequence[Block], found: Sequence[Block]) -> tuple[float, float]:
    """Of the text's characters, those found in order; and of the characters found, those of the text."""
    text, read = bare(wanted), bare(found)
    common = LCSseq.similarity(text, read)
    return common / len(text), common / len(read)


def bare(blocks: Sequence[Block]) -> str:
    return "".join(tidy_lines(blocks).split())


def rows_right(blocks: Sequence[Block]) -> str:
    wanted, found = numbered_rows(blocks_of(TABLE)), numbered_rows(blocks)
    return f"{len(wanted & found)} of {len(wanted)}"


def numbered_rows(blocks: Sequence[Block]) -> set[tuple[str, ...]]:
    rows = (row for block in blocks for row in block.rows)
    return {
        tuple("".join(cell.split()) for cell in row if cell) for row in rows if row[0].strip().isdecimal()
    }


def same(readings: dict[str, Reading], wanted: dict[str, Reading]) -> tuple[str, ...]:
    """How much is understood as from the text: of fields, clauses, clauses' departments, targets."""
    kinds: dict[str, list[bool]] = {"fields": [], "clauses": [], "departments": [], "targets": []}
    for name, reading in readings.items():
        found, text = reading.to_json(), wanted[name].to_json()
        fields = ("title", "doc_number", "issuer", "signed_date", "printed_date", "region", "cites")
        kinds["fields"] += [found[field] == text[field] for field in fields]
        clauses = {clause["id"]: clause for clause in found["clauses"]}
        for clause in text["clauses"]:
            other = clauses.get(clause["id"], {"heading": None, "units": None})
            kinds["clauses"].append(other["heading"] == clause["heading"])
            kinds["departments"].append(other["units"] == clause["units"])
        kinds["targets"] += [target in found["targets"] for target in text["targets"]]
    return tuple(f"{sum(hits)} of {len(hits)}" for hits in kinds.values())


# ---------------------------------------------------------------- what it costs


def print_cost(made: dict[str, dict[str, bytes]]) -> None:
    mixed = [data for files in made.values() for data in files.values()]
    seconds, peak = cost((mixed * MIXED)[:MIXED])
    print(f"{MIXED} mixed files: {MIXED / seconds:.0f} a second of one processor, peak {peak / 2**20:.0f} MB")
    for form in (form for form in made if form.startswith("pdf")):
        prose = [made[form][name] for name in PROSE] * 10
        seconds, _ = cost(prose)
        print(f"prose, {form}: {len(prose) / seconds:.0f} documents a second of one processor")


def cost(files: Sequence[bytes]) -> tuple[float, int]:
    """The seconds of the processor for the files, the start of the child aside, and its peak memory in bytes."""
    start = children_seconds()
    with GuardedReader() as reader:
        reader.read(files[0])
    started = children_seconds() - start
    with GuardedReader() as reader:
        for data in files:
            reader.read(data)
        peak = reader.peak
    return children_seconds() - start - 2 * started, peak


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# ---------------------------------------------------------------- scans


def print_scans(made: dict[str, dict[str, bytes]]) -> None:
    producer = next((form for form in made if form.startswith("pdf")), None)
    if producer is None or not ocr.available():
        print("scans: left out; they take a producer of PDF and the extra `ocr`")
        return
    head = ("pages", "wrong characters", "numbers right", "s a page", "s on the wall", "peak MB", FURTHEST)
    print(f"{'the labelled plans as':22}" + "".join(f"  {name:>17}" for name in head))
    labelled = [name for name in NAMES if name in {plan.name for plan in labelled_plans()}]
    wanted = {name: read_file(baseline(name), name=name) for name in labelled}
    for dpi in (150, 200):
        scans = {name: scan(made[producer][name], dpi=dpi, seed=1) for name in labelled}
        pages = sum(map(page_count, scans.values()))
        start, began = children_seconds(), time.perf_counter()
        with GuardedReader(ocr=True) as reader:
            readings = {name: read_file(data, name=name, read=reader.read) for name, data in scans.items()}
            peak = reader.peak
        took, on_the_wall = children_seconds() - start, time.perf_counter() - began
        wrong = [
            distance(folded(wanted[name].main_text), folded(readings[name].main_text)) for name in labelled
        ]
        right = sum(
            folded(readings[name].metadata.doc_number or "") == folded(wanted[name].metadata.doc_number or "")
            for name in labelled
        )
        figures = (
            str(pages),
            f"{max(wrong):.4f}",
            f"{right} of {len(labelled)}",
            f"{took / pages:.1f}",
            f"{on_the_wall / pages:.1f}",
            f"{peak / 2**20:.0f}",
            furthest(readings, wanted),
        )
        print(f"{f'scans at {dpi} dpi':22}" + "".join(f"  {figure:>17}" for figure in figures))


def page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def distance(wanted: str, found: str) -> float:
    """The share of characters that are wrong, missing or too many."""
    return Levenshtein.distance(wanted, found) / len(wanted)


def folded(text: str) -> str:
    return "".join(text.split()).translate(FOLDED)


if __name__ == "__main__":
    main()
