"""Documents: found again under any address, kept in append-only revisions, told in events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Row, Store
from storage.identity import recognise
from storage.keys import number_key, text_key, title_key
from storage.models import Reading
from storage.readings import check_evidence, columns_of, delete_parts, insert_parts
from storage.search import index_revision, unindex_revision
from storage.sightings import Sighting, quality_of, tell, was_told

__all__ = ["Saved", "reread", "save"]

OLD = timedelta(days=30)  # what was published longer ago than this and surfaces now is backfill
WORTH = {"plan": 2, "review": 1, "no": 0}

# (origin, verdict) of a document seen for the first time -> the event that tells it; no row, no event.
FIRST = {
    ("new", "plan"): "new",
    ("new", "review"): "review",
    ("backfill", "plan"): "backfill",
    ("backfill", "review"): "review",
}
# The same for a document that was stored as less than it now proves to be; what was seeded never becomes "new".
PROMOTED = {**FIRST, ("seed", "plan"): "revised", ("file", "plan"): "revised"}


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a reading. `revision` is the document's newest; `outcome` is new, revised, unchanged,
    known-elsewhere (a known document at one more address), or unconfirmed (a changed text, seen once)."""

    document: int
    revision: int
    outcome: str


def save(
    store: Store,
    reading: Reading,
    *,
    url: str,
    portal: str | None,
    column: str | None,
    page_sha256: str | None,
    origin: str,
    now: datetime,
    run: int | None,
) -> Saved:
    """Store what was read at `url`, in one transaction with its events.

    A known address keeps its document. A text that changed there is kept at once, and becomes the document's newest
    revision, and is told, when the next fetch shows it again; one that says more than the stored one, and one that
    the user brings, need no confirmation. A new address of a known document becomes one more source. All else is a
    new document, with `origin`: "seed" (the column's first poll; never told as new), "new" (told, as "backfill"
    where it is old), "backfill", or "file" (never told).
    Raises ValueError where a field has no evidence, and the store's errors.
    """
    check_evidence(reading.metadata)
    seen = Sighting(reading, text_key(reading.main_text), url, portal, column, page_sha256, origin, now, run)
    with store.atomic():
        source = store.row("SELECT * FROM sources WHERE url = ?", [url])
        if source:
            return _seen_again(store, seen, source)
        document = recognise(store, reading)
        return _seen_elsewhere(store, seen, document) if document else _seen_first(store, seen)


def reread(store: Store, reading: Reading, *, url: str, now: datetime, run: int | None) -> None:
    """Take over what a better reader made of the same bytes, in one transaction: the document has not changed, so
    there is no new revision. What only now proves to be a plan is told.

    `url` is the address that the newest revision was read from. Raises KeyError where it is none, ValueError where a
    field has no evidence, and the store's errors.
    """
    check_evidence(reading.metadata)
    with store.atomic():
        source = store.row("SELECT * FROM sources WHERE url = ?", [url])
        if source is None:
            raise KeyError(url)
        newest = _newest(store, source["document"])
        key = text_key(reading.main_text)
        portal, column, page = source["portal"], source["column"], source["page_sha256"]
        seen = Sighting(reading, key, url, portal, column, page, newest["origin"], now, run)
        store.update("sources", source["id"], {"text_key": key})
        store.update("revisions", newest["revision"], {"text_key": key})
        _reread(store, seen, newest)


def _seen_first(store: Store, seen: Sighting) -> Saved:
    origin = _origin(seen)
    document = store.insert("documents", {"origin": origin, "found_at": seen.at, "day": seen.at[:10]})
    _add_source(store, seen, document)
    revision = _append(store, seen, document)
    tell(store, seen, document, revision, FIRST.get((origin, seen.verdict)))
    return Saved(document, revision, "new")


def _seen_elsewhere(store: Store, seen: Sighting, document: int) -> Saved:
    newest = _newest(store, document)
    revision = int(newest["revision"])
    says_more = _says_more(seen, newest)
    if says_more:
        revision = _append(store, seen, document)
    _add_source(store, seen, document)
    tell(store, seen, document, revision, _elsewhere(seen, newest, says_more))
    return Saved(document, revision, "known-elsewhere")


def _seen_again(store: Store, seen: Sighting, source: Row) -> Saved:
    document = int(source["document"])
    newest = _newest(store, document)
    revision = int(newest["revision"])
    if seen.quality < quality_of(newest["status"]):
        return Saved(document, revision, "unchanged")  # a worse copy replaces nothing; its address stays due
    # each address is held against its own last text: two portals with variants of one text would else take turns
    if seen.text_key in (source["text_key"], newest["text_key"]):
        _visit_source(store, seen, source)
        if seen.text_key == newest["text_key"] and seen.url == newest["revision_url"]:
            _reread(store, seen, newest)
        return Saved(document, revision, "unchanged")
    if seen.portal is None or _says_more(seen, newest):
        changed = _append(store, seen, document)
    else:
        changed = _kept_once(store, seen, document)
        if changed != source["unconfirmed"]:
            store.update("sources", source["id"], {"unconfirmed": changed, "visited_at": seen.at})
            return Saved(document, revision, "unconfirmed")
        _confirm(store, seen, document, changed)
    _visit_source(store, seen, source)
    known = was_told(store, document, newest["text_key"], seen.text_key)
    tell(store, seen, document, changed, None if known else _change(seen, newest), previous=revision)
    return Saved(document, changed, "revised")


def _kept_once(store: Store, seen: Sighting, document: int) -> int:
    """The revision of a text of the document that was not confirmed; the same one at every sight of the text."""
    sql = "SELECT id FROM revisions WHERE document = ? AND text_key = ? AND confirmed_at IS NULL"
    kept = store.value(sql, [document, seen.text_key])
    return int(kept) if kept is not None else _keep(store, seen, document)


def _says_more(seen: Sighting, newest: Row) -> bool:
    return (WORTH[seen.verdict], seen.quality) > (WORTH[newest["verdict"]], quality_of(newest["status"]))


def _origin(seen: Sighting) -> str:
    metadata = seen.reading.metadata
    day = metadata.published_date or metadata.signed_date or metadata.printed_date
    is_old = day is not None and seen.now.date() - day > OLD
    return "backfill" if seen.origin == "new" and is_old else seen.origin


def _elsewhere(seen: Sighting, newest: Row, says_more: bool) -> str | None:
    """The event of a known document at one more address."""
    if seen.origin == "seed":
        return None
    if newest["origin"] == "file" and newest["portal"] is None and newest["baseline"] is None:
        # so far it was only a file of the user's: the portal makes it news
        return FIRST.get((_origin(seen), seen.verdict))
    if says_more:
        return _change(seen, newest)
    return "source" if newest["verdict"] == "plan" else None


def _change(seen: Sighting, newest: Row) -> str | None:
    """The event of a text that changed: of a plan a revision; what only now proves to be a plan is news."""
    if newest["best"] == WORTH["plan"]:
        return "revised"
    return PROMOTED.get((newest["origin"], seen.verdict)) if WORTH[seen.verdict] > newest["best"] else None


def _newest(store: Store, document: int) -> Row:
    """The document's row, what its newest revision was read from, and the worth of the best that it ever was
    or was told as."""
    row = store.row(
        """
        SELECT library.*, r.url AS revision_url, r.text_key, r.reading_key
        FROM library JOIN revisions r ON r.id = library.revision WHERE library.id = ?
        """,
        [document],
    )
    assert row is not None, "a document has a revision from the transaction that made it"
    verdicts = store.rows(
        """
        SELECT verdict FROM revisions WHERE document = :id UNION
        SELECT json_extract(data, '$.relevance.verdict') FROM events WHERE document = :id
        """,
        {"id": document},
    )
    return {**row, "best": max(WORTH.get(each["verdict"], 0) for each in verdicts)}


def _append(store: Store, seen: Sighting, document: int) -> int:
    """A new revision, which is the document's newest."""
    revision = _keep(store, seen, document)
    _confirm(store, seen, document, revision)
    return revision


def _confirm(store: Store, seen: Sighting, document: int, revision: int) -> None:
    """Make a revision the document's newest; what identifies the document may become known by it."""
    store.update("revisions", revision, {"confirmed_at": seen.at})
    _identify(store, seen.reading, document, revision)


def _keep(store: Store, seen: Sighting, document: int) -> int:
    """A new revision, which counts for nothing before it is confirmed."""
    revision = store.insert(
        "revisions",
        {
            "document": document,
            "url": seen.url,
            "seen_at": seen.at,
            "run": seen.run,
            "page_sha256": seen.page_sha256,
            "text_key": seen.text_key,
            **columns_of(seen.reading),
        },
    )
    insert_parts(store, revision, seen.reading)
    index_revision(store, revision)
    return revision


def _reread(store: Store, seen: Sighting, newest: Row) -> None:
    """Take over what is understood better, or newly said beside the text, such as its validity."""
    columns = columns_of(seen.reading)
    if columns["reading_key"] == newest["reading_key"]:
        return
    revision = int(newest["revision"])
    unindex_revision(store, revision)
    delete_parts(store, revision)
    store.update("revisions", revision, columns)
    insert_parts(store, revision, seen.reading)
    index_revision(store, revision)
    _identify(store, seen.reading, newest["id"], revision)
    if WORTH[seen.verdict] > newest["best"]:
        tell(store, seen, newest["id"], revision, FIRST.get((newest["origin"], seen.verdict)))


def _identify(store: Store, reading: Reading, document: int, revision: int) -> None:
    metadata = reading.metadata
    day = metadata.published_date or metadata.signed_date
    code = metadata.division_code
    sides = {
        "verdict": reading.relevance.verdict,
        "province": code[:2] if code else metadata.region,
        "level": metadata.level,
    }
    known = {
        "day": day.isoformat() if day else None,
        "number_key": number_key(metadata.doc_number),
        "title_key": title_key(metadata.title),
        "issuer": metadata.issuer,
        "signed_date": metadata.signed_date.isoformat() if metadata.signed_date else None,
    }
    given = {name: value for name, value in known.items() if value}
    store.update("documents", document, {"latest": revision, **sides, **given})


def _add_source(store: Store, seen: Sighting, document: int) -> None:
    store.insert(
        "sources",
        {
            "document": document,
            "url": seen.url,
            "portal": seen.portal,
            "column": seen.column,
            "page_sha256": seen.page_sha256,
            "text_key": seen.text_key,
            "found_at": seen.at,
            "visited_at": seen.at,
        },
    )


def _visit_source(store: Store, seen: Sighting, source: Row) -> None:
    store.update(
        "sources",
        source["id"],
        {
            "page_sha256": seen.page_sha256,
            "text_key": seen.text_key,
            "visited_at": seen.at,
            "unconfirmed": None,
        },
    )
