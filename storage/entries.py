"""Rows of list pages: what is new, what is still to be followed, what is due for another visit.

An entry is `pending` from the transaction that found it until its document is stored, so that a killed run loses
nothing even where the list then answers "not modified". Validators are handed out only where nothing hangs on them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.database import Row, Store
from storage.models import ColumnFacts, Entry, Validators
from storage.models.document import iso
from storage.runs import save_facts
from storage.withdrawals import found_again

PENDING, IGNORED, STORED, GONE = "pending", "ignored", "stored", "gone"
STATES = (PENDING, IGNORED, STORED, GONE)
REVISIT_DAYS = (1, 3, 7, 14, 30)
LATER = 2**62  # later than any run


@dataclass(frozen=True, slots=True)
class Known:
    """A stored entry. `origin`: "seed" from the column's first poll, else "new". `document`: where it is stored."""

    id: int
    portal: str
    column: str
    entry: Entry
    origin: str
    state: str
    attempts: int = 0
    document: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column between runs. `walking`: a walk over its pages was broken off, so its first pages prove nothing.
    `newest` is the newest known entry, the canary."""

    seeded: bool
    walking: bool
    newest: Entry | None


def record_list(
    store: Store,
    *,
    portal: str,
    column: str,
    url: str,
    entries: Sequence[Entry],
    validators: Validators | None,
    facts: ColumnFacts,
    follow: Callable[[Entry], bool],
    last: bool,
    now: datetime,
    run: int,
) -> list[Known]:
    """Store one list page, in one transaction: its new entries, its validators, the column's facts.

    `column` is the column's URL, `url` that of the page. `follow` decides of each new entry whether it is followed;
    an address that the portal's other columns have listed is not followed again. `last`: the walk over the column's
    pages ends here; the first walk that ends seeds the column. `facts` gets this page's counts and the canary added.
    Gives the new entries, in page order.
    """
    with store.atomic():
        origin = "new" if column_state(store, portal, column).seeded else "seed"
        new: list[Known] = []
        for entry in _unknown(store, portal, column, entries):
            wanted = follow(entry) and not _is_followed(store, portal, entry.url)
            state = PENDING if wanted else IGNORED
            row = {
                "portal": portal,
                "column": column,
                "url": entry.url,
                "title": entry.title,
                "date": iso(entry.date),
                "origin": origin,
                "state": state,
                "found_at": _at(now),
                "run": run,
            }
            new.append(Known(store.insert("entries", row), portal, column, entry, origin, state))
        _count(store, facts, entries, len(new), run)
        save_facts(store, run, facts)
        if validators:
            keep_validators(store, url, validators, now, portal=portal, column=column)
        _walk_on(store, portal, column, last, now)
    return new


def column_state(store: Store, portal: str, column: str) -> ColumnState:
    """How the column stands; a column never seen is neither seeded nor walking."""
    row = store.row("SELECT * FROM columns WHERE portal = ? AND url = ?", [portal, column])
    newest = _newest(store, portal, column, before=LATER)
    return ColumnState(
        seeded=bool(row and row["seeded_at"]),
        walking=bool(row and row["walking"]),
        newest=_entry(newest) if newest else None,
    )


def pending(store: Store, portal: str) -> list[Known]:
    """Entries of a portal that are to be followed and whose document is not stored yet, in the order found."""
    sql = "SELECT * FROM entries WHERE portal = ? AND state = 'pending' ORDER BY id"
    return [
        Known(
            row["id"],
            portal,
            row["column"],
            _entry(row),
            row["origin"],
            row["state"],
            row["attempts"],
            row["document"],
        )
        for row in store.rows(sql, [portal])
    ]


def mark(
    store: Store, entry: int, state: str, *, document: int | None = None, error: str | None = None
) -> None:
    """Say what became of a followed entry: "stored" (with its document), "ignored" (read, and none of our concern),
    "gone" (404 or 410), or still "pending" with the error of this attempt. Call it in the transaction of `save`.
    Raises ValueError for another state."""
    if state not in STATES:
        raise ValueError(f"{state!r} is no state of an entry: {', '.join(STATES)}")
    store.write(
        """
        UPDATE entries SET state = ?, document = ?, last_error = ?, attempts = attempts + 1 WHERE id = ?
        """,
        [state, document, error, entry],
    )


def due_revisits(store: Store, portal: str, now: datetime, days: Sequence[int] = REVISIT_DAYS) -> list[Known]:
    """Addresses of stored plans, of doubtful ones, and of what was one before, that are due for another visit.

    Each is due once for every number in `days` since it was found, and stays due until the visit succeeds; one that
    showed a changed text once is due at once. `entry` is the row that the list showed then; `id` is the source's.
    """
    rows = store.rows(
        """
        SELECT s.*, d.origin, coalesce(e.title, r.title) AS title, e.date, min(e.id)
        FROM sources s JOIN documents d ON d.id = s.document JOIN revisions r ON r.id = d.latest
        LEFT JOIN entries e ON e.portal = s.portal AND e.url = s.url
        WHERE s.portal = ? AND EXISTS (
            SELECT 1 FROM revisions WHERE document = d.id AND verdict IN ('plan', 'review')
        )
        GROUP BY s.id ORDER BY s.id
        """,
        [portal],
    )
    return [
        Known(row["id"], portal, row["column"], _entry(row), row["origin"], STORED, document=row["document"])
        for row in rows
        if row["unconfirmed"] is not None or _is_due(row, now.date(), days)
    ]


def visited(store: Store, url: str, now: datetime) -> None:
    """The address answered that nothing changed: it is not due again before the next of its days, and what it
    showed once since has not lasted."""
    store.write("UPDATE sources SET visited_at = ?, unconfirmed = NULL WHERE url = ?", [_at(now), url])
    found_again(store, url)


def validators_for(store: Store, url: str) -> Validators | None:
    """What the server said of the version of `url` that is stored, to be sent with the next request.

    Of a list page there is none while its column is not seeded or a walk over its pages was broken off, because
    "not modified" would then hide the pages that follow.
    """
    row = store.row(
        """
        SELECT etag, last_modified FROM validators v LEFT JOIN columns c ON c.portal = v.portal AND c.url = v."column"
        WHERE v.url = ? AND (v."column" IS NULL OR (c.seeded_at IS NOT NULL AND NOT c.walking))
        """,
        [url],
    )
    return Validators(row["etag"], row["last_modified"]) if row else None


def keep_validators(
    store: Store,
    url: str,
    validators: Validators,
    now: datetime,
    *,
    portal: str | None = None,
    column: str | None = None,
) -> None:
    """Remember what the server said of a page; call it in the transaction that stores what the page held.
    `record_list` does it for list pages, with their portal and column."""
    row = {"url": url, "etag": validators.etag, "last_modified": validators.last_modified}
    store.replace("validators", {**row, "portal": portal, "column": column, "stored_at": _at(now)})


def _unknown(store: Store, portal: str, column: str, entries: Sequence[Entry]) -> Iterable[Entry]:
    """Entries that the column has not listed before, each address once."""
    sql = 'SELECT url FROM entries WHERE portal = ? AND "column" = ? AND url IN (SELECT value FROM json_each(?))'
    listed = json.dumps([entry.url for entry in entries])
    known = {row["url"] for row in store.rows(sql, [portal, column, listed])}
    new: dict[str, Entry] = {}
    for entry in entries:
        if entry.url not in known:
            new.setdefault(entry.url, entry)
    return new.values()


def _is_followed(store: Store, portal: str, url: str) -> bool:
    """Another column of the portal has listed this address, and it is or was followed from there."""
    sql = "SELECT 1 FROM entries WHERE portal = ? AND url = ? AND state != 'ignored'"
    return store.row(sql, [portal, url]) is not None


def _count(store: Store, facts: ColumnFacts, entries: Sequence[Entry], new: int, run: int) -> None:
    """Add a page to what the run saw of the column."""
    facts.entries += len(entries)
    facts.first_page = facts.first_page or len(entries)
    facts.titled += sum(bool(entry.title) for entry in entries)
    dates = [entry.date for entry in entries if entry.date]
    facts.dated += len(dates)
    facts.newest = max([*dates, *([facts.newest] if facts.newest else [])], default=None)
    facts.new_entries += new
    canary = _newest(store, facts.portal, facts.column, before=run)
    if canary:
        facts.canary = bool(facts.canary) or any(entry.url == canary["url"] for entry in entries)


def _newest(store: Store, portal: str, column: str, before: int) -> Row | None:
    return store.row(
        """
        SELECT title, url, date FROM entries WHERE portal = ? AND "column" = ? AND run < ?
        ORDER BY date DESC, run DESC, id LIMIT 1
        """,
        [portal, column, before],
    )


def _walk_on(store: Store, portal: str, column: str, last: bool, now: datetime) -> None:
    store.write(
        """
        INSERT INTO columns (portal, url, walking, seeded_at) VALUES (:portal, :url, :walking, :seeded_at)
        ON CONFLICT (portal, url) DO UPDATE
        SET walking = excluded.walking, seeded_at = coalesce(seeded_at, excluded.seeded_at)
        """,
        {"portal": portal, "url": column, "walking": int(not last), "seeded_at": _at(now) if last else None},
    )


def _is_due(row: Row, today: date, days: Iterable[int]) -> bool:
    found, visited_on = (datetime.fromisoformat(row[name]).date() for name in ("found_at", "visited_at"))
    return any(visited_on < found + timedelta(days) <= today for days in days)


def _entry(row: Row) -> Entry:
    return Entry(row["title"] or "", row["url"], date.fromisoformat(row["date"]) if row["date"] else None)


def _at(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
