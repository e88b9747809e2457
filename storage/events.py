"""Events: what happened and may be told. They are written in the transaction of what they tell of."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from storage.database import Row, Store
from storage.models import Event


def record_event(
    store: Store,
    kind: str,
    now: datetime,
    *,
    document: int | None = None,
    revision: int | None = None,
    portal: str | None = None,
    data: dict[str, Any],
) -> int:
    """Add an event; gives its id. `kind` is one of `Event.kind`, `data` what an edition says of it."""
    row = {
        "kind": kind,
        "at": now.isoformat(timespec="seconds"),
        "document": document,
        "revision": revision,
        "portal": portal,
        "data": json.dumps(data, ensure_ascii=False),
    }
    return store.insert("events", row)


def event_of(row: Row) -> Event:
    """A row of the events table as an Event."""
    return Event(
        id=row["id"],
        kind=row["kind"],
        at=row["at"],
        document=row["document"],
        revision=row["revision"],
        portal=row["portal"],
        data=json.loads(row["data"]),
    )


def events_of(store: Store, document: int) -> list[Event]:
    """What happened to a document, oldest first."""
    return [
        event_of(row) for row in store.rows("SELECT * FROM events WHERE document = ? ORDER BY id", [document])
    ]
