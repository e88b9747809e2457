"""Whether comparisons of three baselines with the others tell what an expert named as their differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from benchmarks.accuracy.labels import GOLD
from benchmarks.alignment import against_the_others, read_plans
from pipelines.compare.target_table import target_table
from storage.models import Comparison, Finding

ROWS = {"row": True, "unset": False}  # -> whether the plan has a value in the row of the target table


@dataclass(frozen=True, slots=True)
class Difference:
    """What an expert said of a plan, the findings and rows that tell it, and what of it none tells."""

    plan: str
    says: str
    told: tuple[str, ...]
    lacks: str | None

    @property
    def covered(self) -> bool:
        return self.lacks is None


def differences() -> tuple[Difference, ...]:
    """The labels of differences.yaml, in its order."""
    labels: Mapping[str, Any] = YAML(typ="safe").load(GOLD / "differences.yaml")
    return tuple(
        Difference(plan, row["says"], tuple(row.get("told", ())), row.get("lacks"))
        for plan, rows in labels.items()
        for row in rows
    )


def untold(difference: Difference) -> list[str]:
    """What the label says is told, and is not."""
    return [words for words in difference.told if not _tells(_comparison(difference.plan), words)]


def section() -> Iterator[str]:
    """The part of the page on them."""
    labels = differences()
    covered = sum(difference.covered for difference in labels)
    yield f"Of {len(labels)} differences {covered} are covered ({covered / len(labels):.0%})."
    yield ""
    yield "| plan | difference | told by | lacks |"
    yield "| --- | --- | --- | --- |"
    for difference in labels:
        told = "; ".join(difference.told)
        yield f"| {difference.plan} | {difference.says} | {told} | {difference.lacks or ''} |"


def _tells(comparison: Comparison, told: str) -> bool:
    kind, where, *words = told.split()
    if kind in ROWS:
        rows = target_table(comparison.plan, comparison.baselines)
        return any(row.indicator.id == where and bool(row.cells[0]) == ROWS[kind] for row in rows)
    return any(
        finding.kind == kind and _place(finding) == where and all(word in _said(finding) for word in words)
        for finding in comparison.findings
    )


def _place(finding: Finding) -> str | None:
    return finding.clause or finding.topic


def _said(finding: Finding) -> str:
    return f"{finding.quote}{finding.summary_zh}"


@cache
def _comparison(name: str) -> Comparison:
    return against_the_others(name, read_plans())
