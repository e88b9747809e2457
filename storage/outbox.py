"""Editions and their deliveries: an event goes into one edition, a delivery leaves a receipt for every attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Row, Store
from storage.events import event_of
from storage.models import Event, Message

STATUSES = ("waiting", "sent", "refused", "unknown")

# "unknown" is stored when a message is handed over, and its outcome after: both are one attempt
ATTEMPT = """
    UPDATE outbox SET status = :status, last_error = :error,
        attempts = attempts + (status != 'unknown' OR :status = 'unknown')
    WHERE id = :message
"""


def open_events(store: Store) -> list[Event]:
    """Events that no edition has told yet, oldest first."""
    sql = "SELECT * FROM events WHERE id NOT IN (SELECT event FROM edition_events) ORDER BY id"
    return [event_of(row) for row in store.rows(sql)]


def make_edition(
    store: Store, events: Sequence[Event], messages: Sequence[tuple[str, str, bytes]], now: datetime
) -> int:
    """Store an edition, the events it tells and its messages, in one transaction; gives the edition's id.

    A message is its recipient, its Message-ID and its whole text. Messages wait in the outbox from here on, so that
    a crash before their delivery only delays them. Raises ValueError where another edition has told one of the events.
    """
    with store.atomic():
        told = {event.id for event in events} - {event.id for event in open_events(store)}
        if told:
            raise ValueError(f"events {sorted(told)} are told already, or are none of this store")
        edition = store.insert("editions", {"made_at": now.isoformat(timespec="seconds")})
        store.insert_all("edition_events", [{"event": event.id, "edition": edition} for event in events])
        store.insert_all(
            "outbox",
            [
                {
                    "edition": edition,
                    "recipient": recipient,
                    "message_id": message_id,
                    "raw": raw,
                    "status": "waiting",
                }
                for recipient, message_id, raw in messages
            ],
        )
    return edition


def waiting(store: Store) -> list[Message]:
    """Messages still to be delivered, oldest first: "waiting", and "unknown", whose last delivery got no reply and
    may have arrived; the latter go out again under the same Message-ID."""
    rows = store.rows("SELECT * FROM outbox WHERE status IN ('waiting', 'unknown') ORDER BY id")
    return [_message(row) for row in rows]


def record_attempt(store: Store, message: int, status: str, error: str | None, now: datetime) -> None:
    """Leave a receipt of an attempt at the message with this id, and its new status.

    `status`: "sent"; "refused" for good; "waiting" after a refusal for now; "unknown" where the reply to DATA was
    lost. Record "unknown" before handing a message over and the outcome after, and a kill in between is told, too.
    Raises ValueError for another status, KeyError for an unknown message.
    """
    if status not in STATUSES:
        raise ValueError(f"{status!r} is no status of a delivery: {', '.join(STATUSES)}")
    with store.atomic():
        if not store.write(ATTEMPT, {"status": status, "error": error, "message": message}):
            raise KeyError(message)
        at = now.isoformat(timespec="seconds")
        store.insert("receipts", {"message": message, "at": at, "status": status, "error": error})


def messages_of(store: Store, edition: int) -> list[Message]:
    """All messages of an edition, delivered or not."""
    return [
        _message(row) for row in store.rows("SELECT * FROM outbox WHERE edition = ? ORDER BY id", [edition])
    ]


def receipts(store: Store, message: int) -> list[Row]:
    """Every attempt at a message, oldest first: at, status, error."""
    return store.rows("SELECT at, status, error FROM receipts WHERE message = ? ORDER BY id", [message])


def _message(row: Row) -> Message:
    return Message(**{name: row[name] for name in Message.__slots__})
