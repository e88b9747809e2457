"""Where the heading of a clause ends and its own text begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.structure.plain import Plain

_LONGEST = 40
_LONGEST_LABEL = 25  # before a colon
_LONGEST_BARE = 80  # of a clause that is nothing but its heading
_LONGEST_WRAPPED = 30  # of a bare heading that may go on in the next line
_SETS_TARGET = re.compile(r"到20\d\d年|20\d\d年底?前|以上|\d[%个家台辆座部项套处条公万亿吨次场]")
_LABEL = re.compile(r"(?:任务|举措|措施|行动|专项|工程)[一二三四五六七八九十\d]{1,3}：")  # 任务一：加快…
# What a sentence starts with: a line that starts so does not go on with the heading above it.
_STARTS_SENTENCE = re.compile(
    "[一二三四五六七八九十]是|支持|推[动进]|加[快强大]|鼓励|实施|开展|建立|完善|围绕|按照?|对|聚焦|依托|落实|严格|引导|积极|重点|组织|坚持|到20|以|在|"
    "持续|统筹|深入|全面|结合|通过|优化|强化|制定|发挥|充分|力争|20"
)
# Headings that every plan has, run together with the text below them.
_RUN_TOGETHER = re.compile(
    "(?:(?:总体|工作|发展)(?:要求|目标|思路)|指导思想|基本原则|主要目标|行动目标|工作目标)(?=到20|以|坚持|深入|全面|——|力争|全[市区县省])"
)
_IN_BRACKETS = re.compile(r"^[（【][^（）【】。]{1,20}[）】]")  # 第五条（补贴标准）…
_TITLE_LINES = 6
_LONGEST_TITLE_LINE = 100


@dataclass(frozen=True, slots=True)
class Own:
    """A clause's own part after its marker: `start` to `end` of the folded text."""

    start: int
    end: int
    kind: str  # of the marker
    parent: bool  # it has child clauses


def heading_ends(text: Plain, owns: Sequence[Own]) -> list[int]:
    """The position at which each clause's heading ends; its start where it has none."""
    run_in = _kinds_that_run_in(text, owns)
    return [
        own.start + _length(text, own, own.kind in run_in) if own.kind else _title_end(text, own)
        for own in owns
    ]


def _title_end(text: Plain, own: Own) -> int:
    """The end of an unnumbered part's title: its first lines, up to the first with punctuation of a sentence."""
    position = own.start
    for _ in range(_TITLE_LINES):
        line = text.line_end(position)
        if position >= own.end or line - position > _LONGEST_TITLE_LINE or text.in_row(position):
            break
        if re.search(r"[，。；：]", text.text[position:line]):
            break
        position = line
    return min(position, own.end)


def _kinds_that_run_in(text: Plain, owns: Sequence[Own]) -> set[str]:
    """Kinds of markers whose headings mostly share the line with their text."""
    votes: Counter[str] = Counter()
    for own in owns:
        line = text.line_end(own.start)
        stop = _stop(text.text, own)
        if line < own.end or stop:
            votes[own.kind] += 1 if stop and stop < line - own.start else -1
    return {kind for kind, vote in votes.items() if vote > 0}


def _length(text: Plain, own: Own, runs_in: bool) -> int:
    if own.start == own.end:
        return 0
    words = text.text[own.start : min(own.end, own.start + _LONGEST_BARE + 1)]
    line = min(text.line_end(own.start), own.end) - own.start
    if text.in_row(own.start):
        return text.cell_end(own.start) - own.start
    if own.kind == "article":
        found = _IN_BRACKETS.match(words)
        return found.end() if found else 0
    if together := _RUN_TOGETHER.match(words):
        return together.end()
    if own.end - own.start <= _LONGEST_BARE and not re.search("[。；]", words):
        alone = line < len(words) and (len(words) > _LONGEST_WRAPPED or text.in_row(own.start + line))
        return line if alone else _without_bracket(words)
    stop = _stop(text.text, own)
    if line < (stop or own.end - own.start):
        if runs_in and stop and _wraps(words[:stop], line):
            return stop
        return line if line <= _LONGEST and not re.search("[，；。]", words[:line]) else 0
    if stop and _is_heading(words[:stop]) and (own.parent or _has_text(text.text, own.start + stop, own.end)):
        return stop
    return 0


def _wraps(words: str, line: int) -> bool:
    """Is this a heading that was broken at `line`, not one that stands above a sentence?"""
    return words.endswith("。") and _is_heading(words) and not _STARTS_SENTENCE.match(words, line)


def _stop(text: str, own: Own) -> int | None:
    """How many characters the own part has up to its first full stop or colon outside brackets, if it comes soon."""
    depth = 0
    label = _LABEL.match(text, own.start, own.end)
    for position in range(label.end() if label else own.start, min(own.end, own.start + _LONGEST + 1)):
        sign = text[position]
        depth += (sign == "（") - (sign == "）")
        if sign in "。：" and depth <= 0:
            return position + 1 - own.start
        if sign == "；":
            return None
    return None


def _is_heading(words: str) -> bool:
    if words.endswith("："):
        return len(words) <= _LONGEST_LABEL and "，" not in words
    return words.count("，") <= 2 and not _SETS_TARGET.search(words)


def _has_text(text: str, start: int, end: int) -> bool:
    """Is there more than a bracket of departments?"""
    if start >= end:
        return False
    return not (text[start] == "（" and text[end - 1] in "）。；" and text.find("。", start, end - 1) < 0)


def _without_bracket(words: str) -> int:
    """The length of a bare heading, less the bracket of departments that may follow it."""
    bracket = words.rfind("（")
    responsible = bracket > 0 and words.endswith("）") and re.search("负责|单位|部门|牵头", words[bracket:])
    return bracket if responsible else len(words)
