"""Measures that the plan takes over and says more about: elaborated."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.subject import Subject, title_of, topic_of
from pipelines.compare.verdicts import SAME_SENTENCE
from storage.models import Finding


def elaborated(subject: Subject) -> Iterator[Finding]:
    """A finding for each clause that says all that a baseline says of the measure, and more."""
    for number, clause in enumerate(subject.plan.clauses):
        partners = [
            partner
            for partner in subject.partners.get(number, ())
            if partner.couple.pair.verdict == "elaborated"
        ]
        if not partners:
            continue
        sentences = subject.plan.sentences(number)
        alike = partners[0].couple.ratios.max(axis=1)
        added = [sentence for sentence, ratio in zip(sentences, alike, strict=True) if ratio < SAME_SENTENCE]
        zh = listed([place(partner.side.plan) for partner in partners], "、")
        en = listed([english_place(partner.side.plan) for partner in partners], "and")
        yield Finding(
            kind="elaborated",
            clause=clause.id,
            topic=topic_of(clause),
            quote=max(added, key=lambda sentence: len(sentence.key)).text,
            weight=0.28 + 0.02 * len(partners),
            baselines=tuple(
                partner.quote(int(partner.couple.ratios.max(axis=0).argmax())) for partner in partners
            ),
            summary_zh=f"「{title_of(clause)}」比{zh}更细，多{len(added)}句。",
            summary_en=f"“{title_of(clause)}” goes further than {en}, by {len(added)} sentence(s).",
        )
