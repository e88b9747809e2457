"""What only this plan has: measures that no baseline speaks of, indicators for which no baseline sets a target."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from pipelines.compare.indicators import load_indicators
from pipelines.compare.names import listed
from pipelines.compare.quantities import Quantity, quantities, shown
from pipelines.compare.sides import squash
from pipelines.compare.subject import Partner, Subject, title_of, topic_of
from pipelines.compare.vectors import Floats, coverage
from storage.models import BaselineQuote, Finding

# A sentence of which no clause of the baselines says more than this share, by weight, is new. Of the labelled plans'
# clauses whose measure no other plan has, all have such a sentence; of those that hold nothing of their own, one in four.
SAID = 0.17
WHOLE = 0.75  # of a clause's weight; from here on, and without a sure partner, the whole clause is new
SURE = 0.9  # likelihood of a couple
# Topics in which every plan has words of its own that change nothing: targets in general, organisation, publicity.
ROUTINE = ("T01", "T44", "T45")
ROUTINE_WEIGHT = 0.6  # of what a clause on such a topic, or on none at all, weighs when it is new
NEAREST = 2  # baselines quoted beside what is new
PHRASE_LENGTH = 40  # characters of a phrase that a summary quotes
_PHRASE = re.compile(r"[^，；：。,;:]+")


def new(subject: Subject) -> Iterator[Finding]:
    """What no baseline says and no baseline sets a target for; what is both is told as a measure."""
    if not subject.others:
        return
    measures = list(_new_measures(subject))
    yield from measures
    for finding in _new_targets(subject):
        if not any(_tells(measure, finding) for measure in measures):
            yield finding


def _tells(measure: Finding, target: Finding) -> bool:
    """Whether the finding on the measure, which weighs more, quotes the target too."""
    same_place = measure.clause == target.clause and squash(target.quote) in squash(measure.quote)
    return same_place and measure.weight >= target.weight


def _new_measures(subject: Subject) -> Iterator[Finding]:
    """A finding for each run of sentences that no baseline says, naming the phrase that stands out most."""
    said = np.max([alignment.said.max(axis=1, initial=0.0) for alignment in subject.alignments], axis=0)
    runs = [run for number in range(len(subject.plan.clauses)) for run in _runs(subject, number, said)]
    for run, phrase in zip(runs, _phrases(subject, runs), strict=True):
        yield _new_measure(subject, run, phrase, said)


def _new_targets(subject: Subject) -> Iterator[Finding]:
    """A finding for each clause with targets for indicators that no baseline has."""
    table = load_indicators()
    known = {each.indicator.id for side in subject.baselines for each in quantities(side.plan, table)}
    found: dict[str, list[Quantity]] = defaultdict(list)
    for quantity in quantities(subject.plan.plan, table):
        if quantity.target.core and quantity.indicator.id not in known:
            found[quantity.target.clause].append(quantity)
    topics = {clause.id: topic_of(clause) for clause in subject.plan.clauses}
    for clause, group in found.items():
        zh = listed([f"{each.indicator.zh}{shown(each.target)}" for each in group], "、")
        en = "; ".join(f"{each.indicator.en}: {shown(each.target, 1)}" for each in group)
        yield Finding(
            kind="new",
            clause=clause,
            topic=topics.get(clause),
            quote=group[0].target.quote,
            weight=min(0.8, 0.58 + 0.04 * len(group)),
            baselines=(),
            summary_zh=f"只有本方案设定目标：{zh}。",
            summary_en=f"Only this plan sets a target for {en}.",
        )


def _runs(subject: Subject, number: int, said: Floats) -> Iterator[list[int]]:
    """The new sentences of a clause, neighbours together; one of words that weigh nothing says nothing new."""
    own = subject.plan.own_passages(number)
    weighty = subject.own.passages.lengths > 0
    for is_new, run in groupby(own, key=lambda index: bool(said[index] < SAID and weighty[index])):
        if is_new:
            yield list(run)


def _phrases(subject: Subject, runs: Sequence[Sequence[int]]) -> Iterator[str]:
    """Of each run the phrase with the most weight that no clause of the baselines has."""
    texts = ["".join(subject.plan.passages[index].text for index in run) for run in runs]
    phrases = [[phrase.strip() for phrase in _PHRASE.findall(text)] or [text] for text in texts]
    vectors = subject.weights.vectors([squash(phrase) for each in phrases for phrase in each])
    said = np.max(
        [coverage(vectors, other.texts).max(axis=1, initial=0.0) for other in subject.others], axis=0
    )
    unsaid = iter(np.split(vectors.lengths * (1 - said), np.cumsum([len(each) for each in phrases])[:-1]))
    for each in phrases:
        phrase = each[int(np.argmax(next(unsaid)))]
        yield phrase if len(phrase) <= PHRASE_LENGTH else f"{phrase[:PHRASE_LENGTH]}…"


def _new_measure(subject: Subject, run: Sequence[int], phrase: str, said: Floats) -> Finding:
    passages = [subject.plan.passages[index] for index in run]
    number = passages[0].clause
    clause, partners = subject.plan.clauses[number], subject.partners.get(number, ())
    mass = subject.own.passages.lengths**2 * (1 - said)
    share = float(mass[run].sum() / mass[list(subject.plan.own_passages(number))].sum())
    sure = any(partner.couple.pair.score >= SURE for partner in partners)
    whole = share >= WHOLE and not sure
    topic = topic_of(clause)
    return Finding(
        kind="new",
        clause=clause.id,
        topic=topic,
        quote="".join(passage.text for passage in passages),
        weight=(0.55 + 0.2 * share + 0.15 * whole) * (ROUTINE_WEIGHT if topic in (None, *ROUTINE) else 1.0),
        baselines=tuple(_nearest(subject, run, partners)),
        summary_zh=f"「{title_of(clause)}」{'整条为其余方案所无' if whole else ''}：只有本方案提出『{phrase}』。",
        summary_en=f"“{title_of(clause)}”{' has no counterpart' if whole else ''}: only this plan has 『{phrase}』.",
    )


def _nearest(subject: Subject, run: Sequence[int], partners: Sequence[Partner]) -> Iterator[BaselineQuote]:
    """What the likeliest partners say that comes closest to the run."""
    for partner in partners[:NEAREST]:
        first = subject.plan.first_passages[partner.couple.own]
        ratios = partner.couple.ratios[[index - first for index in run]]
        yield partner.quote(int(ratios.max(axis=0).argmax()))
