"""The head of a document by layout (GB/T 9704-2012): letterhead, number, title, above the first line of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from operator import itemgetter

from pipelines.closing import Signature, bodies_beside_date, is_openness
from pipelines.dates import find_dates
from pipelines.document_number import Number, find, parse
from pipelines.issuers import mast_bodies
from pipelines.labels import field_of, is_label, labels_in, web_date
from pipelines.lines import Line, blanked
from pipelines.titles import MAX_TITLE, is_complete, is_remark, without_gaps, without_number

MAX_HEAD, MAX_TITLE_LINES = 40, 8
_BODY = re.compile(
    "[。；;！!？?]|[：:]$|^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章条])"
)
# What a plan's preamble, or a notice's first sentence, begins with.
_SENTENCE = re.compile(
    "(?:根据|依据|按照|为(?:深入|贯彻|全面|认真|进一步|落实|推动|加快|做好)|现将)[^。]{0,200}[，,]"
)
_PATH = re.compile("[^。]{0,8}位置[：:]|首页[>›»]")  # 当前位置：首页 > 政务公开
_ISSUER_IN_NUMBER = re.compile(r"[\s\d第〔].*")
_ANNEX = re.compile(r"附\s?[件表录]\s?[\d一二三四五六七八九十]{0,2}\s?[:：]?")
_SIGNER = re.compile(r"签发人[：:]?\s*\S{0,8}")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body.

    `numbers` come with the place they stand in: letterhead, title or date line; they and `labels` may stand below
    the title that a page repeats. `date` is one in brackets under the
    title, `unlabelled_date` any other, as beside the number. `title_lines` and `body_at` are indices of lines: of the title, and of
    the first line of the body.
    """

    title: str | None
    title_printed: str
    title_lines: tuple[int, int]
    letterhead: tuple[str, ...]
    letterhead_printed: str
    numbers: tuple[tuple[Number, str], ...]
    labels: tuple[tuple[str, str], ...]
    date: Signature | None
    unlabelled_date: Signature | None
    body_at: int


def read_head(lines: Sequence[Line]) -> Head:
    """Everything above the first line of the body."""
    kinds = _kinds(lines[:MAX_HEAD])
    first, last = _title_span(lines, kinds)
    body_at = next((at for at in range(last, len(kinds)) if kinds[at] == "text"), len(kinds))
    above = [(kinds[at], lines[at].text) for at in range(body_at) if not first <= at < last]
    title, number = without_number(without_gaps(" ".join(line.text for line in lines[first:last])))
    masts = [
        text if kind == "bodies" else _above_number(text)
        for kind, text in above
        if kind in ("bodies", "number")
    ]
    masts = [mast for mast in masts if mast_bodies(mast)]
    below = [(kinds[at], lines[at].text) for at in range(body_at, len(kinds))]
    dates = [found for kind, text in above if kind == "date" and is_remark(text) for found in _dates(text)]
    unlabelled = [found for kind, text in above if kind in ("number", "date") for found in _dates(text)]
    return Head(
        title=title or None,
        title_printed="\n".join(line.text for line in lines[first:last]),
        title_lines=(first, last),
        letterhead=tuple(body for mast in masts for body in mast_bodies(mast)),
        letterhead_printed="\n".join(masts),
        numbers=(*_numbers([*above, *below]), *([(number, "title")] if number else [])),
        labels=tuple(_labels([*above, *below])),
        date=next(iter(dates), None),
        unlabelled_date=next(iter(unlabelled), None),
        body_at=body_at,
    )


def is_number_line(text: str) -> bool:
    """Is the line a document number and nothing else but a date, a letterhead or 签发人?"""
    if parse(text):
        return True
    numbers = find(text)
    rest = blanked(text, numbers)
    rest = _SIGNER.sub("", blanked(rest, find_dates(rest))).strip("（）()【】[] \t\u3000，,、")
    return bool(numbers) and (not rest or bool(mast_bodies(rest)) or field_of(rest) == "doc_number")


def _above_number(text: str) -> str:
    """What a number's line says before the number itself: the letterhead, for an order's number the issuer in it."""
    start = find(text)[0].start
    return text[:start] if text[:start].strip() else _ISSUER_IN_NUMBER.sub("", text)


def _kinds(lines: Sequence[Line]) -> list[str]:
    """The kind of each line above the body: labels, value, number, date, openness, annex, path, bodies or text."""
    kinds = (
        "value" if at and is_label(lines[at - 1].text) and not is_label(line.text) else _kind(line.text)
        for at, line in enumerate(lines)
    )
    return list(takewhile(lambda kind: kind != "body", kinds))


def _kind(text: str) -> str:
    if labels_in(text[:60]) or web_date(text) or is_label(text):
        return "labels"
    if _PATH.match(text):
        return "path"
    if is_openness(text):
        return "openness"
    if _ANNEX.fullmatch(text):
        return "annex"
    if len(text) <= MAX_TITLE and is_number_line(text):
        return "number"
    if bodies_beside_date(text) is not None:
        return "date"
    if _BODY.search(text) or _SENTENCE.match(text):
        return "body"
    return "bodies" if mast_bodies(text) else "text"


def _title_span(lines: Sequence[Line], kinds: Sequence[str]) -> tuple[int, int]:
    """The lines of the title, issuers above 关于印发… included: (first, one past the last), equal where none is.

    Of several runs of text above the body it is the first that ends as titles do.
    """
    runs = [
        [at for at, _ in run] for kind, run in groupby(enumerate(kinds), key=itemgetter(1)) if kind == "text"
    ]
    spans = [_title_in(lines, run[0], run[-1] + 1) for run in runs]
    whole = [span for span in spans if is_complete("".join(line.text for line in lines[slice(*span)]))]
    first, last = (whole or spans or [(len(kinds), len(kinds))])[0]
    if first < last and lines[first].text.startswith("关于"):
        while first and kinds[first - 1] == "bodies":
            first -= 1
    return first, last


def _title_in(lines: Sequence[Line], first: int, end: int) -> tuple[int, int]:
    """The lines of a title that begins a run of text."""
    last = first
    while last < end and last - first < MAX_TITLE_LINES:
        last += 1
        below = lines[last].text if last < end else ""
        if is_complete("".join(line.text for line in lines[first:last]), below):
            break
    return first, last


def _numbers(above: Sequence[tuple[str, str]]) -> Iterator[tuple[Number, str]]:
    for kind, text in above:
        if kind == "number":
            place = "date line" if find_dates(text) else "letterhead"
            whole = parse(text)
            yield from ((number, place) for number in ([whole] if whole else find(text)))


def _labels(above: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for (kind, text), (after, value) in pairwise([*above, ("", "")]):
        if kind == "labels" and after == "value":
            yield text, value
        elif kind == "labels":
            yield from labels_in(text) or [web_date(text) or ("", text)]


def _dates(text: str) -> list[Signature]:
    return [Signature((), span, text) for span in find_dates(text)]
