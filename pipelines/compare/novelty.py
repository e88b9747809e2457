"""What only this plan has, and what most others have and it has not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.sides import Side
from pipelines.compare.subject import Subject, topic_of
from pipelines.compare.vectors import Floats, coverage
from pipelines.structure.topics import default_topics
from storage.models import BaselineQuote, Clause, Finding

# A sentence of which less than this share of its weight stands in any one sentence of the baselines is new. Passages
# of the labelled plans that no other has lie below 0.15, sentences that a baseline has too lie above 0.25.
COVERED = 0.15
WHOLE = 0.75  # of a clause's weight; from here on the clause is new, not a sentence of it
# Topics in which every plan has words of its own that change nothing: targets in general, organisation, publicity.
ROUTINE = ("T01", "T44", "T45")
ROUTINE_WEIGHT = 0.6  # of what a clause on such a topic, or on none at all, weighs when it is new
QUORUM = 3  # baselines that treat a topic make it missed; of fewer than five baselines, more than half


def new(subject: Subject) -> Iterator[Finding]:
    """A finding for each clause with a sentence that no baseline has, quoting the weightiest one."""
    if not subject.baselines:
        return
    side = subject.plan
    covered, mass = _covered(subject)
    for number in range(len(side.clauses)):
        own = list(side.own_passages(number))
        novel = [index for index in own if covered[index] < COVERED]
        if not novel:
            continue
        share = float(mass[novel].sum() / mass[own].sum())
        quote = side.passages[max(novel, key=lambda index: mass[index] * (1 - covered[index]))].text
        yield _new(subject, number, quote, share)


def omitted(subject: Subject) -> Iterator[Finding]:
    """A finding for each topic that most baselines treat and of which the plan does not speak."""
    if not subject.plan.clauses:  # its text could not be read: nothing is known of what it leaves out
        return
    spoken = {topic for clause in subject.plan.clauses for topic in clause.topics}
    treated: dict[str, list[tuple[Side, int]]] = defaultdict(list)
    for baseline in subject.baselines:
        for topic, number in _treating(baseline).items():
            treated[topic].append((baseline, number))
    quorum = min(QUORUM, len(subject.baselines) // 2 + 1)
    for topic, places in treated.items():
        if topic not in spoken and len(places) >= quorum:
            yield _omitted(topic, places, len(subject.baselines))


def _covered(subject: Subject) -> tuple[Floats, Floats]:
    """Of each sentence of the plan: the share of its weight that the likeliest baseline sentence has, and its weight."""
    own = subject.own.passages
    shares = [coverage(own, other.passages).max(axis=1, initial=0.0) for other in subject.others]
    return np.max(shares, axis=0), own.lengths**2


def _new(subject: Subject, number: int, quote: str, share: float) -> Finding:
    clause = subject.plan.clauses[number]
    nearest = sorted(subject.partners(number), key=lambda partner: -partner[2].score)[:2]
    whole = share >= WHOLE or not nearest
    subject_zh = f"「{clause.heading}」" if clause.heading else f"第{clause.id}条"
    subject_en = f"“{clause.heading}”" if clause.heading else f"Clause {clause.id}"
    tail_zh = "整条内容为其余方案所无" if whole else "中有其余方案所无的措施"
    tail_en = "has no counterpart in any baseline" if whole else "holds a measure that no baseline has"
    return Finding(
        kind="new",
        clause=clause.id,
        topic=topic_of(clause),
        quote=quote,
        weight=(0.45 + 0.35 * share) * (ROUTINE_WEIGHT if topic_of(clause) in (None, *ROUTINE) else 1.0),
        baselines=tuple(_quoted(side, other) for side, other, _ in nearest),
        summary_zh=f"{subject_zh}{tail_zh}。",
        summary_en=f"{subject_en} {tail_en}.",
    )


def _omitted(topic: str, places: list[tuple[Side, int]], baselines: int) -> Finding:
    topic_names = {each.id: each for each in default_topics()}
    names_zh = listed([place(side.plan) for side, _ in places], "、")
    names_en = listed([english_place(side.plan) for side, _ in places], "and")
    return Finding(
        kind="omitted",
        clause=None,
        topic=topic,
        quote="",
        weight=0.4 + 0.35 * len(places) / baselines,
        baselines=tuple(_quoted(side, number) for side, number in places),
        summary_zh=f"没有「{topic_names[topic].zh}」的内容，{names_zh}都有。",
        summary_en=f"Says nothing of {topic_names[topic].en}, which {names_en} treat.",
    )


def _treating(side: Side) -> dict[str, int]:
    """Topic -> the clause of `side` that treats it most of all."""
    best: dict[str, tuple[int, int]] = {}
    for number, clause in enumerate(side.clauses):
        for rank, topic in enumerate(clause.topics):
            best[topic] = min(best.get(topic, (rank, number)), (rank, number))
    return {topic: number for topic, (_, number) in best.items()}


def _quoted(side: Side, number: int) -> BaselineQuote:
    clause: Clause = side.clauses[number]
    return BaselineQuote(side.plan.name, clause.id, side.sentences(number)[0])
