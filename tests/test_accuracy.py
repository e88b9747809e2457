"""What docs/accuracy.md publishes is what is measured, no figure is under its floor, and the labels fit their texts."""

from __future__ import annotations

import re

import pytest

from benchmarks.accuracy import measure, overall
from benchmarks.accuracy.labels import LabelledPlan, labelled_plans
from benchmarks.accuracy.page import PAGE, Measured, read_floors, under_floor, with_figures
from benchmarks.accuracy.tally import squash

FLOORS = read_floors()
PLANS = list(labelled_plans())


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


def test_no_figure_is_under_its_floor_and_each_has_one(measured: Measured) -> None:
    assert under_floor(measured, FLOORS) == []
    assert set(FLOORS) == set(overall(measured))


def test_the_published_page_is_the_one_that_is_measured(measured: Measured) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_figures(page, measured, FLOORS), "`make accuracy` writes docs/accuracy.md anew"


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_labels_speak_of_what_stands_in_the_text(plan: LabelledPlan) -> None:
    text = squash(re.sub(r"\*|\[bookmark: [^]]*\]", "", plan.text.read_text(encoding="utf-8")))
    quoted = [target["quote"] for target in plan.labels["targets"]]
    for clause in plan.labels["clauses"]:
        quoted += [clause["marker"], clause["heading"], clause.get("text_start"), clause.get("text_end")]
        quoted += [unit["name"] for unit in clause.get("units", ())]
    assert [quote for quote in quoted if quote and squash(quote) not in text] == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_labelled_positions_form_a_tree(plan: LabelledPlan) -> None:
    ids = [clause["id"] for clause in plan.labels["clauses"]]
    assert len(set(ids)) == len(ids)
    for id in ids:
        parent, _, last = id.rpartition(".")
        assert not parent or parent in ids
        assert int(last) <= 1 or f"{parent}.{int(last) - 1}".strip(".") in ids
    assert {target["clause"] for target in plan.labels["targets"]} <= set(ids)
