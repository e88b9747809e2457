"""Every difference worth a sentence, heaviest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.compare.copies import copied
from pipelines.compare.indicators import load_indicators
from pipelines.compare.names import english_place, place
from pipelines.compare.novelty import new, omitted
from pipelines.compare.quantities import Difference, differences, shown
from pipelines.compare.subject import Subject
from storage.models import BaselineQuote, Finding

FURTHER = (
    0.93  # what each further finding of a kind weighs of the one before: another kind tells a reader more
)


def find(subject: Subject) -> tuple[Finding, ...]:
    """All findings of all kinds, heaviest first; equally heavy ones in the order of the plan."""
    found = [finding for detect in DETECTORS for finding in _graded(list(detect(subject)))]
    return tuple(sorted(found, key=lambda finding: -finding.weight))


def _graded(found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings with those that repeat their kind weighing less and less."""
    told: Counter[str] = Counter()
    for finding in sorted(found, key=lambda finding: -finding.weight):
        yield replace(finding, weight=finding.weight * FURTHER ** told[finding.kind])
        told[finding.kind] += 1


def moved_targets(subject: Subject) -> Iterator[Finding]:
    """One finding a target and relation: raised, lowered, rescheduled, naming the baselines that it differs from."""
    groups: dict[tuple[int, str], list[Difference]] = defaultdict(list)
    plans = [side.plan for side in subject.baselines]
    for difference in differences(subject.plan.plan, plans, load_indicators()):
        if difference.relation != "equal":
            groups[id(difference.own.target), difference.relation].append(difference)
    for (_, relation), group in groups.items():
        yield _moved(subject, relation, group)


WORDS = {
    "raised": ("高于", "above"),
    "lowered": ("低于", "below"),
    "rescheduled": ("时限为{own}年，不同于", "due in {own}, unlike"),
}


def _moved(subject: Subject, relation: str, group: list[Difference]) -> Finding:
    own = group[0].own
    zh, en = (words.format(own=own.target.deadline_year) for words in WORDS[relation])
    topics = {clause.id: clause.topics for clause in subject.plan.clauses}
    others_zh = "、".join(f"{place(d.baseline)}（{_stated(d, 0)}）" for d in group)
    others_en = ", ".join(f"{english_place(d.baseline)} ({_stated(d, 1)})" for d in group)
    return Finding(
        kind=relation,
        clause=own.target.clause,
        topic=next(iter(topics.get(own.target.clause, ())), None),
        quote=own.target.quote,
        weight=0.6 + 0.2 * own.target.core + 0.03 * len(group),
        baselines=tuple(
            BaselineQuote(d.baseline.name, d.other.target.clause, d.other.target.quote) for d in group
        ),
        summary_zh=f"{own.indicator.zh}{shown(own.target)}，{zh}{others_zh}。",
        summary_en=f"{own.indicator.en.capitalize()}: {shown(own.target, 1)}, {en} {others_en}.",
    )


def _stated(difference: Difference, language: int) -> str:
    """What a baseline says instead: the year where only that differs, else the value."""
    target = difference.other.target
    if difference.relation == "rescheduled":
        return f"{target.deadline_year}年" if language == 0 else str(target.deadline_year)
    return shown(target, language)


DETECTORS = (moved_targets, new, omitted, copied)
