"""The figures that docs/accuracy.md publishes hold, and the page is the one that the program would write."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from benchmarks import accuracy

FLOORS = YAML(typ="safe").load(accuracy.GOLD / "floors.yaml")


@pytest.fixture(scope="module")
def counts() -> accuracy.Counts:
    return accuracy.measure()


def test_every_figure_has_a_floor(counts: accuracy.Counts) -> None:
    assert set(counts) == set(FLOORS)


@pytest.mark.parametrize("figure", FLOORS)
def test_no_figure_is_under_its_floor(counts: accuracy.Counts, figure: str) -> None:
    count = counts[figure]
    assert round(count.f1, 3) >= FLOORS[figure], count.misses


def test_the_published_page_is_the_one_that_is_measured(counts: accuracy.Counts) -> None:
    page = accuracy.page(counts, list(accuracy.table(counts, FLOORS)))
    assert accuracy.DOC.read_text(encoding="utf-8") == page, "`make accuracy` writes docs/accuracy.md anew"
