"""How many documents there are, seen from the sides that pages offer as filters; and what the last edition told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.database import Row, Store
from storage.events import event_of
from storage.library import condition
from storage.models import Event

SIDES = ("verdict", "province", "level", "month")  # in the order of their index
MANY = (
    2_000  # from so many documents on, a search is not counted side by side: whoever finds so much asks again
)


@dataclass(frozen=True, slots=True)
class Cube:
    """Documents counted by all four sides at once, so that every facet of every filter is a sum over it."""

    cells: tuple[tuple[tuple[str | None, ...], int], ...]

    def total(self, chosen: Mapping[str, Any]) -> int:
        """How many documents the choices (side -> value) let through."""
        return sum(n for _, n in self._through(chosen))

    def facet(self, side: str, chosen: Mapping[str, Any]) -> Counter[str | None]:
        """The values of one side, each with its documents; the choices on all other sides hold."""
        at, counted = SIDES.index(side), Counter[str | None]()
        for values, n in self._through({name: value for name, value in chosen.items() if name != side}):
            counted[values[at]] += n
        return counted

    def _through(self, chosen: Mapping[str, Any]) -> list[tuple[tuple[str | None, ...], int]]:
        wanted = [(SIDES.index(side), value) for side, value in chosen.items() if value is not None]
        return [(values, n) for values, n in self.cells if all(values[at] == value for at, value in wanted)]


def cube(store: Store, *, topic: str | None = None, match: str | None = None) -> Cube:
    """All documents that treat the topic and that the search expression finds, counted by SIDES."""
    where, given = condition({"topic": topic, "match": match})
    sides = ", ".join(f"d.{side}" for side in SIDES)
    rows = store.rows(f"SELECT {sides}, count(*) AS n FROM documents d WHERE {where} GROUP BY {sides}", given)
    return Cube(tuple((tuple(row[side] for side in SIDES), row["n"]) for row in rows))


def topics(store: Store, verdict: str = "plan") -> Counter[str]:
    """Every topic with the number of documents of this verdict that treat it."""
    # +: the index of topics is read from end to end, which takes half as long as a look at each plan's topics
    sql = """
        SELECT topic, count(DISTINCT revision) AS n FROM topics
        WHERE +revision IN (SELECT latest FROM documents WHERE verdict = ?) GROUP BY topic
    """
    return Counter({row["topic"]: row["n"] for row in store.rows(sql, [verdict])})


def plans_a_week(store: Store) -> dict[date, int]:
    """The Mondays of all weeks in which plans were published, and how many, oldest first."""
    sql = """
        SELECT date(substr(day, 1, 10), '-6 days', 'weekday 1') AS monday, count(*) AS n
        FROM documents WHERE verdict = 'plan' GROUP BY 1 ORDER BY 1
    """
    return {date.fromisoformat(row["monday"]): row["n"] for row in store.rows(sql)}


def core_values(store: Store) -> list[Row]:
    """Every number that texts aim at, of a range its lower end, and who sets it: indicator, unit, kind, value,
    revisions (their ids)."""
    rows = store.rows(
        """
        SELECT indicator, unit, kind, value, group_concat(revision) AS revisions
        FROM targets WHERE core = 1 AND value IS NOT NULL GROUP BY indicator, unit, kind, value
        """
    )
    return [{**row, "revisions": [int(id) for id in row["revisions"].split(",")]} for row in rows]


def named_plans(store: Store) -> list[Row]:
    """Every plan by what it is known by in a figure: id, revision (its newest), name (its region, else its number,
    else its title), is_baseline."""
    return store.rows(
        """
        SELECT d.id, d.latest AS revision, coalesce(r.region, r.doc_number, r.title, d.id) AS name,
            d.id IN (SELECT document FROM baselines) AS is_baseline
        FROM documents d JOIN revisions r ON r.id = d.latest WHERE d.verdict = 'plan'
        """
    )


def last_edition(store: Store) -> tuple[Row, list[Event]] | None:
    """The last edition (`id`, `made_at`) and the events that it told, oldest first; None before the first."""
    edition = store.row("SELECT * FROM editions ORDER BY id DESC LIMIT 1")
    if edition is None:
        return None
    sql = "SELECT * FROM events WHERE id IN (SELECT event FROM edition_events WHERE edition = ?) ORDER BY id"
    return edition, [event_of(row) for row in store.rows(sql, [edition["id"]])]
