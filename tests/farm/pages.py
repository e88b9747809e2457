"""Pages from templates. A template belongs to one portal; `parts.html` beside them is for all."""

from __future__ import annotations

from collections.abc import Sequence
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
    """A table as HTML wants it: cells that stand for a neighbour become that neighbour's span."""
    return [
        [
            Cell(
                text,
                across=1 + length(row[column + 1 :], ""),
                down=1 + length([below[column] for below in table.rows[at + 1 :]], None),
            )
            for column, text in enumerate(row)
            if text
        ]
        for at, row in enumerate(table.rows)
    ]


def length(cells: Sequence[str | None], kind: str | None) -> int:
    """How many cells of that kind stand at the beginning."""
    return sum(1 for _ in takewhile(lambda cell: cell == kind, cells))


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
