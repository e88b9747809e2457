"""Editions and their deliveries: an event goes into one edition, a delivery leaves a receipt for every attempt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from storage.database import Row, Store
from storage.events import event_of
from storage.models import Draft, Event, Message

STATUSES = ("waiting", "sent", "refused", "unknown")

# "unknown" is stored when a message is handed over, and its outcome after, of the same time: both are one attempt
ATTEMPT = """
    UPDATE outbox SET status = :status, last_error = :error,
        attempts = (SELECT count(DISTINCT at) FROM receipts WHERE message = :message)
    WHERE id = :message
"""

MESSAGES = """
    SELECT *, (SELECT at FROM receipts WHERE message = outbox.id ORDER BY id DESC LIMIT 1) AS tried_at FROM outbox
"""


def open_events(store: Store) -> list[Event]:
    """Events that no edition has told yet, oldest first."""
    sql = "SELECT * FROM events WHERE id NOT IN (SELECT event FROM edition_events) ORDER BY id"
    return [event_of(row) for row in store.rows(sql)]


def events_since(store: Store, since: datetime) -> list[Event]:
    """Events that happened at `since` or later, told or not, oldest first."""
    sql = "SELECT * FROM events WHERE julianday(at) >= julianday(?) ORDER BY id"
    return [event_of(row) for row in store.rows(sql, [since.isoformat(timespec="seconds")])]


def make_edition(store: Store, events: Sequence[Event], drafts: Sequence[Draft], now: datetime) -> int:
    """Store an edition, the events it tells and its messages, in one transaction; gives the edition's id.

    Messages wait in the outbox from here on, so that a crash before their delivery only delays them. Raises
    ValueError where another edition has told one of the events.
    """
    with store.atomic():
        told = {event.id for event in events} - {event.id for event in open_events(store)}
        if told:
            raise ValueError(f"events {sorted(told)} are told already, or are none of this store")
        edition = store.insert("editions", {"made_at": now.isoformat(timespec="seconds")})
        store.insert_all("edition_events", [{"event": event.id, "edition": edition} for event in events])
        store.insert_all(
            "outbox", [{"edition": edition, **asdict(draft), "status": "waiting"} for draft in drafts]
        )
    return edition


def last_told(store: Store, recipient: str) -> datetime | None:
    """When the last edition was made that has a message for this recipient; None where there was none."""
    sql = """
        SELECT max(made_at) FROM editions WHERE id IN (SELECT edition FROM outbox WHERE recipient = ?)
    """
    made = store.value(sql, [recipient])
    return datetime.fromisoformat(made) if made else None


def told_before(store: Store, recipient: str, events: Sequence[Event]) -> list[str]:
    """The Message-IDs under which this recipient was told of the same documents and portals, oldest first."""
    sql = """
        SELECT o.message_id FROM outbox o
        WHERE o.recipient = :recipient AND o.edition IN (
            SELECT told.edition FROM edition_events told JOIN events e ON e.id = told.event
            WHERE e.document IN (SELECT value FROM json_each(:documents))
               OR e.document IS NULL AND e.portal IN (SELECT value FROM json_each(:portals))
        )
        ORDER BY o.id
    """
    documents = [event.document for event in events if event.document is not None]
    portals = [event.portal for event in events if event.document is None]
    values = {
        "recipient": recipient,
        "documents": json.dumps(documents),
        "portals": json.dumps(portals),
    }
    return [row["message_id"] for row in store.rows(sql, values)]


def waiting(store: Store) -> list[Message]:
    """Messages still to be delivered, oldest first: "waiting", and "unknown", whose last delivery got no reply and
    may have arrived; the latter go out again under the same Message-ID."""
    rows = store.rows(f"{MESSAGES} WHERE status IN ('waiting', 'unknown') ORDER BY id")
    return [_message(row) for row in rows]


def record_attempt(store: Store, message: int, status: str, error: str | None, now: datetime) -> None:
    """Leave a receipt of an attempt at the message with this id, and its new status.

    `status`: "sent"; "refused" for good; "waiting" after a refusal for now; "unknown" where the reply to DATA was
    lost. Record "unknown" before handing a message over and the outcome after, and a kill in between is told, too.
    Raises ValueError for another status, KeyError for an unknown message.
    """
    if status not in STATUSES:
        raise ValueError(f"{status!r} is no status of a delivery: {', '.join(STATUSES)}")
    at = now.isoformat(timespec="seconds")
    with store.atomic():
        if store.value("SELECT id FROM outbox WHERE id = ?", [message]) is None:
            raise KeyError(message)
        store.insert("receipts", {"message": message, "at": at, "status": status, "error": error})
        store.write(ATTEMPT, {"status": status, "error": error, "message": message})


def messages_of(store: Store, edition: int) -> list[Message]:
    """All messages of an edition, delivered or not."""
    return [_message(row) for row in store.rows(f"{MESSAGES} WHERE edition = ? ORDER BY id", [edition])]


def sent_since(store: Store, recipient: str, since: datetime) -> int:
    """How many messages this recipient has taken after `since`."""
    sql = """
        SELECT count(*) FROM receipts JOIN outbox ON outbox.id = receipts.message
        WHERE recipient = ? AND receipts.status = 'sent' AND julianday(at) > julianday(?)
    """
    return int(store.value(sql, [recipient, since.isoformat(timespec="seconds")]))


def receipts(store: Store, message: int) -> list[Row]:
    """Every attempt at a message, oldest first: at, status, error."""
    return store.rows("SELECT at, status, error FROM receipts WHERE message = ? ORDER BY id", [message])


def _message(row: Row) -> Message:
    return Message(**{name: row[name] for name in Message.__slots__})
