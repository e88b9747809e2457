"""The phrases of a clause between commas, with the years that hold there: deadline, base year, and what is past."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.structure.departments import department_brackets
from pipelines.structure.plain import Plain
from pipelines.structure.quantities import find_quantities

_YEAR = re.compile(r"(?:20\d\d年?(?:-|~|至|到|—{1,2}))?(?P<year>20\d\d)年")
_BASE = re.compile(r"(?:较|比|与|同|以)(?P<year>20\d\d)年")
_BASE_ALONE = re.compile(r"(?:与|同|较|相?比)20\d\d年[底末]?(?:相比较?|比较|同期)?$")
# A year after these, or before those, is no deadline: 较2023年, 自2024年起, 2024年版, 2020年以来.
_BEFORE_OTHER_YEAR = re.compile(r"(?:较|比|与|同|以|自|从)$")
_AFTER_OTHER_YEAR = re.compile(r"版|修订|起|以来|以后|度?(?:基础|水平|相比)|\d{1,2}月\d{1,2}日(?!前|之前)")
_PAST = re.compile(r"截至|截止|目前|现有\d|上年|去年|已(?:经|建|累计|完成|实现|达|有|拥有|投|布局)")
# The year that the plan is for, where its title names one: 年内, 全年, 一季度, 10月底前, 9月开学前.
_THIS_YEAR = re.compile(
    r"年内|全年|今年|[一二三四]季度|[上下]半年|(?<![\d年])\d{1,2}月[^，。\d]{0,4}(?:\d{1,2}日)?(?:之?前)"
)
_AHEAD = re.compile(
    r"^20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末)?$|20\d\d年(?:年?底|末|\d{1,2}月(?:\d{1,2}日)?(?:底|末)?)?(?:之?前|以前)"
)
_TITLE = re.compile(r"《[^《》]{1,120}》|〔20\d\d〕\d+号")
_SIGNS = re.compile("[。；！？，：“（「”）」]")
_ENDS = frozenset("。；！？")
_LONGEST = 300  # of a phrase; what goes on longer without a comma is no sentence, and is cut
_BRACKETS = dict.fromkeys("“（「", 1) | dict.fromkeys("”）」", -1)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words between two commas; `start` and `end` are their place in the folded text of the clause."""

    start: int
    end: int
    words: str
    deadlines: tuple[int, ...]  # the years in force; several where values for each of them follow
    base: int | None  # the year that growth is counted from
    of_all: bool  # the base year is said of the whole sentence: 与2023年相比，…
    past: bool  # tells what is so already


def read_sentences(
    text: Plain, handed: tuple[int, ...], *, lasting: bool, this_year: int | None = None
) -> Iterator[list[Phrase]]:
    """The sentences of a clause's folded text as lists of phrases, departments' brackets left out.

    handed: deadlines from the clause above. lasting: a deadline once named holds to the end of the clause, not only
    to the end of its sentence, as it does in a clause of goals. One that a paragraph opens with holds to the end of
    the paragraph. this_year: the year that the plan is for.
    """
    in_force, opened = handed, False
    masked = _masked(text.text)
    for spans in _split(masked):
        start, end = spans[0]
        if text.starts_line(start):
            in_force = in_force if lasting else handed
            opened = bool(_deadlines(masked[start:end]))
        yield (phrases := _dated(masked, spans, in_force, this_year))
        if lasting or opened:
            in_force = phrases[-1].deadlines


def _masked(text: str) -> str:
    """The text with the titles and numbers of documents blotted out, and full stops for departments' brackets."""
    text = _TITLE.sub(lambda found: "□" * len(found[0]), text)
    pieces, done = [], 0
    for start, end in department_brackets(text):
        pieces += [text[done:start], "。" * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _split(text: str) -> Iterator[list[tuple[int, int]]]:
    """Start and end of the phrases of each sentence; a phrase ends at a comma outside quotation marks and brackets."""
    spans: list[tuple[int, int]] = []
    start = depth = 0
    for found in _SIGNS.finditer(f"{text}。"):
        sign, at = found[0], found.start()
        if turn := _BRACKETS.get(sign):
            depth = max(0, depth + turn)
            continue
        if sign in _ENDS:
            depth = 0
        elif depth:
            continue
        spans += [(cut, min(cut + _LONGEST, at)) for cut in range(start, at, _LONGEST)]
        start = at + 1
        if sign in "。！？" and spans:
            yield spans
            spans = []


def _dated(
    text: str, spans: Sequence[tuple[int, int]], in_force: tuple[int, ...], this_year: int | None
) -> list[Phrase]:
    """The phrases of a sentence with their years: those named here or before, else those named just after."""
    dated: list[Phrase] = []
    base, of_all, past = None, False, False
    for start, end in spans:
        words = text[start:end]
        dates = "20" in words  # a quick look: most phrases name no year
        named = _deadlines(words) if dates else ()
        if this_year and not named and _THIS_YEAR.search(words):
            named = (this_year,)
        said = _PAST.search(words) is not None
        past = said or (past and not named)
        own_base = _BASE.search(words) if dates else None
        if own_base:
            base, of_all = int(own_base["year"]), _BASE_ALONE.match(words) is not None
        elif text[start - 1 : start] == "；" and not of_all:
            base = None
        in_force = in_force if said else named or in_force
        dated.append(Phrase(start, end, words, in_force, base, of_all, past))
    return dated if in_force == dated[0].deadlines else _looking_ahead(dated)


def _looking_ahead(dated: list[Phrase]) -> list[Phrase]:
    """Phrases before the first year of a sentence take the deadline that follows: 新增100个，2025年底前完成."""
    ahead: tuple[int, ...] = ()
    for at in range(len(dated) - 1, -1, -1):
        if _AHEAD.search(dated[at].words):  # a year with a quantity of its own speaks of that alone
            ahead = () if find_quantities(dated[at].words) else dated[at].deadlines
        if ahead and not dated[at].deadlines:
            dated[at] = replace(dated[at], deadlines=ahead)
    return dated


def _deadlines(words: str) -> tuple[int, ...]:
    return tuple(
        int(match["year"])
        for match in _YEAR.finditer(words)
        if not _BEFORE_OTHER_YEAR.search(words[max(0, match.start() - 1) : match.start()])
        and not _AFTER_OTHER_YEAR.match(words, match.end())
    )
