"""A notice and the plan it carries: where the plan begins, under its own title, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.breaks import mended
from pipelines.closing import before_closing, bodies_beside_date
from pipelines.front_matter import Head, read_head
from pipelines.lines import MARKUP, Line, filled_lines
from pipelines.titles import carried_titles, handed_on, is_complete, title_key, without_gaps

_MAX_NOTICE = 60  # lines of a notice; its signature stands within them
_FIRST_SENTENCES = 12
_NEAR = 40
_PREAMBLE = 12  # lines from the signature to the first heading of a plan whose title was lost
_FIRST_HEADING = re.compile("一、|第一[章条]")
_MOST_CARRIED = 8  # documents in one notice
_BLANKS = r"\s{0,12}"
_BRACKETS = {"（": "[（(]", "）": "[）)]"}
# A title inside a sentence or a quotation is followed by one of these; one that stands alone is preceded by these.
_NOT_BEHIND = ("》", "〉", ">", "”", "的通知", "印发", "已", "（以下", "(以下")
_BEFORE = ("\n", "]", "］", "日", "）", ")", "件", "。")


@dataclass(frozen=True, slots=True)
class NoticeAndPlan:
    """A document cut where the plan that a notice carries begins.

    `title` is the plan's own title as printed there; `plan` is what follows it, to before signature and imprint, and
    begins at `plan_start`. A text without a notice is all plan, below its head, and `notice` is empty; of a notice
    whose plan lies in another file `plan` is empty.
    """

    notice: str
    title: str | None
    plan: str
    plan_start: int


def split_notice(text: str) -> NoticeAndPlan:
    """Cuts a document's text where the plan's own title stands again; see `NoticeAndPlan`."""
    return lay_out(text)[2]


@lru_cache(maxsize=1)  # fields and structure of a document are read one after the other
def lay_out(text: str) -> tuple[Sequence[Line], Head, NoticeAndPlan]:
    """A document's lines, its head, and its parts."""
    lines = mended(filled_lines(text))
    head = read_head(lines)
    return lines, head, _split(text, lines, head)


def _split(text: str, lines: Sequence[Line], head: Head) -> NoticeAndPlan:
    end = before_closing(lines)
    stop = lines[end - 1].end if end else 0
    body = lines[head.body_at].start if head.body_at < len(lines) else len(text)
    carried = carried_titles(head.title or "") or _announced(lines[head.body_at :][:_FIRST_SENTENCES])
    if not carried:
        return NoticeAndPlan("", head.title, text[body:stop], body)
    signed = next((lines[at].start for at in _signatures(lines, head.body_at)), 0)
    span = (
        _own_title(text, body, signed, carried)
        or _titled_anew(lines[:end], head.body_at)
        or _untitled(lines[:end], head.body_at)
    )
    if span is None:
        return NoticeAndPlan(text, None, "", len(text))
    title_start, start = span
    title = without_gaps(text[title_start:start]) or None
    return NoticeAndPlan(text[:title_start], title, text[start:stop], start)


def _announced(lines: Sequence[Line]) -> list[str]:
    return [title for line in lines if (title := handed_on(line.text))][:1]


def _own_title(text: str, body: int, signed: int, carried: Sequence[str]) -> tuple[int, int] | None:
    """Where one of the carried titles first stands by itself below the notice's signature, or anywhere in the body."""
    spans = [
        match.span() for title in carried[:_MOST_CARRIED] for match in _spelled(title).finditer(text, body)
    ]
    alone = [span for span in spans if _stands_alone(text, *span)]
    return min(alone, key=lambda span: (span[0] < signed, span), default=None)


def _spelled(title: str) -> re.Pattern[str]:
    """The title with any blanks and line breaks inside, and brackets of either width."""
    return re.compile(_BLANKS.join(_BRACKETS.get(sign, re.escape(sign)) for sign in title_key(title)))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is a title no part of a sentence: does it begin a line, or follow a date or a bracket that ran into it?"""
    before = text[max(0, start - _NEAR) : start].rstrip(MARKUP)
    after = text[end : end + _NEAR].lstrip(MARKUP)
    return before.endswith(_BEFORE) and not after.startswith(_NOT_BEHIND)


def _signatures(lines: Sequence[Line], body_at: int) -> Iterator[int]:
    """Which lines of the notice are dates that stand alone, or beside the signing bodies."""
    for at in range(body_at, min(len(lines), body_at + _MAX_NOTICE)):
        if bodies_beside_date(lines[at].text) is not None:
            yield at


def _titled_anew(lines: Sequence[Line], body_at: int) -> tuple[int, int] | None:
    """From where to where a complete title begins a new paper below the notice's signature."""
    for at in _signatures(lines, body_at):
        below = lines[at + 1 :]
        first, last = read_head(below).title_lines
        if first < last and is_complete("".join(line.text for line in below[first:last])):
            return below[first].start, below[last - 1].end
    return None


def _untitled(lines: Sequence[Line], body_at: int) -> tuple[int, int] | None:
    """Where the plan begins below the notice's signature when its own title is lost, or is none: numbered, it is there."""
    for at in _signatures(lines, body_at):
        if any(_FIRST_HEADING.match(line.text) for line in lines[at + 1 :][:_PREAMBLE]):
            return lines[at + 1].start, lines[at + 1].start
    return None
