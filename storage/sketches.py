"""Sketches of stored plans, by which those with text in common are found among many."""

from __future__ import annotations

from storage.comparisons import COMPARED
from storage.database import Row, Store

_VERDICTS = ", ".join(f"'{verdict}'" for verdict in COMPARED)


def to_sketch(store: Store) -> list[int]:
    """Newest revisions of plans of which there is no sketch, as they are read now."""
    rows = store.rows(
        f"""
        SELECT r.id FROM documents d JOIN revisions r ON r.id = d.latest
        LEFT JOIN sketches s ON s.revision = r.id AND s.reading_key = r.reading_key
        WHERE r.verdict IN ({_VERDICTS}) AND s.revision IS NULL ORDER BY r.id
        """
    )
    return [row["id"] for row in rows]


def save_sketch(store: Store, revision: int, sketch: bytes) -> None:
    """Store the sketch of a revision, in place of an earlier one. Raises KeyError for an unknown revision."""
    key = store.value("SELECT reading_key FROM revisions WHERE id = ?", [revision])
    if key is None:
        raise KeyError(revision)
    store.replace("sketches", {"revision": revision, "reading_key": key, "sketch": sketch})


def sketches(store: Store) -> list[Row]:
    """document, revision and sketch of every plan at its newest revision."""
    return store.rows(
        f"""
        SELECT d.id AS document, s.revision, s.sketch
        FROM documents d JOIN sketches s ON s.revision = d.latest JOIN revisions r ON r.id = d.latest
        WHERE r.verdict IN ({_VERDICTS}) ORDER BY d.id
        """
    )
