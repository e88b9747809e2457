"""What each page shows, asked of the store. A page is its template's name and the values that the template names."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nlargest
from typing import Any

from pipelines.compare.indicators import load_indicators, row_of
from pipelines.compare.quantities import GROWTH, in_common_unit
from pipelines.publish.edition import make_edition
from pipelines.publish.family import ALONE, Family
from pipelines.publish.gather import PortalName, gather
from pipelines.publish.kin import family_of_stored
from pipelines.publish.pages.charts import Mark, Strip, bars, strip, tiles
from pipelines.publish.pages.choices import PAGE, Choices
from pipelines.publish.pages.texts import paragraphs, pieces
from pipelines.publish.report import comparison_page
from pipelines.structure.topics import default_topics
from storage.citations import chain
from storage.comparisons import load_comparison
from storage.database import Row, Store
from storage.library import history, list_documents
from storage.outbox import open_events
from storage.overview import MANY, Cube, core_values, cube, last_edition, named_plans, plans_a_week, topics
from storage.readings import load_reading
from storage.runs import health_board, last_run
from storage.search import hits, match_expression, search

HIGHEST = 300  # values of an indicator that stand in its table
LATEST = 8  # plans on the first page, where no edition tells of any
TROUBLE = ("broken", "blocked", "garbled", "thin", "quiet", "well")  # the order of the health board

Page = tuple[str, dict[str, Any]]
Measure = tuple[str, bool]  # unit, and whether growth is measured


@dataclass
class Memory:
    """What was counted of a store, kept until something is stored."""

    version: object = None
    values: dict[object, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def recall(self, store: Store, key: object, count: Callable[[], Any]) -> Any:
        version = store.version()
        with self.lock:
            if version != self.version:
                self.version, self.values = version, {}
            known = self.values.get(key)
        if known is None:
            known = count()
            with self.lock:
                self.values[key] = known
        return known


@dataclass(frozen=True)
class Site:
    """The pages. `portals` by id; `now`: the clock, which a page of today's edition asks."""

    portals: Mapping[str, PortalName]
    now: Callable[[], datetime]
    memory: Memory = field(default_factory=Memory)

    def home(self, store: Store) -> Page:
        """Today's edition, where plans were found, and when."""
        told = last_edition(store)
        waiting = open_events(store)
        events = waiting or (told[1] if told else [])
        at = self.now() if waiting or not told else datetime.fromisoformat(told[0]["made_at"])
        news = self.memory.recall(store, "news", lambda: gather(store, events, self.portals))
        return "home", {
            "edition": make_edition(news, at),
            "waiting": bool(waiting),
            "latest": list_documents(store, verdict="plan", limit=LATEST),
            "run": last_run(store),
            "total": self._cube(store).total({"verdict": "plan"}),
            "tiles": tiles(self._cube(store).facet("province", {"verdict": "plan"})),
            "bars": bars(self.memory.recall(store, "weeks", lambda: plans_a_week(store))),
        }

    def documents(self, store: Store, choices: Choices) -> Page:
        """The list, or, with words to look for, the hits."""
        at = (choices.page - 1) * PAGE
        expression = match_expression(choices.q) if choices.q else None
        if choices.q:
            rows = search(store, choices.q, limit=PAGE, offset=at, **choices.filters)
            found = [{**row, "pieces": pieces(row["snippet"], row["hits"])} for row in rows]
        else:
            found = list_documents(store, limit=PAGE, offset=at, **choices.filters)
        many = expression is not None and hits(store, expression, MANY) >= MANY
        counted = None if many else self._cube(store, topic=choices.topic, match=expression)
        return "documents", {
            "choices": choices,
            "rows": found,
            "total": None if counted is None else counted.total(choices.sides),
            "facets": self._facets(store, choices, counted),
            "more": len(found) == PAGE,
            "topics": {topic.id: (topic.zh, topic.en) for topic in default_topics()},
        }

    def document(self, store: Store, id: int, revision: int | None) -> Page | None:
        """One document: every field with its quote, text, targets, sources, revisions, attachments."""
        past = _past(store, id)
        if past is None or (revision and revision not in {row["id"] for row in past["revisions"]}):
            return None
        row = past["document"]
        reading = load_reading(store, revision or row["revision"])
        return "document", {
            "row": row,
            "reading": reading,
            "shown": revision or row["revision"],
            "revisions": past["revisions"],
            "sources": [
                {**one, "name": self._names().get(one["portal"], one["portal"])} for one in past["sources"]
            ],
            "paragraphs": paragraphs(reading),
            "strips": [each for each in self._strips(store, id) if each.marked is not None],
            "cited": chain(store, id),
            "compared": load_comparison(store, row["revision"]) is not None,
        }

    def comparison(self, store: Store, id: int, kind: str | None, language: str) -> Page | None:
        """A plan beside the known plans, or only the findings of one kind and their clauses."""
        past = _past(store, id)
        whole = load_comparison(store, past["document"]["revision"]) if past else None
        if past is None or whole is None:
            return None
        kept = [finding for finding in whole.findings if kind in (None, finding.kind)]
        clauses = {finding.clause for finding in kept}
        pairs = [pair for pair in whole.pairs if kind is None or pair.clause in clauses]
        narrowed = replace(whole, findings=tuple(kept), pairs=tuple(pairs))
        family = ALONE if kind else self._family(store, past["document"])
        return "comparison", {
            "row": past["document"],
            "all": comparison_page(whole, language, versions=False),
            "page": comparison_page(narrowed, language, versions=False, family=family),
            "kind": kind,
            "clauses": clauses,
        }

    def targets(self, store: Store, document: int | None) -> Page:
        """Every common indicator with the values of all plans, one plan marked."""
        marked = document if document is not None else next((one["id"] for one in self._newest(store)), None)
        rows = list_documents(store, limit=1, id=marked) if marked is not None else []
        return "targets", {"strips": self._strips(store, marked), "marked": rows[0] if rows else None}

    def indicator(self, store: Store, id: str) -> Page | None:
        """What every plan sets for one indicator, the highest first."""
        row = next((one for one in load_indicators() if one.id == id), None)
        if row is None:
            return None
        unit, marks = self._marks(store).get(id, ("", []))
        newest = next((one["id"] for one in self._newest(store)), None)
        return "indicator", {
            "row": row,
            "unit": unit,
            "marks": nlargest(HIGHEST, marks, key=lambda mark: mark.value),
            "more": max(len(marks) - HIGHEST, 0),
            "strip": next((each for each in self._strips(store, newest) if each.id == id), None),
        }

    def health(self, store: Store) -> Page:
        """The board, trouble first."""
        board = sorted(health_board(store), key=lambda state: (TROUBLE.index(state.verdict), state.portal))
        return "health", {"board": board, "names": self._names(), "run": last_run(store)}

    def _names(self) -> dict[str, str]:
        return {id: portal.name for id, portal in self.portals.items()}

    def _newest(self, store: Store) -> list[Row]:
        return list_documents(store, verdict="plan", baseline=0, limit=1)

    def _family(self, store: Store, row: Row) -> Family:
        id, revision = row["id"], row["revision"]
        found: Family = self.memory.recall(
            store, ("family", id), lambda: family_of_stored(store, id, revision)
        )
        return found

    def _cube(self, store: Store, **filters: Any) -> Cube:
        key = ("cube", *sorted((name, value) for name, value in filters.items() if value is not None))
        return self.memory.recall(store, key, lambda: cube(store, **filters))

    def _facets(
        self, store: Store, choices: Choices, counted: Cube | None
    ) -> dict[str, list[tuple[str, int]]]:
        """Facet -> its values with their counts, the most first; months by time."""
        if counted is None:
            return {}
        found = {}
        for side in ("verdict", "province", "level", "month"):
            values = [(value, n) for value, n in counted.facet(side, choices.sides).items() if value]
            found[side] = sorted(
                values, key=lambda each: each[0] if side == "month" else each[1], reverse=True
            )
        if choices.q is None:
            found["topic"] = self.memory.recall(store, "topics", lambda: topics(store)).most_common()
        return found

    def _marks(self, store: Store) -> dict[str, tuple[str, list[Mark]]]:
        return self.memory.recall(store, "marks", lambda: _marks_of(store))

    def _strips(self, store: Store, looked_at: int | None) -> list[Strip]:
        """Every strip plot, those of the most plans first, with the value of the plan that is looked at marked."""
        marks = self._marks(store)
        drawn: list[Strip] = self.memory.recall(store, "strips", lambda: _drawn(marks))
        return [
            each.marking([mark for mark in marks[each.id][1] if mark.document == looked_at]) for each in drawn
        ]


def _past(store: Store, id: int) -> dict[str, Any] | None:
    try:
        return history(store, id)
    except KeyError:
        return None


def _marks_of(store: Store) -> dict[str, tuple[str, list[Mark]]]:
    """Indicator -> the unit that most plans give it in, and every plan's value in that unit."""
    table = load_indicators()
    known = {row.id for row in table}
    plans = {row["revision"]: (row["id"], row["name"], row["is_baseline"] == 1) for row in named_plans(store)}
    measured: dict[str, dict[Measure, list[Mark]]] = {}
    for row in core_values(store):
        value, unit = in_common_unit(row["value"], row["unit"])
        by_measure = measured.setdefault(row_of(row["indicator"], table).id, {})
        alike = by_measure.setdefault((unit, row["kind"] in GROWTH), [])
        setting = (plans[revision] for revision in row["revisions"] if revision in plans)
        alike += [Mark(id, value, name, is_baseline) for id, name, is_baseline in setting]
    # only values of one measure can stand on one strip
    commonest = {id: max(each.items(), key=lambda alike: len(alike[1])) for id, each in measured.items()}
    return {id: (measure[0], marks) for id, (measure, marks) in commonest.items() if id in known}


def _drawn(marks: Mapping[str, tuple[str, list[Mark]]]) -> list[Strip]:
    rows = [row for row in load_indicators() if row.id in marks]
    drawn = (strip(row.id, (row.zh, row.en), *marks[row.id]) for row in rows)
    return sorted(filter(None, drawn), key=lambda each: -each.plans)
