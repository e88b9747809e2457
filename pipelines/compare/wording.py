"""The same sentence said more or less bindingly, or with another year: strengthened, weakened, rescheduled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.redline import Segment, redline
from pipelines.compare.sides import Passage
from pipelines.compare.subject import Partner, Subject, title_of, topic_of
from pipelines.compare.verdicts import SAME_SENTENCE
from pipelines.embedded import config_dir
from storage.models import Finding

BY_ITSELF = 5  # grade of the words whose mere presence makes a difference
SWAP = 8  # characters; a longer edit is another statement, not another word
_YEAR = re.compile(r"20\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class Force:
    """Policy verbs and their grades: the higher, the more binding."""

    grades: dict[str, int]
    pattern: re.Pattern[str]

    def strongest(self, text: str) -> tuple[int, str] | None:
        """The most binding word of `text` with its grade."""
        return max(((self.grades[word], word) for word in self.pattern.findall(text)), default=None)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a word of a baseline's sentence. `was` and `now` are "" where there is no word."""

    kind: str
    was: str
    now: str


@cache
def load_force(path: Path | None = None) -> Force:
    """The graded words at `path`, by default those that ship with the program."""
    rows = YAML(typ="safe", pure=True).load(path or config_dir() / "force.yaml")
    grades = {word: int(row["grade"]) for row in rows for word in row["words"]}
    return Force(grades, re.compile("|".join(sorted(grades, key=len, reverse=True))))


def reworded(subject: Subject) -> Iterator[Finding]:
    """A finding for each change of one kind of word in a sentence, with all baselines that have it otherwise."""
    for number in range(len(subject.plan.clauses)):
        found: dict[tuple[int, str, str], list[tuple[Partner, int, Change]]] = defaultdict(list)
        for partner in subject.partners.get(number, ()):
            for own, other, ratio in partner.couple.matches(SAME_SENTENCE):
                if ratio == 1:
                    continue
                sentence = subject.plan.sentences(number)[own]
                for change in changes(partner.side.sentences(partner.couple.other)[other], sentence):
                    found[own, change.kind, change.now].append((partner, other, change))
        for (own, _, _), group in found.items():
            yield _finding(subject, number, own, group)


def changes(was: Passage, now: Passage) -> Iterator[Change]:
    """How binding words and years differ between two wordings of a sentence, each kind once."""
    edits = (segment for segment in redline(was.key, now.key) if segment.op != "equal")
    segments = [edit for edit in edits if max(len(edit.a), len(edit.b)) <= SWAP]
    yield from _first(_force(segment) for segment in segments)
    yield from _first(_years(segment) for segment in segments)


def _first(found: Iterator[Change | None]) -> Iterator[Change]:
    change = next(filter(None, found), None)
    if change:
        yield change


def _force(segment: Segment) -> Change | None:
    force = load_force()
    was, now = force.strongest(segment.a), force.strongest(segment.b)
    if was and now and was[0] != now[0]:
        return Change("strengthened" if now[0] > was[0] else "weakened", was[1], now[1])
    if was and not now and was[0] >= BY_ITSELF:
        return Change("weakened", was[1], "")
    if now and not was and now[0] >= BY_ITSELF:
        return Change("strengthened", "", now[1])
    return None


def _years(segment: Segment) -> Change | None:
    was, now = _YEAR.findall(segment.a), _YEAR.findall(segment.b)
    return Change("rescheduled", was[0], now[0]) if len(was) == len(now) == 1 and was != now else None


# kind -> what is said of the change, from the plan's side
WORDS = {
    ("strengthened", True): (
        "用“{now}”，{zh}用“{was}”，力度更强",
        "says {now} where {en} said {was}: more binding",
    ),
    ("strengthened", False): ("多了“{now}”，{zh}没有", "has {now}, which {en} left out"),
    ("weakened", True): (
        "用“{now}”，{zh}用“{was}”，力度更弱",
        "says {now} where {en} said {was}: less binding",
    ),
    ("weakened", False): ("少了{zh}的“{was}”", "leaves out {was}, which {en} had"),
    ("rescheduled", True): ("时限为{now}年，{zh}为{was}年", "is due in {now}, in {en} {was}"),
}
WEIGHTS = {"strengthened": 0.42, "weakened": 0.42, "rescheduled": 0.5}


def _finding(subject: Subject, number: int, own: int, group: list[tuple[Partner, int, Change]]) -> Finding:
    clause, change = subject.plan.clauses[number], group[0][2]
    plans = [partner.side.plan for partner, _, _ in group]
    names = {
        "zh": listed([place(plan) for plan in plans], "、"),
        "en": listed([english_place(plan) for plan in plans], "and"),
    }
    zh, en = WORDS[change.kind, bool(change.was and change.now)]
    return Finding(
        kind=change.kind,
        clause=clause.id,
        topic=topic_of(clause),
        quote=subject.plan.sentences(number)[own].text,
        weight=WEIGHTS[change.kind] + 0.03 * len(group),
        baselines=tuple(partner.quote(other) for partner, other, _ in group),
        summary_zh=f"「{title_of(clause)}」{zh.format(was=change.was, now=change.now, **names)}。",
        summary_en=f"“{title_of(clause)}” {en.format(was=change.was, now=change.now, **names)}.",
    )
