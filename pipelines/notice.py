"""A notice and the plan it carries: where the plan begins, under its own title, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.closing import before_closing, bodies_beside_date
from pipelines.front_matter import MAX_TITLE_LINES, Head, read_head
from pipelines.lines import Line, filled_lines
from pipelines.titles import MAX_TITLE, carried_titles, handed_on, is_complete, title_key, without_gaps

_MAX_NOTICE = 60  # lines of a notice; its signature stands within them
_FIRST_SENTENCES = 12


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
    lines = filled_lines(text)
    return split_lines(text, lines, read_head(lines))


def split_lines(text: str, lines: Sequence[Line], head: Head) -> NoticeAndPlan:
    """`split_notice` for a text whose lines and head are known."""
    end = before_closing(lines)
    stop = lines[end - 1].end if end else 0
    carried = carried_titles(head.title or "") or _announced(lines[head.body_at :][:_FIRST_SENTENCES])
    if not carried:
        start = lines[head.body_at].start if head.body_at < len(lines) else len(text)
        return NoticeAndPlan("", head.title, text[start:stop], start)
    span = _own_title(lines[:end], head.body_at, carried)
    if span is None:
        return NoticeAndPlan(text, None, "", len(text))
    first, last = span
    start = lines[last - 1].end
    title = without_gaps(" ".join(line.text for line in lines[first:last]))
    return NoticeAndPlan(text[: lines[first].start], title, text[start:stop], start)


def _announced(lines: Sequence[Line]) -> list[str]:
    return [title for line in lines if (title := handed_on(line.text))][:1]


def _own_title(lines: Sequence[Line], body_at: int, carried: Sequence[str]) -> tuple[int, int] | None:
    """The lines of the plan's title, below the notice's signature if it has one.

    It is one of the carried titles, word for word; else, below a signature, whatever stands there as a title.
    """
    signed = [at for at in range(body_at, min(len(lines), body_at + _MAX_NOTICE)) if _is_signed(lines[at])]
    wanted = [title_key(title) for title in carried]
    spans = [(at, last) for at in range(body_at, len(lines)) for last in _title_ends(lines, at, wanted)]
    below = [span for span in spans if signed and span[0] > signed[0]]
    if below or spans:
        return (below or spans)[0]
    return _titled_anew(lines, signed[0] + 1) if signed else None


def _is_signed(line: Line) -> bool:
    return bodies_beside_date(line.text) is not None


def _title_ends(lines: Sequence[Line], at: int, wanted: Sequence[str]) -> list[int]:
    """One past the line at which a wanted title that begins at `at` is complete; empty where none begins."""
    read = ""
    for last in range(at, min(at + MAX_TITLE_LINES, len(lines))):
        read += title_key(lines[last].text)
        if len(read) > MAX_TITLE or not any(title.startswith(read) for title in wanted):
            return []
        if read in wanted:
            return [last + 1]
    return []


def _titled_anew(lines: Sequence[Line], start: int) -> tuple[int, int] | None:
    """The lines of the complete title that begins a new paper below `start`."""
    head = read_head(lines[start:])
    first, last = head.title_lines
    return (start + first, start + last) if head.title and is_complete(head.title) else None
