"""The figures as tables and as docs/accuracy.md, and the floors under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

from benchmarks.accuracy import TITLES, overall
from benchmarks.accuracy.differences import section
from benchmarks.accuracy.labels import GOLD, ROOT
from benchmarks.accuracy.tally import Figures

PAGE = ROOT / "docs" / "accuracy.md"
_BEGIN, _END = "<!-- measured -->", "<!-- end of what is measured -->"

Measured = Mapping[str, Figures]


def read_floors() -> dict[str, dict[str, float]]:
    """The least precision and recall of each figure."""
    floors: Any = YAML(typ="safe").load(GOLD / "floors.yaml")
    return {figure: dict(zip(("precision", "recall"), pair, strict=True)) for figure, pair in floors.items()}


def under_floor(measured: Measured, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One line for every figure that is lower than it may be, or has no floor."""
    figures = overall(measured)
    unpinned = [f"{figure} has no floor" for figure in figures if figure not in floors]
    return unpinned + [
        f"{name} of {figure} is {share:.3f}, under its floor of {floor:.3f}"
        for figure, pair in floors.items()
        for name, floor in pair.items()
        if (share := round(getattr(figures[figure], name), 3)) < floor
    ]


def tables(measured: Measured, floors: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """All plans together, then each plan beside the others."""
    yield "| all plans | precision | recall | F1 | right / found / wanted | floor |"
    yield "| --- | --- | --- | --- | --- | --- |"
    figures = overall(measured)
    for figure, tally in figures.items():
        pinned = " / ".join(f"{floor:.3f}" for floor in floors.get(figure, {}).values())
        shares = f"{tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f}"
        yield f"| {figure} | {shares} | {tally.right} / {tally.found} / {tally.wanted} | {pinned} |"
    plans = [name for name in measured if name != TITLES]
    yield ""
    yield f"| precision / recall / F1 | {' | '.join(plans)} |"
    yield "| --- " * (len(plans) + 1) + "|"
    for figure in figures:
        cells = [_cell(measured[plan], figure) for plan in plans]
        if any(cells):
            yield f"| {figure} | {' | '.join(cells)} |"


def _cell(figures: Figures, figure: str) -> str:
    """All three where they differ; empty where the plan has nothing of the kind, in the labels or in the reading."""
    tally = figures.get(figure)
    if not tally or not tally.found + tally.wanted:
        return ""
    if tally.precision == tally.recall:
        return f"{tally.f1:.2f}"
    return f"{tally.precision:.2f} / {tally.recall:.2f} / {tally.f1:.2f}"


def with_figures(page: str, measured: Measured, floors: Mapping[str, Mapping[str, float]]) -> str:
    """The page with what is measured in its place; the words around it stay as they are written."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    misses = [
        f"- {figure}: {miss}" for figure, tally in overall(measured).items() for miss in tally.misses
    ] or ["Nothing that is labelled."]
    lines = [
        _BEGIN,
        "",
        *tables(measured, floors),
        "",
        "## Known misses",
        "",
        "“A for B”: A is read where the label says B.",
        "",
        *misses,
        "",
        "## Differences that an expert named",
        "",
        "Three of the baselines, each beside the other four: the findings (kind, clause or topic, words) and rows of the target",
        "table that tell what an expert said of it. `tests/gold/differences.yaml`; a test looks each of them up.",
        "",
        *section(),
        "",
        _END,
    ]
    return before + "\n".join(lines) + after
