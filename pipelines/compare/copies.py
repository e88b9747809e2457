"""What the plan took over word for word."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.sides import squash
from pipelines.compare.subject import Subject, topic_of
from storage.models import BaselineQuote, Finding

COPIED = 90  # two sentences this alike differ in names and particles only
LONG = 25  # characters; a shorter sentence is a phrase that every plan uses


def copied(subject: Subject) -> Iterator[Finding]:
    """A finding for each clause with a long sentence that stands in a partner clause almost word for word."""
    for number, clause in enumerate(subject.plan.clauses):
        own = [text for text in subject.plan.sentences(number) if len(squash(text)) >= LONG]
        quotes, taken = [], set()
        for side, other, _ in subject.partners(number):
            theirs = [text for text in side.sentences(other) if len(squash(text)) >= LONG]
            likeness = process.cdist(own, theirs, scorer=fuzz.ratio, processor=squash, score_cutoff=COPIED)
            hits = [
                (likeness[i, j], i, j) for i in range(len(own)) for j in range(len(theirs)) if likeness[i, j]
            ]
            if hits:
                _, i, j = max(hits)
                taken.add(i)
                quotes.append((side, BaselineQuote(side.plan.name, side.clauses[other].id, theirs[j])))
        if quotes:
            sides = list({side.plan.name: side.plan for side, _ in quotes}.values())
            yield Finding(
                kind="copied",
                clause=clause.id,
                topic=topic_of(clause),
                quote=own[min(taken)],
                weight=0.15 + 0.1 * len(taken) / len(own),
                baselines=tuple(quote for _, quote in quotes),
                summary_zh=f"「{clause.heading}」与{listed([place(plan) for plan in sides], '、')}的表述几乎逐字相同。",
                summary_en=f"“{clause.heading}” repeats {listed([english_place(plan) for plan in sides], 'and')} "
                "almost word for word.",
            )
