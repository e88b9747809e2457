"""Two plans to aligned clauses, redlines and findings."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.compare.findings import find
from pipelines.compare.subject import make_subject
from pipelines.compare.versions import compare_versions
from storage.models import Comparison, Plan

__all__ = ["compare", "compare_versions"]


def compare(plan: Plan, baselines: Sequence[Plan]) -> Comparison:
    """Say how `plan` differs from `baselines`: pairs of clauses baseline by baseline, findings heaviest first.

    What is new and what is omitted is judged against all baselines together.
    """
    subject = make_subject(plan, baselines)
    return Comparison(plan, tuple(baselines), subject.pairs, find(subject))
