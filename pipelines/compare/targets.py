"""Targets and thresholds that are stricter, looser or due at another time than those of the baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.compare.indicators import load_indicators
from pipelines.compare.names import english_place, listed, place
from pipelines.compare.quantities import GRADES, Difference, differences, shown
from pipelines.compare.subject import Subject, topic_of
from storage.models import BaselineQuote, Finding

# (relation, whether more is not simply more: a threshold, a step of a scale) -> how the plan's value stands to others
WORDS = {
    ("raised", False): ("高于", "above"),
    ("lowered", False): ("低于", "below"),
    ("raised", True): ("严于", "stricter than"),
    ("lowered", True): ("宽于", "looser than"),
    ("rescheduled", False): ("时限为{year}年，不同于", "due in {year}, unlike"),
    ("rescheduled", True): ("时限为{year}年，不同于", "due in {year}, unlike"),
}


def moved_targets(subject: Subject) -> Iterator[Finding]:
    """One finding a target and relation: raised, lowered, rescheduled, naming the baselines that it differs from."""
    groups: dict[tuple[int, str], list[Difference]] = defaultdict(list)
    plans = [side.plan for side in subject.baselines]
    for difference in differences(subject.plan.plan, plans, load_indicators()):
        if difference.relation != "equal":
            groups[id(difference.own.target), difference.relation].append(difference)
    topics = {clause.id: topic_of(clause) for clause in subject.plan.clauses}
    for (_, relation), group in groups.items():
        yield _moved(relation, group, topics.get(group[0].own.target.clause))


def _moved(relation: str, group: Sequence[Difference], topic: str | None) -> Finding:
    own = group[0].own
    words = WORDS[relation, own.indicator.less_is_stricter or own.unit in GRADES]
    zh, en = (each.format(year=own.target.deadline_year) for each in words)
    others_zh = listed([f"{place(each.baseline)}（{_stated(each, 0)}）" for each in group], "、")
    others_en = listed([f"{english_place(each.baseline)} ({_stated(each, 1)})" for each in group], "and")
    return Finding(
        kind=relation,
        clause=own.target.clause,
        topic=topic,
        quote=own.target.quote,
        weight=0.6 + 0.2 * own.target.core + 0.03 * len(group),
        baselines=tuple(
            BaselineQuote(each.baseline.name, each.other.target.clause, each.other.target.quote)
            for each in group
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
