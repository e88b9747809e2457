"""What most baselines have and the plan has not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.sides import Passage, Side
from pipelines.compare.subject import Subject
from pipelines.structure.topics import Topic, default_topics, read_topics
from storage.models import BaselineQuote, Finding

QUORUM = 3  # baselines that treat a topic make it missed; of fewer than five baselines, more than half
MENTIONED_WEIGHT = 0.7  # of what a topic weighs that is left out altogether


def omitted(subject: Subject) -> Iterator[Finding]:
    """A finding for each topic that most baselines treat and the plan does not, or only in passing."""
    if not subject.plan.clauses:  # its text could not be read: nothing is known of what it leaves out
        return
    spoken = {topic for clause in subject.plan.clauses for topic in clause.topics}
    places: dict[str, list[tuple[Side, int]]] = defaultdict(list)
    for baseline in subject.baselines:
        for topic_id, number in _treating(baseline).items():
            places[topic_id].append((baseline, number))
    quorum = min(QUORUM, len(subject.baselines) // 2 + 1)
    whole = "\n".join(passage.key for passage in subject.plan.passages)
    for topic in default_topics():
        if topic.id in spoken or len(places[topic.id]) < quorum:
            continue
        mention = _mention(topic, subject.plan.passages) if _stands_in(topic, whole) else None
        if mention is None or not _treated(topic, subject.plan):
            yield _omitted(topic, places[topic.id], mention, len(subject.baselines))


def _treating(side: Side) -> dict[str, int]:
    """Topic -> the clause of `side` that treats it most of all."""
    ranked = sorted(
        (rank, number, topic)
        for number, clause in enumerate(side.clauses)
        for rank, topic in enumerate(clause.topics)
    )
    return {topic: number for _, number, topic in reversed(ranked)}


def _treated(topic: Topic, side: Side) -> bool:
    """Whether a clause speaks of the topic enough, were it not crowded out by others."""
    return any(
        read_topics(clause.heading, body, [topic])
        for clause, body in zip(side.clauses, side.bodies, strict=True)
    )


def _omitted(
    topic: Topic, places: Sequence[tuple[Side, int]], mention: Passage | None, baselines: int
) -> Finding:
    zh = listed([place(side.plan) for side, _ in places], "、")
    en = listed([english_place(side.plan) for side, _ in places], "and")
    said_zh = f"「{topic.zh}」没有专门内容，只附带提到" if mention else f"没有「{topic.zh}」的内容"
    said_en = f"Mentions {topic.en} in passing only" if mention else f"Says nothing of {topic.en}"
    return Finding(
        kind="omitted",
        clause=None,
        topic=topic.id,
        quote=mention.text if mention else "",
        weight=(0.33 + 0.3 * len(places) / baselines) * (MENTIONED_WEIGHT if mention else 1.0),
        baselines=tuple(_quoted(topic, side, number) for side, number in places),
        summary_zh=f"{said_zh}，{zh}都有。",
        summary_en=f"{said_en}; {en} {'treats' if len(places) == 1 else 'treat'} it.",
    )


def _mention(topic: Topic, passages: Sequence[Passage]) -> Passage | None:
    return next((passage for passage in passages if _speaks_of(topic, passage)), None)


def _speaks_of(topic: Topic, passage: Passage) -> bool:
    return _stands_in(topic, topic.other.sub("□", passage.key) if topic.other else passage.key)


def _stands_in(topic: Topic, words: str) -> bool:
    return any(pattern.search(words) for pattern, _ in topic.words)


def _quoted(topic: Topic, side: Side, number: int) -> BaselineQuote:
    """The sentence of the clause by which it is known to treat the topic."""
    sentences = side.sentences(number)
    telling = next((each for each in sentences if _speaks_of(topic, each)), sentences[0])
    return BaselineQuote(side.plan.name, side.clauses[number].id, telling.text)
