"""Lines that lost the break between them: a number and its title, a sentence and the signature below it.

Only breaks that the layout of documents leaves no doubt about are set again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipelines.closing import MAX_DATE_LINE, bodies_beside_date, openness_spans
from pipelines.dates import find_dates
from pipelines.document_number import find
from pipelines.issuers import bodies_in, mast_bodies
from pipelines.labels import labels_begin
from pipelines.lines import Line
from pipelines.titles import is_complete

_HEAD = 12  # lines in which a number or a label may have run into its neighbour
_SHORTEST_TITLE = 8


def parted(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those that ran together taken apart; their texts joined again are the same."""
    found: list[Line] = []
    for at, line in enumerate(lines):
        found += _cut(line, _breaks(line.text, in_head=at < _HEAD))
    return found


def _breaks(text: str, *, in_head: bool) -> set[int]:
    breaks = {place for start, end in openness_spans(text) for place in (start, end)}
    breaks |= set(_signature_breaks(text))
    if in_head:
        breaks |= {*_number_breaks(text), *_label_breaks(text)}
    return breaks


def _number_breaks(text: str) -> Iterator[int]:
    """Behind a number that begins the line, or stands below a letterhead, where a title follows."""
    for number in find(text)[:1]:
        above, below = text[: number.start].strip(), text[number.end :].strip()
        if len(below) >= _SHORTEST_TITLE and is_complete(below) and (not above or mast_bodies(above)):
            yield number.end


def _label_breaks(text: str) -> Iterator[int]:
    start = labels_begin(text)
    if start and is_complete(text[:start]):
        yield start


def _signature_breaks(text: str) -> Iterator[int]:
    """Between a sentence and the signature behind it, and between a signature's date and the title behind it."""
    sentence = max(text.rfind("。"), text.rfind("."), text.rfind("：")) + 1
    rest = text[sentence:]
    if sentence and len(rest) <= MAX_DATE_LINE and (bodies_in(rest) or bodies_beside_date(rest) is not None):
        yield sentence
    for date in find_dates(text[:MAX_DATE_LINE])[:1]:
        below = text[date.end :].strip()
        if below and bodies_beside_date(text[: date.end]) is not None and is_complete(below):
            yield date.end


def _cut(line: Line, breaks: Iterable[int]) -> Iterator[Line]:
    """The pieces of a line. The offsets of a piece are those of the whole line where markup shifted its text."""
    places = [0, *sorted(place for place in breaks if 0 < place < len(line.text)), len(line.text)]
    for start, end in pairwise(places):
        if text := line.text[start:end].strip():
            yield Line(text, line.start, line.end)
