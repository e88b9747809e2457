"""Dates as Chinese documents print them: 2024年5月28日, 二〇二四年五月二十八日, 2024-05-28, 2024.5.28, 20240528.

A date is read only where year, month and day are all printed and exist in the calendar; nothing is completed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

HAN_DIGITS = {"〇": 0, "○": 0, "零": 0, "Ｏ": 0, "O": 0} | {
    han: n for n, han in enumerate("一二三四五六七八九", 1)
}
_HAN = "".join(HAN_DIGITS)
_GAP = r"[\s\u200b\ufeff]{0,3}"
_BLANK = r"[ \u3000\u00a0]?"

# Every repetition is bounded, so that a search takes linear time whatever the text.
_WRITTEN = re.compile(
    rf"(?<!\d)(\d(?:{_BLANK}\d){{3}}|[{_HAN}]{{4}}){_GAP}年"
    rf"{_GAP}(\d(?:{_BLANK}\d)?|[{_HAN}十]{{1,3}}){_GAP}月"
    rf"{_GAP}(\d(?:{_BLANK}\d)?|[{_HAN}十]{{1,3}}){_GAP}[日号]"
)
_SEPARATED = re.compile(
    rf"(?<!\d)(\d{{4}}){_BLANK}([-./－．／]){_BLANK}(?!0\d{_BLANK}\2{_BLANK}\d(?!\d))"
    rf"(\d{{1,2}}){_BLANK}\2{_BLANK}(\d{{1,2}})(?!\d)"
)
_COMPACT = re.compile(r"(?<![\d.])((?:19|20)\d\d)(\d\d)(\d\d)(?![\d.])")

_YEAR = re.compile(r"\d{4}")
_YEARS = range(1949, 2101)


class DateSpan(NamedTuple):
    """A date and where it stands: `text[start:end]` is what is printed."""

    value: date
    start: int
    end: int


def find_dates(text: str) -> list[DateSpan]:
    """All complete dates of the text in reading order."""
    spans: list[DateSpan] = []
    if "年" in text:  # quick looks: most lines hold no date
        spans += _spans(_WRITTEN, text, 1, 2, 3)
    if _YEAR.search(text):
        spans += [*_spans(_SEPARATED, text, 1, 3, 4), *_spans(_COMPACT, text, 1, 2, 3)]
    return sorted(spans, key=lambda span: span.start)


def parse_date(text: str | None) -> date | None:
    """The first complete date of the text, or None: 2024年5月 and 2024-02-30 are no dates."""
    spans = find_dates(text) if text else []
    return spans[0].value if spans else None


def han_number(token: str) -> int:
    """The value of 二十八, 十 or 二〇二四, or of Arabic digits of either width.

    Raises ValueError for anything else.
    """
    token = "".join(token.split())
    if token.isdecimal():
        return int(token)
    if "百" in token:
        hundreds, _, rest = token.partition("百")
        return han_number(hundreds) * 100 + (han_number(rest.lstrip("零〇")) if rest else 0)
    if "十" in token:
        tens, _, ones = token.partition("十")
        return (han_number(tens) if tens else 1) * 10 + (han_number(ones) if ones else 0)
    if not token or any(sign not in HAN_DIGITS for sign in token):
        raise ValueError(f"no number: {token!r}")
    return int("".join(str(HAN_DIGITS[sign]) for sign in token))


def _spans(pattern: re.Pattern[str], text: str, year: int, month: int, day: int) -> Iterator[DateSpan]:
    for match in pattern.finditer(text):
        try:
            value = date(*(han_number(match[group]) for group in (year, month, day)))
        except ValueError:
            continue  # 2月30日, 十十日: printed, but no day of the calendar
        if value.year in _YEARS:
            yield DateSpan(value, match.start(), match.end())
