"""What a portal publishes: plans from their texts, everything else from the entry tables."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from .bodies import Body, Row, body_of
from .days import BEIJING

ENTRIES = Path(__file__).parent / "data" / "entries"


@dataclass(frozen=True, slots=True)
class Publication:
    """One published page: what the list shows of it, and what stands on it."""

    title: str
    published: datetime
    column: str
    sort: str
    serial: int  # its number in the portal's entry table
    body: Body

    @property
    def day(self) -> str:
        return self.published.strftime("%Y-%m-%d")

    @property
    def minute(self) -> str:
        return self.published.strftime("%Y-%m-%d %H:%M")


def entry_table(portal: str) -> list[Row]:
    """The rows of `data/entries/PORTAL.txt`, oldest first: `[column]` lines, then `date sort title` lines."""
    column, found = "", []
    for line in (ENTRIES / f"{portal}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            column = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((column, *line.split(maxsplit=2)))
    found.sort(key=lambda row: row[1])
    return [
        Row(column, date.fromisoformat(day), sort, title, serial)
        for serial, (column, day, sort, title) in enumerate(found, start=1)
    ]


def publications_of(portal: str, texts: Path) -> list[Publication]:
    """Everything a portal will publish, oldest first.

    texts: the folder with the plan texts, `PORTAL.txt`.
    Times of day and the wording of the ordinary pages come from a generator seeded with the portal's name.
    """
    chance = random.Random(f"farm {portal}")
    return [
        Publication(
            title=row.title,
            published=datetime.combine(row.date, office_hour(row.sort, chance), BEIJING),
            column=row.column,
            sort=row.sort,
            serial=row.serial,
            body=body_of(portal, row, texts, chance),
        )
        for row in entry_table(portal)
    ]


def office_hour(sort: str, chance: random.Random) -> time:
    """A time in the working day; plans come out before the farm's morning, so that they are read the same day."""
    return time(7, 40) if sort == "plan" else time(chance.randrange(8, 18), chance.randrange(60))
