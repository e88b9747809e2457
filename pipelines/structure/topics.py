"""Which topics a clause treats, by the words of config/topics.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipelines.embedded import config_dir
from pipelines.structure.plain import fold

TREATS = 3.0  # sum of weights from which a clause treats a topic
_FAR = 6.0  # the same for a topic that is not of the sort of which the heading speaks
_STRONG, _WEAK, _IN_HEADING = 3.0, 1.0, 3.0
_CROWDED_BY = 0.12  # a topic with less than this share of the strongest one's sum is only touched on
_GAP = ".{0,6}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its name in both languages and the words that show it, each with its weight."""

    id: str
    zh: str
    en: str
    words: tuple[tuple[re.Pattern[str], float], ...]
    other: re.Pattern[str] | None  # phrases that hold such words and mean something else
    across: bool  # it cuts across the sectors: goals, money, standards, organisation


def load_topics(path: Path) -> tuple[Topic, ...]:
    """The topics in a YAML file of the shape of config/topics.yaml. Raises KeyError where a part is missing."""
    return tuple(_topic(row) for row in YAML(typ="safe").load(path))


@cache
def default_topics() -> tuple[Topic, ...]:
    """The topics that ship with the program."""
    return load_topics(config_dir() / "topics.yaml")


def read_topics(heading: str, text: str, topics: Sequence[Topic] | None = None) -> tuple[str, ...]:
    """The ids of the topics that a clause treats, the strongest first.

    The heading tells what the clause is about: under 完善财税政策 a sector is only mentioned, unless much is said of
    it, and so is money in the clause of a sector.
    """
    known = topics or default_topics()
    head, body = _plain(heading), _plain(text)
    heads = {topic.id: _sum(topic, head) for topic in known}
    headed = {topic.across for topic in known if heads[topic.id] >= _STRONG}
    sums = {topic.id: _IN_HEADING * heads[topic.id] + _sum(topic, body, unless=head) for topic in known}
    crowded = _CROWDED_BY * max(sums.values(), default=0)

    def treated(topic: Topic) -> bool:
        expected = heads[topic.id] or not headed or (not topic.across and False in headed)
        return sums[topic.id] >= max(crowded, TREATS if expected else _FAR)

    return tuple(sorted((topic.id for topic in known if treated(topic)), key=lambda id: -sums[id]))


def _sum(topic: Topic, text: str, unless: str = "") -> float:
    """The weights of the topic's words in a text, less those of the words that stand in `unless`."""
    if topic.other:
        text = topic.other.sub("□", text)
    return sum(weight for word, weight in topic.words if word.search(text) and not word.search(unless))


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
    )


def _plain(text: str) -> str:
    return fold(re.sub(r"\s+", "", text))


def _expression(word: str) -> str:
    return re.escape(fold(word)).replace("…", _GAP)
