"""Pages from templates. A template belongs to one portal; `parts.html` beside them is for all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .plans import Table

TEMPLATES = Path(__file__).parent / "templates"


def shorten(title: str, length: int) -> str:
    """A title as a list shows it: cut, with an ellipsis, where it is longer than `length`."""
    return title if len(title) <= length else title[: length - 1] + "…"


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    across: int
    down: int


def grid(table: Table) -> list[list[Cell]]:
    """A table as HTML wants it: empty cells become the span of the cell to their left, or of the one above."""
    width = max(map(len, table.rows))
    rows: list[list[Cell]] = []
    for at, row in enumerate(table.rows):
        if len(row) == 1:
            rows.append([Cell(row[0], width, 1)])
            continue
        below = list(takewhile(lambda other: len(other) > 2 and not other[1], table.rows[at + 1 :]))
        cells = []
        for column, text in enumerate(row):
            across = 2 if column + 1 < width and row[column + 1 : column + 2] == ("",) and column == 1 else 1
            if text:
                cells.append(Cell(text, across, len(below) + 1 if column == 1 else 1))
        rows.append(cells)
    return rows


_environment = Environment(
    loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["shorten"] = shorten
_environment.filters["grid"] = grid


def render(name: str, **context: Any) -> str:
    """The text of a page."""
    return _environment.get_template(name).render(**context)
