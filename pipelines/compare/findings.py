"""Every difference worth a sentence, heaviest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.compare.copies import copied, remnants
from pipelines.compare.detail import elaborated
from pipelines.compare.duties import reassigned
from pipelines.compare.novelty import new
from pipelines.compare.omissions import omitted
from pipelines.compare.subject import Subject
from pipelines.compare.targets import moved_targets
from pipelines.compare.wording import reworded
from storage.models import Finding

DETECTORS = (
    moved_targets,
    new,
    omitted,
    remnants,
    reworded,
    reassigned,
    elaborated,
    copied,
)
# What each further finding of a kind weighs of the one before: another kind tells a reader more.
FURTHER = 0.85


def find(subject: Subject) -> tuple[Finding, ...]:
    """All findings of all kinds, heaviest first; equally heavy ones in the order of the plan."""
    found = _graded([finding for detect in DETECTORS for finding in detect(subject)])
    return tuple(sorted(found, key=lambda finding: -finding.weight))


def _graded(found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings with those that repeat their kind weighing less and less."""
    told: Counter[str] = Counter()
    for finding in sorted(found, key=lambda finding: -finding.weight):
        yield replace(finding, weight=finding.weight * FURTHER ** told[finding.kind])
        told[finding.kind] += 1
