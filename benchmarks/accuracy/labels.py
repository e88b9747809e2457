"""The labels of tests/gold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.embedded import config_dir

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
_TITLES = (ROOT / "tests" / "metadata" / "titles.tsv", GOLD / "titles.tsv")

Labels = Mapping[str, Any]  # of one plan, or of one clause or target in it


@dataclass(frozen=True, slots=True)
class LabelledPlan:
    """A plan's text with what a reader says of it."""

    name: str
    text: Path
    labels: Labels


def labelled_plans() -> Iterator[LabelledPlan]:
    """The real plans, whose texts are among the baselines, and those written for the purpose."""
    for path in sorted(GOLD.glob("*.json")):
        yield _plan(path, config_dir() / "baselines" / f"{path.stem}.txt")
    for path in sorted((GOLD / "written").glob("*.json")):
        yield _plan(path, path.with_suffix(".txt"))


def labelled_titles() -> Iterator[tuple[bool, str, str]]:
    """Is it a plan, its sort, and the title itself, of every title that is not ambiguous."""
    for path in _TITLES:
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            is_plan, sort, title, *ambiguous = line.split("\t")
            if not any(ambiguous):
                yield is_plan == "1", sort, title


def _plan(path: Path, text: Path) -> LabelledPlan:
    return LabelledPlan(path.stem, text, json.loads(path.read_text(encoding="utf-8")))
