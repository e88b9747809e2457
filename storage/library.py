"""Looking documents up: lists by what is known of them, one by any of its names, its past."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storage.database import Row, Store
from storage.events import events_of
from storage.keys import number_key, title_key
from storage.models import Target

# filter -> which documents `d`, with their newest revision `r`, it lets through
FILTERS = {
    "id": "d.id = :id",
    "region": "instr(r.region, :region)",
    "province": "d.province = :province",
    "portal": "d.id IN (SELECT document FROM sources WHERE portal = :portal)",
    "level": "d.level = :level",
    "verdict": "d.verdict = :verdict",
    "sort": "r.sort = :sort",
    "status": "r.status = :status",
    "origin": "d.origin = :origin",
    "issuer": "instr(r.issuer, :issuer)",
    "title": "instr(r.title, :title)",
    "since": "d.day >= :since",
    "until": "d.day <= :until",
    "topic": "d.latest IN (SELECT revision FROM topics WHERE topic = :topic)",
    "match": "d.latest IN (SELECT rowid FROM search_index WHERE search_index MATCH :match)",
    "run": "d.id IN (SELECT document FROM revisions WHERE run = :run)",
    "baseline": "(d.id IN (SELECT document FROM baselines)) = :baseline",
}
# what a list may be ordered by, each the way it is asked for most; equal ones by `id`, the latest first
ORDERS = {
    "day": "d.day DESC",
    "found": "d.found_at DESC",
    "signed": "r.signed_date DESC",
    "region": "r.division_code IS NULL, r.division_code",
    "number": "r.doc_number IS NULL, r.doc_number",
    "title": "r.title",
    "score": "r.score DESC",
}


def condition(filters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The SQL condition on `d` and `r` that filters make, and its values; one that is None lets everything through.

    Raises ValueError for a filter that is not of FILTERS.
    """
    if unknown := filters.keys() - FILTERS.keys():
        raise ValueError(f"no filter named {', '.join(sorted(unknown))}")
    given = {name: value for name, value in filters.items() if value is not None}
    return " AND ".join(FILTERS[name] for name in given) or "1", given


def list_documents(
    store: Store, *, order: str = "day", limit: int | None = None, offset: int = 0, **filters: Any
) -> list[Row]:
    """Stored documents at their newest revision, in an order of ORDERS.

    `filters` are keys of `FILTERS`; one that is None lets everything through. `since` and `until` are ISO dates; a
    document's `day` is that of its publication, else of its signature, else of its discovery. Rows have the columns
    of the view `library`: id, title, notice_title, doc_number, issuer, the dates, region, level, verdict, sort,
    score, reasons (JSON), status, origin, found_at, day, changed_at, revision, revisions (how many), baseline (its
    name, if it is one), portal, url. Raises ValueError for an unknown filter, KeyError for an unknown order.
    """
    where, given = condition(filters)
    # LEFT: no revision is read where neither a filter nor the order asks for one
    sql = f"""
        SELECT d.id FROM documents d LEFT JOIN revisions r ON r.id = d.latest WHERE {where}
        ORDER BY {ORDERS[order]}, d.id DESC LIMIT :limit OFFSET :offset
    """
    page = {**given, "limit": -1 if limit is None else limit, "offset": offset}
    return rows_of(store, [row["id"] for row in store.rows(sql, page)])


def rows_of(store: Store, ids: Sequence[int]) -> list[Row]:
    """The rows of `library` of these documents, in this order. Only what is shown is looked up in the view, which
    counts and searches for every row."""
    rows = store.rows("SELECT * FROM library WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(ids)])
    by_id = {row["id"]: row for row in rows}
    return [by_id[id] for id in ids]


def regions(store: Store) -> list[str]:
    """The names of all regions that documents are from."""
    return [
        row["region"] for row in store.rows("SELECT DISTINCT region FROM revisions WHERE region IS NOT NULL")
    ]


# ways to name a document, the surest first
NAMES = (
    "id = :id",
    "id IN (SELECT id FROM documents WHERE number_key = :number)",
    "id IN (SELECT document FROM sources WHERE url = :query)",
    "id IN (SELECT document FROM baselines WHERE name = :query)",
    "id IN (SELECT id FROM documents WHERE title_key = :title)",
    "id IN (SELECT id FROM documents WHERE instr(title_key, :title))",
)


def find(store: Store, query: str) -> list[Row]:
    """The documents that `query` names, as rows of `library`: by id, document number in any spelling, address,
    baseline name, title, or a part of a title. The surest kind of name that finds anything decides."""
    query = query.strip()
    values = {
        "id": int(query) if query.isdecimal() else None,
        "number": number_key(query),
        "query": query,
        "title": title_key(query),
    }
    found = (store.rows(f"SELECT * FROM library WHERE {name} ORDER BY id", values) for name in NAMES)
    return next((rows for rows in found if rows), [])


def history(store: Store, document: int) -> dict[str, Any]:
    """All that is known of a document over time: `document` (its row), `revisions`, `sources` and `events`,
    each oldest first; a revision whose `confirmed_at` is null was seen once and never became the document's text.
    Raises KeyError for an unknown id."""
    row = store.row("SELECT * FROM library WHERE id = ?", [document])
    if row is None:
        raise KeyError(document)
    revisions = (
        "SELECT id, url, seen_at, confirmed_at, run, page_sha256, title, doc_number, status FROM revisions"
    )
    return {
        "document": row,
        "revisions": store.rows(f"{revisions} WHERE document = ? ORDER BY id", [document]),
        "sources": store.rows("SELECT * FROM sources WHERE document = ? ORDER BY id", [document]),
        "events": events_of(store, document),
    }


def indicators(store: Store) -> list[str]:
    """The indicators of all targets, as texts print them."""
    return [row["indicator"] for row in store.rows("SELECT DISTINCT indicator FROM targets")]


def stored_targets(store: Store, printed: Sequence[str], **filters: Any) -> Iterator[tuple[Row, Target]]:
    """The targets for these indicators, as texts print them, of every document that the filters (FILTERS) let through,
    each beside its document: id, region, doc_number, title, baseline."""
    where, given = condition(filters)
    sql = f"""
        SELECT d.id, r.region, r.doc_number, r.title,
            (SELECT name FROM baselines WHERE document = d.id) AS baseline, t.*
        FROM targets t JOIN documents d ON d.latest = t.revision JOIN revisions r ON r.id = d.latest
        WHERE t.indicator IN (SELECT value FROM json_each(:printed)) AND {where} ORDER BY d.id, t.position
    """
    for row in store.rows(sql, {**given, "printed": json.dumps(printed)}):
        value = row["value"] if row["value_to"] is None else (row["value"], row["value_to"])
        fields = {name: row[name] for name in Target.__slots__}
        yield row, Target(**{**fields, "value": value, "core": bool(row["core"])})
