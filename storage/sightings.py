"""What was read at an address at one time, and the events that tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Store
from storage.events import events_of, record_event
from storage.models import Attachment, Reading

QUALITY = {"read": 2, "partial": 1}  # every other status holds nothing to compare with
UNREADABLE = ("partial", "needs-ocr", "unreadable", "too-large", "encrypted")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A reading, and where and when it was come by."""

    reading: Reading
    text_key: str
    url: str
    portal: str | None
    column: str | None
    page_sha256: str | None
    origin: str
    now: datetime
    run: int | None

    @property
    def at(self) -> str:
        return self.now.isoformat(timespec="seconds")

    @property
    def verdict(self) -> str:
        return self.reading.relevance.verdict

    @property
    def quality(self) -> int:
        return quality_of(self.reading.status)


def quality_of(status: str) -> int:
    """How much a reading of this status is worth, the more the better."""
    return QUALITY.get(status, 0)


def tell(
    store: Store, seen: Sighting, document: int, revision: int, kind: str | None, previous: int | None = None
) -> None:
    """Record the event `kind`, if there is one, and the attachments that could not be read, each once."""
    if kind is None or seen.portal is None:  # what the user brings is no news to the user
        return
    unread = [("attachment", {**one.to_json(), "page": seen.url}) for one in _unread(store, seen, document)]
    for name, data in [(kind, {**_told_of(seen), "previous": previous}), *unread]:
        record_event(
            store, name, seen.now, document=document, revision=revision, portal=seen.portal, data=data
        )


def was_told(store: Store, document: int, before: str, after: str) -> bool:
    """Was the change from one text to the other told before? A page that goes back and forth is told of twice."""
    told = """
        SELECT 1 FROM events e JOIN revisions now ON now.id = e.revision
        JOIN revisions was ON was.id = json_extract(e.data, '$.previous')
        WHERE e.document = ? AND was.text_key = ? AND now.text_key = ?
    """
    return store.row(told, [document, before, after]) is not None


def _told_of(seen: Sighting) -> dict[str, Any]:
    reading = seen.reading
    return {
        **reading.metadata.to_json(),
        "url": seen.url,
        "column": seen.column,
        "status": reading.status,
        "status_reason": reading.status_reason,
        "relevance": reading.relevance.to_json(),
    }


def _unread(store: Store, seen: Sighting, document: int) -> list[Attachment]:
    told = {event.data["url"] for event in events_of(store, document) if event.kind == "attachment"}
    return [one for one in seen.reading.attachments if one.status in UNREADABLE and one.url not in told]
