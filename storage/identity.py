"""Is this document known already? By number and issuer, by title, issuer and date, or by nearly the same text."""

from __future__ import annotations

from rapidfuzz import fuzz

from storage.database import Row, Store
from storage.keys import number_key, same_issuer, solid, text_key, title_key
from storage.models import Reading

SAME_TEXT = (
    92.0  # rapidfuzz ratio: a re-post keeps more of its text than this, an adapted plan of another place less
)
MOST = 50  # candidates looked at; more documents under one title or date are a form, not re-posts


def recognise(store: Store, reading: Reading) -> int | None:
    """The id of the stored document that `reading` is another copy of, or None.

    Alike is not enough: two numbers or two dates that contradict each other are two documents, whatever their title.
    """
    return _by_number(store, reading) or _by_title(store, reading) or _by_text(store, reading)


def _by_number(store: Store, reading: Reading) -> int | None:
    key = number_key(reading.metadata.doc_number)
    if key is None:
        return None
    title = title_key(reading.metadata.title)
    for row in store.rows("SELECT * FROM documents WHERE number_key = ? ORDER BY id LIMIT ?", [key, MOST]):
        # places may share a number's short name (朝政发 of two 朝阳), so the issuer or the title must agree
        if same_issuer(row["issuer"], reading.metadata.issuer) or (title and row["title_key"] == title):
            return int(row["id"])
    return None


def _by_title(store: Store, reading: Reading) -> int | None:
    metadata = reading.metadata
    if not (metadata.title and metadata.issuer and metadata.signed_date):
        return None
    sql = "SELECT * FROM documents WHERE title_key = ? AND signed_date = ? AND issuer IS NOT NULL ORDER BY id"
    for row in store.rows(sql, [title_key(metadata.title), metadata.signed_date.isoformat()]):
        if same_issuer(row["issuer"], metadata.issuer) and not _contradict(row, reading):
            return int(row["id"])
    return None


def _by_text(store: Store, reading: Reading) -> int | None:
    """A copy without number or date is known by its text: the same, or of the same title or day and nearly the same."""
    text = solid(reading.main_text)
    if not text:
        return None
    same = (
        "SELECT d.* FROM documents d JOIN revisions r ON r.document = d.id WHERE r.text_key = ? ORDER BY d.id"
    )
    for row in store.rows(same, [text_key(reading.main_text)]):
        if not _contradict(row, reading):
            return int(row["id"])
    for row in _alike(store, reading):
        if not _contradict(row, reading) and fuzz.ratio(
            text, solid(row["main_text"]), score_cutoff=SAME_TEXT
        ):
            return int(row["id"])
    return None


def _alike(store: Store, reading: Reading) -> list[Row]:
    signed = reading.metadata.signed_date
    sql = """
        SELECT d.*, t.main_text FROM documents d JOIN texts t ON t.revision = d.latest
        WHERE d.title_key = :title OR d.signed_date = :signed ORDER BY d.id DESC LIMIT :most
    """
    values = {
        "title": title_key(reading.metadata.title),
        "signed": signed.isoformat() if signed else None,
        "most": MOST,
    }
    return [row for row in store.rows(sql, values) if same_issuer(row["issuer"], reading.metadata.issuer)]


def _contradict(row: Row, reading: Reading) -> bool:
    """Two document numbers that differ."""
    key = number_key(reading.metadata.doc_number)
    return bool(key and row["number_key"] and key != row["number_key"])
