"""Is this document known already? By number and issuer, by title, issuer and date, or by nearly the same text."""

from __future__ import annotations

from rapidfuzz import fuzz

from storage.database import Row, Store
from storage.keys import number_key, same_issuer, same_title, solid, title_key
from storage.models import Reading
from storage.models.document import iso

LONG = 20_000  # characters of a text that are compared
SAME_TEXT = (
    92.0  # rapidfuzz ratio: a re-post keeps more of its text than this, an adapted plan of another place less
)
MOST = 50  # candidates looked at; more documents of one title or day are a form, not re-posts
ABOUT = ("interpretation", "news")  # sorts of document that bear the number and date of the one they speak of

CANDIDATES = """
    SELECT d.*, r.sort FROM documents d JOIN revisions r ON r.id = d.latest
    WHERE {where} ORDER BY d.id LIMIT :most
"""


def recognise(store: Store, reading: Reading) -> int | None:
    """The id of the stored document that `reading` is another copy of, or None.

    Nobody is told of a copy, so doubt makes it a document of its own: numbers that differ are never one document,
    nor is a plan one with the interpretation that bears its number, nor a text with another under another title.
    """
    candidates = (row for look in (_by_number, _by_title, _by_text) for row in look(store, reading))
    return next((int(row["id"]) for row in candidates if not _contradict(row, reading)), None)


def _by_number(store: Store, reading: Reading) -> list[Row]:
    """Of a number that places share (朝政发 of two 朝阳), or that was only cited, issuer or title must say the same."""
    issuer, title = reading.metadata.issuer, _title(reading)
    return [
        row
        for row in _candidates(store, reading, "d.number_key = :number")
        if (issuer and row["issuer"] and same_issuer(row["issuer"], issuer))
        or (title and row["title_key"] and same_title(row["title_key"], title))
    ]


def _by_title(store: Store, reading: Reading) -> list[Row]:
    if not reading.metadata.issuer:
        return []
    rows = _candidates(
        store, reading, "d.title_key = :title AND d.signed_date = :signed AND d.issuer IS NOT NULL"
    )
    return [row for row in rows if _issuers_agree(row, reading)]


def _by_text(store: Store, reading: Reading) -> list[Row]:
    """A copy that lacks number or date is known by its text, where title and issuer do not speak against it."""
    rows = _candidates(store, reading, "d.title_key = :title") + _candidates(
        store, reading, "d.signed_date = :signed"
    )
    likely = [
        row for row in rows if _issuers_agree(row, reading) and same_title(row["title_key"], _title(reading))
    ]
    text = _compared(reading.main_text) if likely else ""
    return [
        row
        for row in likely
        if text and fuzz.ratio(text, _compared(_text(store, row)), score_cutoff=SAME_TEXT)
    ]


def _candidates(store: Store, reading: Reading, where: str) -> list[Row]:
    values = {
        "number": number_key(reading.metadata.doc_number),
        "title": _title(reading),
        "signed": iso(reading.metadata.signed_date),
        "most": MOST,
    }
    return store.rows(CANDIDATES.format(where=where), values)


def _text(store: Store, row: Row) -> str:
    return str(store.value("SELECT main_text FROM texts WHERE revision = ?", [row["latest"]]))


def _compared(text: str) -> str:
    return solid(text[:LONG])


def _contradict(row: Row, reading: Reading) -> bool:
    number = number_key(reading.metadata.doc_number)
    two_numbers = bool(number and row["number_key"]) and number != row["number_key"]
    return two_numbers or (row["sort"] in ABOUT) != (reading.relevance.sort in ABOUT)


def _issuers_agree(row: Row, reading: Reading) -> bool:
    return same_issuer(row["issuer"], reading.metadata.issuer)


def _title(reading: Reading) -> str | None:
    return title_key(reading.metadata.title)
