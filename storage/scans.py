"""Stored documents that wait for OCR: a file of theirs, or a part of one, is a picture of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.database import Store
from storage.models import Attachment, Entry
from storage.readings import parts

WAITING = "(a.status = 'needs-ocr' OR instr(a.reason, 'needs-ocr'))"


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """`listed` is the row that a list page showed of it, `page_sha256` the archived bytes that it was read from;
    `attachments` are the files of its newest revision, in order."""

    listed: Entry
    portal: str
    page_sha256: str
    attachments: tuple[Attachment, ...]


def waiting_documents(store: Store, limit: int) -> list[WaitingDocument]:
    """The latest documents of portals that wait for OCR, at most `limit`; news and the like are not worth it."""
    rows = store.rows(
        f"""
        SELECT l.revision, l.title, s.url, s.portal, s.page_sha256, e.title AS listed, e.date
        FROM library l JOIN revisions r ON r.id = l.revision JOIN sources s ON s.url = r.url
        LEFT JOIN entries e ON e.portal = s.portal AND e.url = s.url
        WHERE l.verdict IN ('plan', 'review') AND s.portal IS NOT NULL AND s.page_sha256 IS NOT NULL AND EXISTS (
            SELECT 1 FROM attachments a WHERE a.revision = l.revision AND a.sha256 IS NOT NULL AND {WAITING}
        )
        GROUP BY l.id ORDER BY l.day DESC, l.id DESC LIMIT ?
        """,
        [limit],
    )
    return [
        WaitingDocument(
            listed=Entry(
                row["listed"] or row["title"] or "",
                row["url"],
                date.fromisoformat(row["date"]) if row["date"] else None,
            ),
            portal=row["portal"],
            page_sha256=row["page_sha256"],
            attachments=tuple(
                Attachment(**{name: part[name] for name in Attachment.__slots__})
                for part in parts(store, "attachments", row["revision"])
            ),
        )
        for row in rows
    ]


def count_waiting(store: Store) -> int:
    """How many stored files wait for OCR, at the newest revision of their documents."""
    sql = f"SELECT count(*) FROM attachments a JOIN documents d ON d.latest = a.revision WHERE {WAITING}"
    return int(store.value(sql))
