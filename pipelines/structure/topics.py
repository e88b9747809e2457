"""Which topics a clause treats, by the words of config/topics.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipelines.embedded import config_dir
from pipelines.structure.plain import fold, squash

TREATS = 3.0  # sum of weights from which a clause treats a topic
_FAR = 6.0  # the same for a topic that is not of the sort of which the heading speaks
_STRONG, _WEAK, _IN_HEADING = 3.0, 1.0, 3.0
_CROWDED_BY = 0.12  # a topic with less than this share of the strongest one's sum is only touched on
_GAP = ".{0,6}"

Word = re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: tuples of topics are keys of a cache
class Topic:
    """A topic with its name in both languages and the words that show it, each with its weight."""

    id: str
    zh: str
    en: str
    words: tuple[tuple[Word, float], ...]
    other: Word | None  # phrases that hold such words and mean something else
    across: bool  # it cuts across the sectors: goals, money, standards, organisation
    below: bool  # what stands below a heading that speaks of it treats it, too


def load_topics(path: Path) -> tuple[Topic, ...]:
    """The topics in a YAML file of the shape of config/topics.yaml. Raises KeyError where a part is missing."""
    return tuple(_topic(row) for row in YAML(typ="safe").load(path))


@cache
def default_topics() -> tuple[Topic, ...]:
    """The topics that ship with the program."""
    return load_topics(config_dir() / "topics.yaml")


def read_topics(
    heading: str, text: str, topics: Sequence[Topic] | None = None, *, above: Sequence[str] = ()
) -> tuple[str, ...]:
    """The ids of the topics that a clause treats, the strongest first. above: the headings of the clauses around it.

    The heading tells what the clause is about: under 完善财税政策 a sector is only mentioned, unless much is said of
    it, and so is money in the clause of a sector.
    """
    known = tuple(topics or default_topics())
    head, body = _found_in_heading(known, heading), _found(known, squash(text))
    for around in above:
        for topic, words in _found_in_heading(known, around).items():
            if (
                topic.below or not heading
            ):  # a clause without a heading is about what the heading above it says
                body[topic] = {**body.get(topic, {}), **words}
    headed = {topic.across for topic, words in head.items() if sum(words.values()) >= _STRONG}
    sums = {
        topic: _sum(head.get(topic, {}), body.get(topic, {}))
        for topic in known
        if topic in head or topic in body
    }
    crowded = _CROWDED_BY * max(sums.values(), default=0)

    def treated(topic: Topic) -> bool:
        expected = topic in head or not headed or (not topic.across and False in headed)
        return sums[topic] >= max(crowded, TREATS if expected else _FAR)

    return tuple(topic.id for topic in sorted(filter(treated, sums), key=lambda topic: -sums[topic]))


def _sum(head: Mapping[Word, float], body: Mapping[Word, float]) -> float:
    return _IN_HEADING * sum(head.values()) + sum(weight for word, weight in body.items() if word not in head)


@lru_cache(maxsize=512)  # a heading is asked for again by every clause below it
def _found_in_heading(topics: tuple[Topic, ...], heading: str) -> Mapping[Topic, Mapping[Word, float]]:
    return _found(topics, squash(heading))


def _found(topics: tuple[Topic, ...], text: str) -> dict[Topic, dict[Word, float]]:
    """The topics that a text speaks of, each with the words that it uses of theirs, and the weight of each."""
    found: dict[Topic, dict[Word, float]] = {}
    by_start = _by_start(topics)
    for start in by_start.keys() & set(map(add, text, text[1:])):
        for topic, word, opening, weight in by_start[start]:
            if opening in text and word.search(text):
                found.setdefault(topic, {})[word] = weight
    for topic in [topic for topic in found if topic.other]:
        rest = topic.other.sub("□", text) if topic.other else text
        if words := {word: weight for word, weight in found[topic].items() if word.search(rest)}:
            found[topic] = words
        else:
            del found[topic]
    return found


@cache
def _by_start(topics: tuple[Topic, ...]) -> dict[str, list[tuple[Topic, Word, str, float]]]:
    """All words by their first two characters, each with how it begins, up to a gap in it.

    So only the few words are looked for of which a text has the start.
    """
    by_start: dict[str, list[tuple[Topic, Word, str, float]]] = {}
    for topic in topics:
        for word, weight in topic.words:
            opening = word.pattern.split(_GAP)[0].replace("\\", "")
            by_start.setdefault(opening[:2], []).append((topic, word, opening, weight))
    return by_start


def _topic(row: dict[str, Any]) -> Topic:
    words = [(word, _STRONG) for word in row["strong"]] + [(word, _WEAK) for word in row["terms"]]
    other = "|".join(_expression(word) for word in row.get("not", ()))
    return Topic(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        words=tuple((re.compile(_expression(word)), weight) for word, weight in words),
        other=re.compile(other) if other else None,
        across=row.get("across", False),
        below=row.get("below", False),
    )


def _expression(word: str) -> str:
    return re.escape(fold(word)).replace("…", _GAP)
