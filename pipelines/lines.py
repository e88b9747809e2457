"""The filled lines of a main text, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

MARKUP = " \t\u3000\u00a0\u2002\u2003\ufeff\u200b#*-★☆"
_BOOKMARK = re.compile(r"^\[bookmark:[^\]]{0,60}\]")


class Span(Protocol):
    """Anything that stands from `start` to `end` of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line: `text` without markup around it, `start` and `end` of the whole line in the document."""

    text: str
    start: int
    end: int


def filled_lines(text: str) -> list[Line]:
    """The lines that hold anything, in their order."""
    lines, start = [], 0
    for raw in text.splitlines(keepends=True):
        shown = _BOOKMARK.sub("", raw.strip().strip(MARKUP)).strip()
        if shown:
            lines.append(Line(shown, start, start + len(raw)))
        start += len(raw)
    return lines


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with a blank in the place of each span."""
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text
