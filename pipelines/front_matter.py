"""The parts of a document's text by layout (GB/T 9704-2012): head, notice, the plan it carries, imprint.

The head is letterhead, number and title; a notice has an addressee, a short body and a signature; the plan begins
where its own title stands again; the imprint (抄送, 印发) closes the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.dates import DateSpan, find_dates
from pipelines.document_number import Number, find
from pipelines.issuers import bodies_in
from pipelines.labels import labels_in

_MARKUP = " \t\u3000\ufeff\u200b#*-"
_MAX_HEAD, _MAX_TITLE_LINES, _MAX_TITLE, _MAX_SIGNERS = 40, 8, 220, 8
_TITLE_END = re.compile(
    "(?:通知|方案|计划|措施|举措|细则|办法|意见|决定|公告|通告|批复|函|专项行动|任务分解|分解表|分工|要点|规定|规则|清单|令|政策|规划|指南|通报|"
    "[》〉])(?:[（(][^（()）]{1,40}[）)])?$"
)
_NOTICE_END = re.compile("(?:通知|函|公告|意见|通告|决定)(?:[（(][^（()）]{1,40}[）)])?》?$")
_CARRIES = re.compile("关于(?:印发|发布|下发|转发|公布|颁布|批转)")
_QUOTED_TITLE = re.compile("《([^《》]{4,120}(?:《[^《》]{1,80}》[^《》]{0,40})?)》")
_SENTENCE = re.compile("[。；;！!？?]")
_HEADING = re.compile(
    "^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章条])"
)
_OPENNESS = re.compile("[（(](此[件文][^（()）]{2,20})[）)]")
_IMPRINT = re.compile("^(?:主办|督办|承办|抄送|抄报|分送|主送|联系人|联系电话|共印)|印发$|印发[）)]$")
_WRAPPED = re.compile("^[（(](.{0,60})[）)]$")
_ORDER_MAST = re.compile("(?:令|公告|通告)$")
_BARE_NUMBER = re.compile(r"^[（(]?(?:\d{4}\s?年\s?)?第\s?[\d一二三四五六七八九十百〇零]{1,6}\s?号[）)]?$")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line: `text` without markup around it, `start` and `end` of the whole line in the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Signing bodies, if printed, and the date under them."""

    bodies: tuple[str, ...]
    date: DateSpan
    printed: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body. `body_at` is the index of the first line that is none of it."""

    title: str | None
    title_printed: str
    title_start: int
    letterhead: tuple[str, ...]
    letterhead_printed: str
    numbers: tuple[tuple[Number, str], ...]  # with the place it stands in: letterhead, title, date line
    labels: tuple[tuple[str, str], ...]
    date: Signature | None  # （2024年5月28日） under the title
    body_at: int


@dataclass(frozen=True, slots=True)
class NoticeAndPlan:
    """A document cut where the plan that a notice carries begins.

    `title` is the plan's own title as printed there; `plan` is what follows it, to before the imprint, and begins at
    `plan_start`. A text without a notice is all plan; of a notice whose plan lies in another file `plan` is empty.
    """

    notice: str
    title: str | None
    plan: str
    plan_start: int


def filled_lines(text: str) -> list[Line]:
    """The lines that hold anything."""
    lines, start = [], 0
    for raw in text.splitlines(keepends=True):
        shown = raw.strip().strip(_MARKUP)
        if shown:
            lines.append(
                Line(re.sub(r"^\[bookmark:[^\]]{0,60}\]", "", shown).strip(), start, start + len(raw))
            )
        start += len(raw)
    return lines


def without_gaps(text: str) -> str:
    """A title as one string: no blanks beside Chinese characters, where only the layout put them."""
    return _HAN_GAP.sub("", text.strip())


# ---------------------------------------------------------------- head


def read_head(lines: Sequence[Line]) -> Head:
    """Everything above the first line of the body."""
    kinds = _kinds(lines[:_MAX_HEAD])
    first, last = _title_span(lines, kinds)
    body_at = last
    while body_at < len(kinds) and kinds[body_at] != "text":
        body_at += 1
    title_lines = lines[first:last]
    above = [
        (kind, line)
        for at, (kind, line) in enumerate(zip(kinds[:body_at], lines, strict=False))
        if not first <= at < last
    ]
    printed = "\n".join(line.text for line in title_lines)
    title, number = without_number(without_gaps(" ".join(line.text for line in title_lines)))
    masts = [line.text for kind, line in above if kind in ("bodies", "order")]
    return Head(
        title=title or None,
        title_printed=printed,
        title_start=title_lines[0].start if title_lines else 0,
        letterhead=tuple(body for mast in masts for body in mast_bodies(mast)),
        letterhead_printed="\n".join(masts),
        numbers=(*_numbers(above), *([(number, "title")] if number else [])),
        labels=tuple(pair for kind, line in above if kind == "labels" for pair in labels_in(line.text)),
        date=next(
            (
                found
                for kind, line in above
                if kind == "date"
                for found in [_date_in_brackets(line.text)]
                if found
            ),
            None,
        ),
        body_at=body_at,
    )


def mast_bodies(line: str) -> list[str]:
    """The bodies of a letterhead: 开封市人民政府文件, 开封市人民政府令, or names alone."""
    return bodies_in(re.sub(r"(?:文\s*件|令|公告|通告)$", "", line.strip()))


def _kinds(lines: Sequence[Line]) -> list[str]:
    """The kind of each line down to the first of the body: labels, number, date, openness, bodies, order, text."""
    kinds: list[str] = []
    for at, line in enumerate(lines):
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        kind = "order" if kinds and kinds[-1] == "order-above" else _kind(line.text, below)
        if kind == "body":
            break
        kinds.append(kind)
    return ["order" if kind == "order-above" else kind for kind in kinds]


def _kind(text: str, below: str) -> str:
    if labels_in(text[:60]):
        return "labels"
    if _OPENNESS.search(text):
        return "openness"
    if len(text) <= _MAX_TITLE and is_number_line(text):
        return "number"
    if find_dates(text[:40]) and _bodies_beside_date(text) is not None:
        return "date"
    if _SENTENCE.search(text) or text.endswith(("：", ":")) or _HEADING.search(text):
        return "body"
    if len(text) <= 40 and _ORDER_MAST.search(text) and _BARE_NUMBER.search(below):
        return "order-above"
    return "bodies" if mast_bodies(text) else "text"


def is_number_line(text: str) -> bool:
    """Is the line a document number and nothing else but a date, a letterhead or 签发人?"""
    numbers = find(text)
    rest = _cut(text, [(number.start, number.end) for number in numbers])
    rest = re.sub(
        r"签发人[：:]?\s*\S{0,8}", "", _cut(rest, [(span.start, span.end) for span in find_dates(rest)])
    )
    rest = rest.strip("（）()【】[] \t\u3000，,、")
    return bool(numbers) and (not rest or bool(mast_bodies(rest)))


def _title_span(lines: Sequence[Line], kinds: Sequence[str]) -> tuple[int, int]:
    """The lines of the title, issuers above 关于印发… included: (first, one past the last), equal where none is."""
    first = next((at for at, kind in enumerate(kinds) if kind == "text"), len(kinds))
    last = first
    while last < len(kinds) and kinds[last] == "text" and last - first < _MAX_TITLE_LINES:
        last += 1
        below = lines[last].text if last < len(kinds) and kinds[last] == "text" else ""
        if _complete("".join(line.text for line in lines[first:last]), below):
            break
    if first < last and lines[first].text.startswith("关于"):
        while first and kinds[first - 1] == "bodies":
            first -= 1
    return first, last


def _complete(title: str, below: str) -> bool:
    """Has the title come to its end, given the line below it?"""
    title = without_gaps(title)
    if title.count("《") > title.count("》") or below.startswith(("的", "》")) or _WRAPPED.search(below):
        return False
    if _CARRIES.search(title) and not _NOTICE_END.search(title):
        return not below
    return bool(_TITLE_END.search(title)) and not (len(below) <= 10 and bool(_TITLE_END.search(below)))


def without_number(title: str) -> tuple[str, Number | None]:
    """A title without the document number in brackets at its end; one behind 《》 cites another document."""
    for number in find(title)[-1:]:
        before, after = title[: number.start].rstrip(), title[number.end :].strip()
        if before.endswith(("（", "(")) and after in ("）", ")") and not before[:-1].rstrip().endswith("》"):
            return before[:-1].rstrip(), number
    return title, None


def _numbers(above: Sequence[tuple[str, Line]]) -> Iterator[tuple[Number, str]]:
    orders = [line.text for kind, line in above if kind == "order"]
    if orders:
        yield from ((number, "letterhead") for number in find(" ".join(orders)))
    for kind, line in above:
        if kind == "number":
            place = "date line" if find_dates(line.text) else "letterhead"
            yield from ((number, place) for number in find(line.text))


# ---------------------------------------------------------------- signature, imprint, openness


def read_signature(lines: Sequence[Line]) -> Signature | None:
    """The last date that stands alone under signing bodies, else the last that stands alone."""
    alone: Signature | None = None
    for at in range(len(lines) - 1, -1, -1):
        dates = find_dates(lines[at].text) if len(lines[at].text) <= 80 else []
        beside = _bodies_beside_date(lines[at].text) if len(dates) == 1 else None
        if beside is None:
            continue
        first = at
        while first and not beside and at - first < _MAX_SIGNERS and bodies_in(lines[first - 1].text):
            first -= 1
        above = [body for line in lines[first:at] for body in bodies_in(line.text)]
        printed = "\n".join(line.text for line in lines[first : at + 1])
        signature = Signature(tuple(beside or above), dates[0], printed)
        if signature.bodies:
            return signature
        alone = alone or signature
    return alone


def read_imprint(lines: Sequence[Line]) -> tuple[DateSpan, str] | None:
    """The date of printing and its line: 开封市人民政府办公室 2024年5月30日印发."""
    for line in reversed(lines):
        text = line.text.rstrip("。 ")
        if (
            text.endswith("印发")
            and len(text) <= 80
            and not _SENTENCE.search(text)
            and (dates := find_dates(text))
        ):
            return dates[-1], line.text
    return None


def read_openness(text: str) -> tuple[str, str] | None:
    """（此件公开发布）: the words inside, and as printed."""
    match = _OPENNESS.search(text)
    return (match[1], match[0]) if match else None


def _date_in_brackets(text: str) -> Signature | None:
    dates = find_dates(text) if _WRAPPED.search(text) else []
    return Signature((), dates[0], text) if len(dates) == 1 else None


def _bodies_beside_date(text: str) -> list[str] | None:
    """The bodies in a line that holds a date and at most bodies beside it; None for any other line."""
    spans = [(span.start, span.end) for span in find_dates(text)]
    rest = _cut(text, spans).strip("（）() \t\u3000")
    if not spans or not rest:
        return [] if spans else None
    return bodies_in(rest) or None


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return text


# ---------------------------------------------------------------- notice and plan


def carried_titles(title: str) -> list[str]:
    """The documents that a notice carries by its title: 关于印发《X》的通知 and 关于印发X的通知 carry X."""
    match = _CARRIES.search(title)
    if not match:
        return []
    rest = re.sub("[（(][^（()）]{1,40}[）)]$", "", title[match.end() :])
    rest = re.sub("的?(?:通知|函|公告|意见|通告|决定)》?$", "", rest)
    return _QUOTED_TITLE.findall(rest) if "《" in rest else [rest] if len(rest) >= 4 else []


def split_notice(text: str) -> NoticeAndPlan:
    """Cuts a document's text where the plan's own title stands again; see `NoticeAndPlan`."""
    lines = filled_lines(text)
    return split_lines(text, lines, read_head(lines))


def split_lines(text: str, lines: Sequence[Line], head: Head) -> NoticeAndPlan:
    """`split_notice` for a text whose lines and head are known."""
    end = _before_imprint(lines)
    stop = lines[end - 1].end if end else 0
    carried = carried_titles(head.title or "") or _announced(lines[head.body_at : head.body_at + 12])
    span = _own_title(lines[:end], head.body_at, carried)
    if span:
        first, last = span
        start = lines[last - 1].end
        title = without_gaps(" ".join(line.text for line in lines[first:last]))
        return NoticeAndPlan(text[: lines[first].start], title, text[start:stop], start)
    if carried:
        return NoticeAndPlan(text[:stop], None, "", len(text))
    start = lines[head.body_at].start if head.body_at < len(lines) else len(text)
    return NoticeAndPlan(text[:start], head.title, text[start:stop], start)


def _announced(lines: Sequence[Line]) -> list[str]:
    """The document that the notice's body hands on: 现将《X》印发给你们."""
    for line in lines:
        for match in _QUOTED_TITLE.finditer(line.text[:600]):
            if (
                "印发" in line.text[match.end() : match.end() + 12]
                and "现将" in line.text[: match.start()][-8:]
            ):
                return [match[1]]
    return []


def _own_title(lines: Sequence[Line], body_at: int, carried: Sequence[str]) -> tuple[int, int] | None:
    """Where one of the carried titles stands alone, below the notice's signature if it has one."""
    wanted = [title_key(title) for title in carried]
    spans = [
        (at, last) for at in range(body_at, len(lines)) for last in [_title_ends(lines, at, wanted)] if last
    ]
    dated = next(
        (
            at
            for at in range(body_at, len(lines))
            if len(lines[at].text) <= 80 and _bodies_beside_date(lines[at].text) is not None
        ),
        0,
    )
    return next((span for span in spans if span[0] > dated), spans[0] if spans else None)


def _title_ends(lines: Sequence[Line], at: int, wanted: Sequence[str]) -> int | None:
    """One past the line at which the title that begins at `at` is complete; None where none begins."""
    read = ""
    for last in range(at, min(at + _MAX_TITLE_LINES, len(lines))):
        read += title_key(lines[last].text)
        if len(read) > _MAX_TITLE or not any(title.startswith(read) for title in wanted):
            return None
        if read in wanted:
            return last + 1
    return None


def title_key(title: str) -> str:
    """A title for comparison: blanks, outer 《》 and the width of brackets do not count."""
    return "".join(title.split()).strip("《》").replace("(", "（").replace(")", "）")


def _before_imprint(lines: Sequence[Line]) -> int:
    """How many lines stand before the imprint and the signature that close the document."""
    end = len(lines)
    while end and _closes(lines[end - 1].text):
        end -= 1
    return end


def _closes(text: str) -> bool:
    return (
        bool(_IMPRINT.search(text) or _OPENNESS.fullmatch(text))
        or bool(bodies_in(text))
        or (len(text) <= 80 and _bodies_beside_date(text) is not None)
    )
