"""Sketches of stored plans and the bigrams of their clauses, by which text in common is found among many."""

from __future__ import annotations

from collections.abc import Iterator

from storage.comparisons import COMPARED
from storage.database import Row, Store

_NEWEST = f"""
    FROM documents d JOIN revisions r ON r.id = d.latest
    {{join}} sketches s ON s.revision = r.id AND s.reading_key = r.reading_key
    WHERE r.verdict IN ({", ".join(f"'{verdict}'" for verdict in COMPARED)})
"""
STRETCH = 1_000  # plans whose bigrams are in memory at once: some 10 MB


def to_sketch(store: Store) -> list[int]:
    """Newest revisions of plans of which there is no sketch, as they are read now."""
    missing = f"SELECT r.id {_NEWEST.format(join='LEFT JOIN')} AND s.features IS NULL ORDER BY r.id"
    return [row["id"] for row in store.rows(missing)]


def save_sketch(store: Store, revision: int, sketch: bytes, features: bytes, counts: bytes) -> None:
    """Store the sketch of a revision and the bigrams of its clauses, in place of earlier ones.

    Raises KeyError for an unknown revision.
    """
    key = store.value("SELECT reading_key FROM revisions WHERE id = ?", [revision])
    if key is None:
        raise KeyError(revision)
    row = {"revision": revision, "reading_key": key, "sketch": sketch, "features": features, "counts": counts}
    store.replace("sketches", row)


def sketches(store: Store) -> list[Row]:
    """document, revision and sketch of every plan at its newest revision."""
    columns = "d.id AS document, r.id AS revision, s.sketch"
    return store.rows(f"SELECT {columns} {_NEWEST.format(join='JOIN')} ORDER BY d.id")


def clause_bigrams(store: Store) -> Iterator[list[Row]]:
    """document, revision, features and counts of every plan that is no baseline, some at a time."""
    columns = "d.id AS document, r.id AS revision, s.features, s.counts"
    others = "AND d.id > ? AND d.id NOT IN (SELECT document FROM baselines)"
    sql = f"SELECT {columns} {_NEWEST.format(join='JOIN')} {others} ORDER BY d.id LIMIT {STRETCH}"
    last = 0
    while rows := store.rows(sql, [last]):
        yield rows
        last = rows[-1]["document"]
