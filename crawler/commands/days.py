"""Days as people write them: 2024-05-28, 2024-05, 2024, today, 昨天, 30d, 2周."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

HOW = "expected a day, a month or a year (2024-05-28, 2024-05, 2024), today, yesterday, or how long ago: 30d, 6w, 3m, 1y"

_CALENDAR = re.compile(r"(\d{4})(?:[-年/](\d{1,2}))?(?:[-月/](\d{1,2}))?[年月日]?")
_AGO = re.compile(r"(\d{1,4}) ?(d|w|m|y|天|周|月|年)")
_NAMED = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
_DAYS = {"d": 1, "天": 1, "w": 7, "周": 7}
_MONTHS = {"m": 1, "月": 1, "y": 12, "年": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both of them included; None is open."""

    first: date | None
    last: date | None


def span(text: str, today: date) -> Span:
    """What one period or a range of two means: `2024-05`, `2024-05..2024-07`, `..2024`, `30d`.

    How long ago, and a name, mean a single day. Raises ValueError on anything else.
    """
    if ".." not in text:
        return period(text, today)
    first, last = (part.strip() for part in text.split("..", 1))
    return Span(
        period(first, today).first if first else None,
        period(last, today).last if last else None,
    )


def overlap(spans: Iterable[Span]) -> Span:
    """The days that are in all of the spans. Raises ValueError where there is none."""
    known = list(spans)
    first = max((span.first for span in known if span.first), default=None)
    last = min((span.last for span in known if span.last), default=None)
    if first and last and first > last:
        raise ValueError(f"no day is both on or after {first} and on or before {last}")
    return Span(first, last)


def period(text: str, today: date) -> Span:
    """The day, month or year that the text names."""
    text = text.strip().lower()
    if text in _NAMED:
        day = today - timedelta(days=_NAMED[text])
        return Span(day, day)
    if ago := _AGO.fullmatch(text):
        day = _earlier(today, int(ago[1]), ago[2])
        return Span(day, day)
    if written := _CALENDAR.fullmatch(text):
        try:
            return _calendar(*(int(part) if part else None for part in written.groups()))
        except ValueError as error:
            raise ValueError(f"{text!r} is not in the calendar: {error}") from error
    raise ValueError(f"{text!r}: {HOW}")


def _calendar(year: int | None, month: int | None, day: int | None) -> Span:
    assert year is not None
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    return Span(first, date(year, last_month, day or monthrange(year, last_month)[1]))


def _earlier(today: date, n: int, unit: str) -> date:
    if unit in _DAYS:
        return today - timedelta(days=n * _DAYS[unit])
    months = today.year * 12 + today.month - 1 - n * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))
