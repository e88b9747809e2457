"""Two wordings of one clause beside each other: what stayed, what was struck out, what was put in.

Numbers with their unit, years, Latin words, article numbers, 《titles》 and department names stay whole: 2025年 becomes
2027年, not 5 becomes 7. All else is compared character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from pipelines.compare.sides import key_of, unwrap

# Texts less alike than this are shown whole, one after the other: their redline would be confetti.
SAME_TEXT = 35
LONGEST = 20_000  # characters; beyond it a redline costs too much memory, and nobody would read it
ISLAND = 1  # tokens; what stayed between two edits and is no longer than this is read as part of the edit

# Alternatives are tried from the top down; white space after a token belongs to it and is not compared.
_TOKEN = re.compile(
    r"""(?:《[^《》]*》
    | 第[〇零一二三四五六七八九十百\d]+[条款项章节]
    | \d+(?:[.,]\d+)*\s*(?:个百分点|[万亿]?\s*(?:吨标准煤|平方米|公里|公顷|[%％‰年月日个家户项台辆套座处米吨倍次元亩]))?
    | [A-Za-z]+(?:[-/][A-Za-z]+)*
    | [国省市区县州][一-鿿]{1,16}?(?:委员会|改革委|办公室|[局委厅办])(?=[、，,；;。：:）)（(\s牵负会按等和及]|$)
    | .)\s*""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a redline. `a` is what the baseline says there, `b` what the plan says."""

    op: str  # equal, delete, insert, replace
    a: str
    b: str


def redline(a: str, b: str) -> list[Segment]:
    """The way from `a` to `b`; texts that have little in common give one segment that replaces all by all.

    Joining every `a` gives back the first text on one line, joining every `b` the second.
    """
    a, b = unwrap(a), unwrap(b)
    if max(len(a), len(b)) > LONGEST or fuzz.ratio(key_of(a), key_of(b)) < SAME_TEXT:
        return [Segment("replace", a, b)] if a or b else []
    left, right = tokens(a), tokens(b)
    opcodes = Indel.opcodes([*map(_compared, left)], [*map(_compared, right)])
    steps = [(op.tag, left[op.src_start : op.src_end], right[op.dest_start : op.dest_end]) for op in opcodes]
    return list(_joined(_without_islands(steps)))


def tokens(text: str) -> list[str]:
    """The smallest pieces that an edit may take out or put in; joined they are the text."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=8192)  # most tokens are one of a few thousand characters
def _compared(token: str) -> str:
    return key_of(token)


Step = tuple[str, list[str], list[str]]


def _without_islands(steps: list[Step]) -> Iterator[Step]:
    """The steps, with short equal stretches between two edits turned into an edit."""
    last = len(steps) - 1
    for place, (tag, a, b) in enumerate(steps):
        inside = 0 < place < last
        yield ("replace" if tag == "equal" and inside and len(a) <= ISLAND else tag, a, b)


def _joined(steps: Iterator[Step]) -> Iterator[Segment]:
    """One segment for each run of equal steps and for each run of edits."""
    a, b, equal = "", "", True
    for tag, removed, added in steps:
        if (tag == "equal") != equal:
            yield from _segment(equal, a, b)
            a, b, equal = "", "", tag == "equal"
        a, b = a + "".join(removed), b + "".join(added)
    yield from _segment(equal, a, b)


def _segment(equal: bool, a: str, b: str) -> Iterator[Segment]:
    if a or b:
        yield Segment("equal" if equal else "insert" if not a else "delete" if not b else "replace", a, b)
