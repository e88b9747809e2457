"""What JSON answers hold, whatever they call it: values by their path, titles without markup, dates of any make."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawler.adapters.row import read_date

CHINA = ZoneInfo("Asia/Shanghai")
TAG = re.compile(r"<[^>]+>")
SECONDS = re.compile(r"(1\d{9})(\d{3})?")  # since 1970, or thousandths of them: 2001 to 2033
COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def load(text: str) -> Any:
    """The value that `text` spells; None if it is no JSON."""
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def at(value: Any, path: str) -> list[Any]:
    """Everything at a path of keys joined by dots, where `*` is any key or position; `""` is the value itself."""
    values = [value]
    for step in path.split(".") if path else ():
        values = [inner for outer in values for inner in _step(outer, step)]
    return values


def number_at(value: Any, path: str | None) -> int | None:
    """The whole number at a path; None where there is none."""
    found = at(value, path) if path else []
    text = str(found[0]) if found else ""
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def rows_at(value: Any, path: str) -> list[Mapping[str, Any]]:
    """The objects at a path, or in the lists at it."""
    found = [inner for outer in at(value, path) for inner in (outer if isinstance(outer, list) else [outer])]
    return [row for row in found if isinstance(row, dict)]


def lists_in(value: Any) -> Iterator[list[Any]]:
    """Every list of objects, at any depth."""
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from lists_in(one)


def first(row: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    """The value under the first of `keys` that has one."""
    return next((row[key] for key in keys if row.get(key) not in (None, "")), None)


def plain(value: Any) -> str:
    """A text without markup and needless space; other values have none."""
    if not isinstance(value, str):
        return ""
    return re.sub(r"\s+", " ", html.unescape(TAG.sub("", value))).strip()


def day(value: Any) -> date | None:
    """The day that a value tells: a printed date, or seconds or thousandths of seconds since 1970 in China."""
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if found := SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), CHINA).date()
    if found := COMPACT.fullmatch(text):
        text = "-".join(found.groups())
    return read_date(text)


def _step(value: Any, step: str) -> list[Any]:
    if step == "*":
        return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, dict) and step in value:
        return [value[step]]
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return [value[int(step)]]
    return []
