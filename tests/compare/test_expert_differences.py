"""What an expert named as the differences of three plans is told by findings and rows of the target table."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.differences import Difference, differences, untold

LABELS = differences()
COVERED = 0.8  # of the differences, at least


@pytest.mark.parametrize("difference", LABELS, ids=lambda each: f"{each.plan}: {each.says}"[:60])
def test_what_is_said_to_tell_a_difference_does(difference: Difference) -> None:
    assert untold(difference) == []


def test_most_differences_are_covered_and_the_others_say_why() -> None:
    assert sum(each.covered for each in LABELS) >= COVERED * len(LABELS)
    assert all(each.told or each.lacks for each in LABELS)
