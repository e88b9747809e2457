"""Line breaks that were lost or put in on the way: a number that ran into its title, a date cut by a page's end.

Only breaks that the layout of documents leaves no doubt about are set again, or taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipelines.closing import MAX_DATE_LINE, bodies_beside_date, openness_spans
from pipelines.dates import find_dates
from pipelines.document_number import find, parse
from pipelines.issuers import bodies_in, mast_bodies
from pipelines.labels import labels_begin
from pipelines.lines import MARKUP, Line
from pipelines.titles import is_complete

_HEAD = 12  # lines in which a number, a label or an addressee may have run into the title
_NOTICE, _CLOSING = 40, 20
_SHORTEST_TITLE = 8
_MAX_HALVES = 40  # characters of a date, a number or a name that was cut in two
_TITLE_BEGINS = re.compile(
    "(?![起前后至以之内间印])[一-鿿][^，。；：,;:]{6,80}?(?:方案|计划|措施|举措|细则|要点|分解|行动|意见|办法|以旧换新|设备更新|$)"
)
_NO_AGENCY = re.compile(r"[\d第]")
_ADDRESSED = re.compile("的(?:通知|函)(?=[各省市区县有][^。]{1,300}[：:])")


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that ran together taken apart and those cut in two put together again.

    Looked at are the lines of a notice at the beginning and those of signature and imprint at the end.
    """
    tail = max(_NOTICE, len(lines) - _CLOSING)
    notice = [piece for at, line in enumerate(lines[:_NOTICE]) for piece in _cut(line, in_head=at < _HEAD)]
    closing = [piece for line in lines[tail:] for piece in _cut(line, in_head=False)]
    return [*_joined(notice), *lines[_NOTICE:tail], *_joined(closing)]


def _cut(line: Line, *, in_head: bool) -> list[Line]:
    """The pieces of a line; each keeps the whole line's place in the text."""
    pieces = [line.text]
    for breaks in _BREAKS_OF_HEAD if in_head else _BREAKS:
        pieces = [part for piece in pieces for part in _parts(piece, sorted({0, len(piece), *breaks(piece)}))]
    return [Line(piece, line.start, line.end) for piece in pieces]


def _parts(text: str, places: Sequence[int]) -> list[str]:
    return [part for start, end in pairwise(places) if (part := text[start:end].strip(MARKUP))]


def _number_breaks(text: str) -> Iterator[int]:
    """Behind a number that begins the line, or stands below a letterhead, where a title follows."""
    for number in find(text)[:1]:
        above, below = text[: number.start].strip(), text[number.end :].strip()
        titled = "。" not in below and ("关于" in below or is_complete(below))
        if titled and len(below) >= _SHORTEST_TITLE and (not above or mast_bodies(above)):
            yield number.end


def _label_breaks(text: str) -> Iterator[int]:
    """Before the information block, where it follows the title."""
    start = labels_begin(text)
    if start and is_complete(text[:start]):
        yield start


def _addressee_breaks(text: str) -> Iterator[int]:
    """Before the addressee, where it follows the title: …的通知各县、区人民政府：."""
    match = _ADDRESSED.search(text)
    if match:
        yield match.end()


def _signature_breaks(text: str) -> Iterator[int]:
    """Between a sentence and the signature behind it, and between a signature's date and the title behind it."""
    sentence = text.rfind("。") + 1
    rest = text[sentence:].strip()
    if sentence and rest and (bodies_in(rest) or bodies_beside_date(rest) is not None):
        yield sentence
    for start in {0, sentence}:
        for date in find_dates(text[start : start + MAX_DATE_LINE])[:1]:
            end = start + date.end
            below = text[end:].strip(MARKUP)
            signed = bodies_beside_date(text[start:end]) is not None
            if signed and _TITLE_BEGINS.match(below) and not parse(below):
                yield from (start, end)


def _openness_breaks(text: str) -> Iterator[int]:
    for span in openness_spans(text):
        yield from span


_BREAKS: tuple[Callable[[str], Iterator[int]], ...] = (_openness_breaks, _signature_breaks)
_BREAKS_OF_HEAD = (*_BREAKS, _number_breaks, _label_breaks, _addressee_breaks)


def _joined(lines: Sequence[Line]) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        if joined and _is_one(joined[-1].text, line.text):
            above = joined.pop()
            line = Line(above.text + line.text, above.start, line.end)
        joined.append(line)
    return joined


def _is_one(above: str, below: str) -> bool:
    """Do two lines, neither of them whole, make one date, number or name of a body?"""
    if len(above) + len(below) > _MAX_HALVES or any(map(_is_whole, (above, below))):
        return False
    return _is_whole(above + below)


def _is_whole(text: str) -> bool:
    dated = bodies_beside_date(text.removesuffix("印发")) == []
    return dated or _is_number(text) or bool(bodies_in(text))


def _is_number(text: str) -> bool:
    """An intact number with its agency; 2024年第3号 may still lack the letterhead above it."""
    number = parse(text)
    return number is not None and number.normal is not None and not _NO_AGENCY.match(number.normal)
