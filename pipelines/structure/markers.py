"""The numbers that open clauses (结构层次序数): 一、 （一） 1. （1） ① ——, and where in a text they really open one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.structure.plain import Plain

_HAN = "零一二三四五六七八九十百"
_BULLET, _ROW = "bullet", "row"

# Kinds of markers from the outermost to the innermost, as GB/T 9704 and the rules for statutes order them.
_PATTERNS = {
    "part": rf"第[{_HAN}]{{1,4}}(?:编|章|部分)",
    "section": rf"第[{_HAN}]{{1,4}}节",
    "han": rf"(?<!第)[{_HAN}]{{1,4}}[、.](?![{_HAN}]+(?:[、产次]|$))",  # not the list in 一、二、三产业
    "article": rf"第[{_HAN}0-9]{{1,5}}条",
    "han paren": rf"（[{_HAN}]{{1,4}}）、?|[\u3220-\u3229]",
    "arabic": r"(?<![\d.第])\d{1,3}[.、](?=20\d\d年|[\u4e00-\u9fffA-Za-z“\"《（「‘])|[\u2488-\u249b]",
    "paren": r"（\d{1,2}）、?|[\u2474-\u2487]",
    "half paren": r"(?<![\d（])\d{1,2}）",
    "circled": r"[\u2460-\u2473]、?",
    _BULLET: r"—{2,}",
}
RANK = {kind: float(rank) for rank, kind in enumerate((*_PATTERNS, _ROW))}
_ROW_NUMBER = re.compile(r"\d{1,3}[.、]?$")
_FIRST = rf"(?=[第（—{_HAN}\d\u3220-\u3229\u2460-\u249b])"  # looked at first: most characters open no marker
_ANY = re.compile(_FIRST + "(?:" + "|".join(f"({pattern})" for pattern in _PATTERNS.values()) + ")")
_KINDS = tuple(_PATTERNS)

_SIGN_BLOCKS = ((0x3220, 0x3229), (0x2488, 0x249B), (0x2474, 0x2487), (0x2460, 0x2473))  # ㈠ ⒈ ⑴ ①
_ENDS_SENTENCE = frozenset("。！？）”")
_PUNCTUATION = re.compile("[，。；：！？]")
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at `start` to `end` of the folded text; `number` is 0 for bullets."""

    kind: str
    number: int
    start: int
    end: int


def read_number(printed: str) -> int:
    """The number in a marker: 十二、 is 12, （3） is 3, ④ is 4, —— is 0."""
    for first, last in _SIGN_BLOCKS:
        if first <= ord(printed[0]) <= last:
            return ord(printed[0]) - first + 1
    if digits := re.search(r"\d+", printed):
        return int(digits[0])
    return read_han("".join(sign for sign in printed if sign in _HAN))


def read_han(han: str) -> int:
    """A Chinese numeral below 1000: 二十五 is 25, 两 is 2; 0 for none."""
    total = digit = 0
    for sign in han.replace("两", "二"):
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _HAN.index(sign)
    return total + digit


def find_markers(text: Plain, start: int, end: int) -> list[Marker]:
    """The markers that open a clause between `start` and `end`, in order.

    At the start of a line every marker does. Inside a line, where a line break was lost, it must follow the end of a
    sentence or a bare heading, and carry the number that is due. Where most of the text is a table, its numbered rows
    are clauses, too.
    """
    rows = _row_markers(text, start, end)
    found: list[Marker] = []
    last: dict[str, int] = {}
    for marker in sorted([*rows.values(), *_candidates(text, start, end)], key=lambda one: one.start):
        if marker.start in rows and marker.kind != _ROW:
            continue
        if text.starts_line(marker.start) or _opens_inside(text, marker, found, last):
            found.append(marker)
            last[marker.kind] = marker.number
    return found


def _row_markers(text: Plain, start: int, end: int) -> dict[int, Marker]:
    """The markers of numbered rows by their start, where the table is the plan: none where it only goes with it."""
    rows = list(text.rows(start, end))
    if 2 * sum(row_end - row for row, row_end, _ in rows) < end - start:
        return {}
    return {
        row: Marker(_ROW, read_number(text.text[row:cell]), row, cell)
        for row, _, cell in rows
        if _ROW_NUMBER.match(text.text[row:cell])
    }


def _candidates(text: Plain, start: int, end: int) -> Iterator[Marker]:
    for match in _ANY.finditer(text.text, start, end):
        kind = _KINDS[(match.lastindex or 1) - 1]
        yield Marker(kind, read_number(match[0]), match.start(), match.end())


def _opens_inside(text: Plain, marker: Marker, found: list[Marker], last: dict[str, int]) -> bool:
    if text.in_row(marker.start):
        return False
    if (
        marker.kind == "arabic" and text.text[marker.end].isdigit()
    ):  # 2.2027年: a clause and its year, or 2.2027
        return False
    before = text.text[marker.start - 1]
    if marker.kind == _BULLET:
        return before in "。：；）"
    due = marker.number == 1 or marker.number == last.get(marker.kind, -1) + 1
    if before in _ENDS_SENTENCE:
        return due
    if not found:
        return False
    if before == "；":
        return marker.kind == found[-1].kind and marker.number == found[-1].number + 1
    heading = text.text[found[-1].end : marker.start]
    return due and 0 < len(heading) <= _LONGEST_HEADING and not _PUNCTUATION.search(heading)
