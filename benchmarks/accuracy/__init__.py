"""Precision and recall of every field against the labels of tests/gold, whose README says what is labelled and how.

    python -m benchmarks.accuracy

prints the figures, writes them with every miss into docs/accuracy.md, and ends with 1 where one is under its floor.
Here live labels, counting, the measures and the page; no rule by which the program reads belongs here.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.accuracy.fields import (
    score_citations,
    score_clauses,
    score_departments,
    score_metadata,
    score_modality,
    score_topics,
)
from benchmarks.accuracy.labels import LabelledPlan, Labels, labelled_plans, labelled_titles
from benchmarks.accuracy.tally import Figures, Tally, agreed, compared
from benchmarks.accuracy.targets import score_targets
from pipelines.reading import read_file
from pipelines.relevance import judge_title
from storage.models import Reading

TITLES = "titles"  # stands beside the names of the plans


def measure() -> dict[str, Figures]:
    """The figures of each labelled plan, and of the titles."""
    return {plan.name: score_plan(plan) for plan in labelled_plans()} | {TITLES: score_titles()}


def overall(measured: Mapping[str, Figures]) -> Figures:
    """The figures of all plans together, each miss with the name of its plan."""
    together: Figures = {}
    for name, figures in measured.items():
        for figure, tally in figures.items():
            misses = tuple(f"{name} {miss}" for miss in tally.misses)
            named = Tally(tally.right, tally.found, tally.wanted, misses)
            together[figure] = together.get(figure, Tally()) + named
    return together


def score_plan(plan: LabelledPlan) -> Figures:
    return score_reading(plan.labels, read_file(plan.text.read_bytes(), name=plan.text.name))


def score_reading(labels: Labels, reading: Reading) -> Figures:
    """The figures of what was read of a plan with these labels."""
    return {
        **score_metadata(labels, reading),
        "citations": score_citations(labels, reading),
        **score_clauses(labels, reading),
        **score_departments(labels, reading),
        "topics": score_topics(labels, reading),
        "modality": score_modality(labels, reading),
        **score_targets(labels, reading),
    }


def score_titles() -> Figures:
    """Is it a plan, and of what sort, judged on the title alone."""
    plans, sorts = Tally(), Tally()
    for is_plan, sort, title in labelled_titles():
        judged = judge_title(title)
        plans += compared("plan" if is_plan else None, "plan" if judged.is_plan else None, f"“{title}”")
        sorts += agreed(sort, judged.sort, f"“{title}”")
    return {"plan by title": plans, "sort by title": sorts}
