"""How right is what planwatch reads? Every field against the labels of tests/gold, and the floors that hold it.

python -m benchmarks.accuracy        prints the figures, writes docs/accuracy.md, exits 1 under a floor
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipelines.embedded import config_dir
from pipelines.reading import read_file
from pipelines.relevance import judge_title

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
TITLES = (ROOT / "tests" / "metadata" / "titles.tsv", GOLD / "titles.tsv")
DOC = ROOT / "docs" / "accuracy.md"
FIELDS = ("title", "doc_number", "issuer", "signed_date", "published_date", "printed_date", "division_code")
Json = dict[str, Any]


@dataclass(slots=True)
class Count:
    """Right, found and wanted of one figure, and what was missed or too much."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


Counts = dict[str, Count]


def main() -> int:
    counts = measure()
    floors = YAML(typ="safe").load(GOLD / "floors.yaml")
    lines = list(table(counts, floors))
    print("\n".join(lines))
    under = [name for name, floor in floors.items() if round(counts[name].f1, 3) < floor]
    DOC.write_text(page(counts, lines), encoding="utf-8")
    for name in under:
        print(f"{name}: {counts[name].f1:.3f} is under its floor of {floors[name]}", file=sys.stderr)
    return 1 if under else 0


def measure() -> Counts:
    """Every figure over all labelled plans and titles."""
    counts: Counts = {}
    for name, text, labels in labelled():
        read = read_file(text.read_bytes(), name=text.name).to_json()
        for figure, count in score(name, labels, read).items():
            total = counts.setdefault(figure, Count())
            total.right += count.right
            total.found += count.found
            total.wanted += count.wanted
            total.misses += count.misses
    counts["titles"] = score_titles()
    return counts


def labelled() -> Iterator[tuple[str, Path, Json]]:
    """Name, text and labels of every labelled plan."""
    for labels in sorted(GOLD.glob("*.json")):
        yield (
            labels.stem,
            config_dir() / "baselines" / f"{labels.stem}.txt",
            json.loads(labels.read_text("utf-8")),
        )
    for labels in sorted((GOLD / "written").glob("*.json")):
        yield labels.stem, labels.with_suffix(".txt"), json.loads(labels.read_text("utf-8"))


# ---------------------------------------------------------------- one plan


def score(name: str, labels: Json, read: Json) -> Counts:
    counts: Counts = {}
    for fieldname in FIELDS:
        want, got = labels["metadata"].get(fieldname), read.get(fieldname)
        right = squash(want) == squash(got)
        counts[fieldname] = Count(int(right), 1, 1, [] if right else [f"{name}: {got!r} for {want!r}"])
    counts["citations"] = compared(name, map(citation, labels["cites"]), map(citation, read["cites"]))
    alternatives = {(c["id"], heading(c.get("heading_alt"))) for c in labels["clauses"]}
    read_keys = [
        (id, "" if (id, head) in alternatives else head) for id, head in map(clause_key, numbered(read))
    ]
    counts["clauses"] = compared(name, map(clause_key, labels["clauses"]), read_keys)
    counts["clause texts"] = texts(name, labels, read)
    counts["departments"] = compared(name, *departments(labels, read))
    counts |= targets(name, labels["targets"], read["targets"])
    return counts


def compared(name: str, wanted: Any, found: Any) -> Count:
    want, got = Counter(wanted), Counter(found)
    misses = [f"{name}: missed {key}" for key in want - got] + [
        f"{name}: too much {key}" for key in got - want
    ]
    return Count((want & got).total(), got.total(), want.total(), misses)


def citation(cite: Json) -> str:
    return squash(cite["doc_number"]) or squash(cite["title"])


def numbered(read: Json) -> list[Json]:
    return [clause for clause in read["clauses"] if squash(clause["marker"])]


def clause_key(clause: Json) -> tuple[str, str]:
    """Place and heading; a paragraph that is taken for a heading whole may be labelled as `heading_alt`."""
    return clause["id"], heading(clause["heading"])


def heading(text: Any) -> str:
    return squash(text).strip("。.；;：:，,")


def texts(name: str, labels: Json, read: Json) -> Count:
    whole = {clause["id"]: squash(clause["heading"] + clause["text"]) for clause in read["clauses"]}
    count = Count()
    for clause in labels["clauses"]:
        if not clause.get("text_start"):
            continue
        text = whole.get(clause["id"], "")
        right = squash(clause["text_start"]) in text and squash(clause["text_end"]) in text
        count.right, count.found, count.wanted = count.right + right, count.found + 1, count.wanted + 1
        count.misses += [] if right else [f"{name}: {clause['id']} {clause['text_start']}…"]
    return count


def departments(labels: Json, read: Json) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    full = {
        (clause["id"], squash(unit.get("name_full"))): squash(unit["name"])
        for clause in labels["clauses"]
        for unit in clause.get("units", ())
        if unit.get("name_full")
    }
    want = [
        (c["id"], squash(unit["name"]), unit["role"])
        for c in labels["clauses"]
        for unit in c.get("units", ())
    ]
    got = [
        (c["id"], full.get((c["id"], squash(unit["name"])), squash(unit["name"])), unit["role"])
        for c in numbered(read)
        for unit in c["units"]
    ]
    return want, got


def targets(name: str, wanted: list[Json], found: list[Json]) -> Counts:
    """Targets with a number, core ones apart; of those found, comparator, deadline and base year."""
    left = [target for target in found if target["value"] is not None]
    all_, core = Count(found=len(left), wanted=len(wanted)), Count()
    parts = {part: Count() for part in ("comparator", "deadline_year", "base_year")}
    for label in wanted:
        match = next((target for target in left if same_target(label, target)), None)
        core.wanted += bool(label.get("core")) and not label.get("optional")
        if match is None and label.get("optional"):
            all_.wanted -= 1
            continue
        if match is None:
            all_.misses.append(
                f"{name}: missed {label['clause']} {label['indicator']} {label['value']}{label['unit']}"
            )
            continue
        left.remove(match)
        if label.get("optional"):
            all_.found, all_.wanted = all_.found - 1, all_.wanted - 1
            continue
        all_.right += 1
        core.right += bool(label.get("core"))
        for part, count in parts.items():
            right = label.get(part) == match[part]
            count.right, count.found, count.wanted = count.right + right, count.found + 1, count.wanted + 1
            count.misses += (
                [] if right else [f"{name}: {label['quote']}: {match[part]} for {label.get(part)}"]
            )
    core.found = core.wanted
    all_.misses += [f"{name}: too much {t['clause']} {t['indicator']} {t['value']}{t['unit']}" for t in left]
    return {
        "targets": all_,
        "core targets found": core,
        **{f"target {part}": count for part, count in parts.items()},
    }


def same_target(label: Json, target: Json) -> bool:
    readings = [label, label.get("alt_value") or label]
    value = any(
        r["value"] == target["value"] and squash(r["unit"]) == squash(target["unit"]) for r in readings
    )
    quotes = squash(label["quote"]).replace("**", ""), squash(target["quote"])
    names = squash(label["indicator"]), squash(target["indicator"])
    return value and inside(*quotes) and inside(*names)


def inside(one: str, other: str) -> bool:
    return one in other or other in one


def score_titles() -> Count:
    """Is each title a plan, judged by itself?"""
    count = Count()
    lines = (line for path in TITLES for line in path.read_text(encoding="utf-8").splitlines()[1:])
    for label, _, title, *ambiguous in (line.split("\t") for line in lines):
        if any(ambiguous):
            continue
        judged, wanted = judge_title(title).is_plan, label == "1"
        count.right, count.found, count.wanted = (
            count.right + (judged and wanted),
            count.found + judged,
            count.wanted + wanted,
        )
        count.misses += [] if judged == wanted else [f"{'missed' if wanted else 'too much'} {title}"]
    return count


def squash(text: Any) -> str:
    return re.sub(r"\s+", "", str(text or ""))


# ---------------------------------------------------------------- telling


def table(counts: Counts, floors: dict[str, float]) -> Iterator[str]:
    yield "| figure | precision | recall | F1 | right of wanted | floor |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, c in counts.items():
        floor = floors.get(name, "")
        yield f"| {name} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} | {c.right}/{c.wanted} | {floor} |"


def page(counts: Counts, lines: list[str]) -> str:
    misses = [f"- {name}: {miss}" for name, count in counts.items() for miss in count.misses]
    names = ", ".join(name for name, _, _ in labelled())
    return "\n".join(
        [
            "# Accuracy",
            "",
            "Written by `make accuracy`. Labels: `tests/gold` (made by reading; three official plans, and plans written for the",
            f"purpose in other styles: {names}) and `tests/metadata/titles.tsv`. A figure under its floor in",
            "`tests/gold/floors.yaml` fails `make accuracy` and the tests. Speed and alignment: `make bench`.",
            "",
            *lines,
            "",
            "A clause counts where its place and its heading are right, a department where clause, name and role are, a target",
            "where value and unit are and quote and indicator overlap with the label's; *core targets found* is recall alone.",
            "",
            "## What is wrong today",
            "",
            *(misses or ["Nothing that is labelled."]),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
