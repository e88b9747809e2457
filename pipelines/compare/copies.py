"""What the plan took over word for word, and whose name it forgot to take out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.sides import Passage
from pipelines.compare.subject import Subject, title_of, topic_of
from pipelines.compare.verdicts import COPIED, SAME_SENTENCE
from storage.models import BaselineQuote, Finding, Plan

LONG = 25  # characters; a shorter sentence is a phrase that every plan uses
_KIND_OF_PLACE = re.compile(r"(?:自治区|自治州|自治县|新区|[省市区县州盟旗])$")


def copied(subject: Subject) -> Iterator[Finding]:
    """A finding for each clause with a long sentence that stands in a partner clause almost word for word."""
    for number, clause in enumerate(subject.plan.clauses):
        sentences = subject.plan.sentences(number)
        taken: dict[int, list[tuple[Plan, BaselineQuote]]] = {}
        for partner in subject.partners.get(number, ()):
            for own, other, _ in partner.couple.matches(COPIED):
                if len(sentences[own].key) >= LONG:
                    taken.setdefault(own, []).append((partner.side.plan, partner.quote(other)))
        if not taken:
            continue
        most = max(taken, key=lambda own: len(taken[own]))
        plans = list({plan.name: plan for plan, _ in taken[most]}.values())
        zh, en = (
            listed([place(plan) for plan in plans], "、"),
            listed([english_place(plan) for plan in plans], "and"),
        )
        share = sum(len(sentences[own].key) for own in taken) / sum(
            len(sentence.key) for sentence in sentences
        )
        extent_zh, extent_en = ("", "") if share > 0.8 else ("有一句", "One sentence of ")
        yield Finding(
            kind="copied",
            clause=clause.id,
            topic=topic_of(clause),
            quote=sentences[most].text,
            weight=0.12 + 0.15 * share,
            baselines=tuple(quote for _, quote in taken[most]),
            summary_zh=f"「{title_of(clause)}」{extent_zh}与{zh}几乎逐字相同。",
            summary_en=f"{extent_en}“{title_of(clause)}” repeats {en} almost word for word.",
        )


def remnants(subject: Subject) -> Iterator[Finding]:
    """A finding for each sentence that names a baseline's place, in a plan of another place.

    A place's bare name (朝阳) may be a word of the language; it counts only where the sentence is the baseline's.
    """
    region = subject.plan.plan.region or subject.plan.plan.title
    for side in subject.baselines:
        name = place(side.plan)
        stem = _KIND_OF_PLACE.sub("", name)
        if len(stem) < 2 or stem in region:
            continue
        for passage in subject.plan.passages:
            if name in passage.key or (stem in passage.key and _is_of(side.plan, passage, subject)):
                yield _remnant(subject, passage, side.plan, name)


def _is_of(baseline: Plan, passage: Passage, subject: Subject) -> bool:
    """Whether the baseline has the sentence too."""
    sentence = subject.plan.sentences(passage.clause).index(passage)
    return any(
        partner.side.plan is baseline and partner.couple.ratios[sentence].max() >= SAME_SENTENCE
        for partner in subject.partners.get(passage.clause, ())
    )


def _remnant(subject: Subject, passage: Passage, baseline: Plan, name: str) -> Finding:
    clause = subject.plan.clauses[passage.clause]
    origin = (
        partner.quote(
            int(partner.couple.ratios[subject.plan.sentences(passage.clause).index(passage)].argmax())
        )
        for partner in subject.partners.get(passage.clause, ())
        if partner.side.plan is baseline
    )
    return Finding(
        kind="remnant",
        clause=clause.id,
        topic=topic_of(clause),
        quote=passage.text,
        weight=0.75,
        baselines=tuple(origin)[:1],
        summary_zh=f"「{title_of(clause)}」出现另一地方的名称：{name}。",
        summary_en=f"“{title_of(clause)}” names another place: {english_place(baseline)}.",
    )
