"""Runs, what each saw of the columns, and the portals' verdicts over time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from storage.database import Row, Store
from storage.events import event_of, record_event
from storage.models import ColumnFacts, Health

FLAGS = ("requested", "not_modified", "canary")


@dataclass(frozen=True, slots=True)
class HealthState:
    """A portal's verdict, and for how long it has been so.

    `since`: time of the first run with this verdict; `runs`: how many runs in a row gave it, those that were killed
    not counted; `entries`: rows seen on its lists by the last run, None where no list was asked for; `newest`: date
    of its newest known entry; `fields` and `filled`: fields that the documents read last should have, and have; `told` and `told_at`: the verdict that an event last told, and when.
    """

    portal: str
    verdict: str
    reason_zh: str
    reason_en: str
    at: str
    since: str
    runs: int
    entries: int | None
    newest: str | None
    fields: int
    filled: int
    told: str | None
    told_at: str | None


def start_run(store: Store, portals: Sequence[str], now: datetime, *, whole: bool = False) -> int:
    """Open a run over these portals, `whole` where they are all that are configured; gives its id."""
    row = {"started_at": _at(now), "portals": json.dumps(list(portals)), "whole": int(whole)}
    return store.insert("runs", row)


def finish_run(store: Store, run: int, exit_code: int, now: datetime) -> None:
    """Close a run with the exit code it ends with. A run never closed was killed."""
    store.update("runs", run, {"finished_at": _at(now), "exit_code": exit_code})


def last_run(store: Store, *, exit_codes: Sequence[int] | None = None) -> Row | None:
    """The last run that came to its end (with one of `exit_codes`): id, started_at, finished_at, exit_code,
    portals (a list); None where there is none."""
    wanted = "finished_at IS NOT NULL"
    if exit_codes is not None:
        wanted += f" AND exit_code IN ({', '.join('?' * len(exit_codes))})"
    row = store.row(f"SELECT * FROM runs WHERE {wanted} ORDER BY id DESC LIMIT 1", list(exit_codes or ()))
    return {**row, "portals": json.loads(row["portals"])} if row else None


def save_facts(store: Store, run: int, facts: ColumnFacts) -> None:
    """Store, or overwrite, what this run has seen of a column so far."""
    store.replace(
        "column_facts", {"run": run, **asdict(facts), "newest": facts.newest and facts.newest.isoformat()}
    )


def facts_of_run(store: Store, run: int) -> list[ColumnFacts]:
    """What a run saw, by portal and column."""
    rows = store.rows('SELECT * FROM column_facts WHERE run = ? ORDER BY portal, "column"', [run])
    return [_facts(row) for row in rows]


def past_facts(store: Store, portal: str, column: str, *, before: int, limit: int = 10) -> list[ColumnFacts]:
    """What earlier runs than `before` saw of a column, the latest first. Runs that were killed count, too."""
    sql = """
        SELECT * FROM column_facts WHERE portal = ? AND "column" = ? AND run < ? ORDER BY run DESC LIMIT ?
    """
    return [_facts(row) for row in store.rows(sql, [portal, column, before, limit])]


def sound_facts(store: Store, portal: str, column: str, *, before: int, limit: int = 10) -> list[ColumnFacts]:
    """The same of those runs alone that judged the portal well or quiet: a bound fitted to broken runs is none."""
    sql = """
        SELECT f.* FROM column_facts f JOIN health h USING (portal, run)
        WHERE f.portal = ? AND f."column" = ? AND f.run < ? AND h.verdict IN ('well', 'quiet')
        ORDER BY f.run DESC LIMIT ?
    """
    return [_facts(row) for row in store.rows(sql, [portal, column, before, limit])]


def save_health(
    store: Store,
    run: int,
    health: Health,
    now: datetime,
    *,
    change: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> HealthState:
    """Store a portal's verdict of this run, and with `change` (changed, reminder or recovered) the event that tells
    it, in one transaction. `data` is added to the event's. Gives the state as it now is."""
    with store.atomic():
        row = {"portal": health.portal, "run": run, "verdict": health.verdict, "at": _at(now)}
        before = health_of(store, health.portal)
        store.replace("health", {**row, "reason_zh": health.reason_zh, "reason_en": health.reason_en})
        if change:
            told = {
                "change": change,
                **asdict(health),
                "previous": before.told if before else None,
                **(data or {}),
            }
            record_event(store, "health", now, portal=health.portal, data=told)
        state = health_of(store, health.portal)
    assert state is not None
    return state


def health_of(store: Store, portal: str) -> HealthState | None:
    """A portal's latest verdict; None where no run has judged it yet."""
    return next(iter(_board(store, "WHERE portal = ? GROUP BY portal", [portal])), None)


def health_board(store: Store) -> list[HealthState]:
    """The latest verdict of every portal, by portal, but of those that the last whole run did not poll any more."""
    configured = "SELECT coalesce(max(id), 0) FROM runs WHERE whole AND id IN (SELECT run FROM health)"
    return _board(store, f"GROUP BY portal HAVING max(run) >= ({configured})", [])


def _board(store: Store, chosen: str, values: Sequence[str]) -> list[HealthState]:
    rows = store.rows(
        f"""
        WITH latest AS (SELECT portal, max(run) AS run FROM health {chosen}),
        streak AS (
            SELECT h.*, coalesce((
                SELECT max(run) FROM health d WHERE d.portal = h.portal AND d.verdict != h.verdict
            ), 0) AS other
            FROM latest JOIN health h USING (portal, run)
        )
        SELECT s.portal, s.verdict, s.reason_zh, s.reason_en, s.at, min(h.at) AS since,
            count(*) FILTER (WHERE h.run = s.run OR r.finished_at IS NOT NULL) AS runs,
            (SELECT sum(entries) FROM column_facts f WHERE f.portal = s.portal AND f.run = s.run) AS entries,
            (SELECT total(fields) FROM column_facts f WHERE f.portal = s.portal AND f.run = s.run) AS fields,
            (SELECT total(filled) FROM column_facts f WHERE f.portal = s.portal AND f.run = s.run) AS filled,
            (SELECT max(date) FROM entries e WHERE e.portal = s.portal) AS newest,
            (SELECT max(id) FROM events e WHERE e.portal = s.portal AND e.kind = 'health') AS event
        FROM streak s
        JOIN health h ON h.portal = s.portal AND h.run > s.other
        JOIN runs r ON r.id = h.run
        GROUP BY s.portal ORDER BY s.portal
        """,
        values,
    )
    return [_state(store, row) for row in rows]


def _state(store: Store, row: Row) -> HealthState:
    event = row.pop("event")
    row |= {name: int(row[name]) for name in ("fields", "filled")}
    last = store.row("SELECT * FROM events WHERE id = ?", [event]) if event else None
    told = event_of(last) if last else None
    return HealthState(**row, told=told.data["verdict"] if told else None, told_at=told.at if told else None)


def _facts(row: Row) -> ColumnFacts:
    values = {name: value for name, value in row.items() if name != "run"}
    values |= {name: None if values[name] is None else bool(values[name]) for name in FLAGS}
    return ColumnFacts(**{**values, "newest": date.fromisoformat(row["newest"]) if row["newest"] else None})


def _at(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
