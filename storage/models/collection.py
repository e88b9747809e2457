"""What is collected from portals, and what is published of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.models.document import iso


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list page, in page order. `url` is absolute."""

    title: str
    url: str
    date: date | None

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "url": self.url, "date": iso(self.date)}


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about the version of a page that it sent."""

    etag: str | None
    last_modified: str | None


@dataclass(slots=True)
class ColumnFacts:
    """What one run saw of one column; `health.py` judges these and nothing else."""

    portal: str
    column: str  # the column's URL
    requested: bool = False  # a request was made at all
    status: int | None = None  # HTTP status of the list, None when no answer came
    not_modified: bool = False  # 304: the list is as it was at the last run
    fault: str | None = None  # name of the response guard or download failure, e.g. "blocked", "timeout"
    detail: str | None = (
        None  # the fault in words; without one, the address that the list's own only leads on to
    )
    entries: int = 0  # rows read from the list
    dated: int = 0  # of those, rows with a date
    titled: int = 0  # of those, rows with a title
    newest: date | None = None  # newest entry date seen
    new_entries: int = 0
    canary: bool | None = None  # the newest known entry still stands on the list; None: no entry was known
    details_failed: int = 0  # detail pages that could not be fetched or read
    details_read: int = 0
    first_page: int = 0  # rows on the first page that had any
    fields: int = 0  # fields that the documents read last should have (title, date, text)
    filled: int = 0  # of those, fields that were found


@dataclass(frozen=True, slots=True)
class Health:
    """A portal's verdict: well, quiet, thin, garbled, blocked or broken, with the reason in words (zh, en)."""

    portal: str
    verdict: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and may be told: it goes into one edition, once.

    `kind`: new, backfill, revised, review, source (a known plan on one more portal), attachment (a file that could
    not be read), withdrawn (no portal has a page of it any more), health (a verdict that changed, was reminded of, or recovered).
    """

    id: int
    kind: str
    at: str  # ISO 8601 with offset
    document: int | None
    revision: int | None
    portal: str | None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message of an edition that is being made. `via`: mail, with the whole RFC 5322 message in `raw`; or channel,
    with the name of the channel as recipient and the Markdown of one chat message in `raw`."""

    recipient: str
    message_id: str
    raw: bytes
    via: str = "mail"


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery that waits in the outbox, or was made. `recipient`, `message_id`, `raw`, `via` as in its draft."""

    id: int
    edition: int
    recipient: str
    message_id: str
    raw: bytes
    via: str
    status: str  # waiting, sent, refused, unknown (the reply to the content was lost)
    attempts: int
    last_error: str | None
    tried_at: str | None  # of the last attempt, ISO 8601 with offset
