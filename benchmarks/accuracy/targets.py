"""Targets of a reading against the labels of its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.accuracy.labels import Labels
from benchmarks.accuracy.tally import Figures, Tally, agreed, overlap, squash, total
from storage.models import Reading, Target

_PARTS = ("clause", "comparator", "deadline_year", "base_year", "kind")


def score_targets(labels: Labels, reading: Reading) -> Figures:
    """Targets by quantity and quote; what else is said of those that are found is counted apart.

    Neither finding nor missing an optional one counts. A target without a number is not looked at.
    """
    numbers = [target for target in reading.targets if target.value is not None]
    pairs = list(matched(labels["targets"], numbers))
    spare = [target for target in numbers if not any(target is found for _, found in pairs)]
    missed = [label for label in labels["targets"] if not any(label is met for met, _ in pairs)]
    sure = [(label, target) for label, target in pairs if not label.get("optional")]
    missed = [label for label in missed if not label.get("optional")]
    return {
        "targets": counted(sure, missed, spare),
        "core targets": counted(
            [(label, target) for label, target in sure if label.get("core") and target.core],
            [label for label in missed if label.get("core")]
            + [label for label, target in sure if label.get("core") and not target.core],
            [target for target in spare if target.core]
            + [target for label, target in sure if target.core and not label.get("core")],
        ),
        "indicator of targets": total(
            agreed(label["indicator"], indicator_read(label, target), label["clause"])
            for label, target in sure
        ),
        **{
            f"{part.replace('_', ' ')} of targets": total(
                agreed(label.get(part), getattr(target, part), told(label)) for label, target in sure
            )
            for part in _PARTS
        },
    }


def matched(wanted: Sequence[Labels], got: Sequence[Target]) -> Iterator[tuple[Labels, Target]]:
    """Each label with the target that says the same, one in its clause and with its indicator before others."""
    left = list(got)
    for label in wanted:
        same = [target for target in left if same_quantity(label, target) and same_quote(label, target)]
        if same:
            best = max(same, key=lambda one: (one.clause == label["clause"], same_indicator(label, one)))
            left = [target for target in left if target is not best]
            yield label, best


def counted(right: Sequence[object], missed: Sequence[Labels], spare: Sequence[Target]) -> Tally:
    misses = [f"{told(label)}: missed" for label in missed]
    misses += [
        f"{one.clause} {one.indicator} {one.comparator}{shown(one.value)}{one.unit}: too much"
        for one in spare
    ]
    return Tally(len(right), len(right) + len(spare), len(right) + len(missed), tuple(misses))


def same_quantity(label: Labels, target: Target) -> bool:
    value = list(target.value) if isinstance(target.value, tuple) else target.value
    readings = (label, label.get("alt_value", label))
    return any(value == one["value"] and squash(target.unit) == squash(one["unit"]) for one in readings)


def same_quote(label: Labels, target: Target) -> bool:
    return overlap(squash(label["quote"]), squash(target.quote))


def same_indicator(label: Labels, target: Target) -> bool:
    return overlap(squash(label["indicator"]), squash(target.indicator))


def indicator_read(label: Labels, target: Target) -> str:
    """The labelled name where the one read is part of it or holds it."""
    return label["indicator"] if same_indicator(label, target) else target.indicator


def told(label: Labels) -> str:
    return f"{label['clause']} {label['indicator']} {label['comparator']}{label['value']}{label['unit']}"


def shown(value: float | tuple[float, float] | None) -> str:
    return "-".join(f"{one:g}" for one in value) if isinstance(value, tuple) else f"{value:g}"
