"""Many documents at once, as rows of a table: what is exported."""

from __future__ import annotations

import json
from collections.abc import Sequence

from storage.database import Row, Store

TARGETS = """
    SELECT r.document, r.region, r.title, r.doc_number, t.clause, t.indicator, t.comparator, t.value, t.value_to,
        t.unit, t.deadline_year, t.base_year, t.kind, t.core, t.quote
    FROM targets t JOIN revisions r ON r.id = t.revision
    WHERE t.revision IN (SELECT value FROM json_each(?)) ORDER BY r.document, t.position
"""
# of each revision its newest comparison
FINDINGS = """
    SELECT r.document, r.region, r.title, r.doc_number, f.kind, f.weight, f.topic, f.clause, f.summary_zh,
        f.summary_en, f.quote,
        (SELECT group_concat(name, ' ') FROM finding_baselines b
         WHERE b.comparison = f.comparison AND b.finding = f.position) AS baselines
    FROM findings f JOIN comparisons c ON c.id = f.comparison JOIN revisions r ON r.id = c.revision
    WHERE c.id IN (
        SELECT max(id) FROM comparisons WHERE revision IN (SELECT value FROM json_each(?)) GROUP BY revision
    )
    ORDER BY r.document, f.position
"""


def targets_of(store: Store, revisions: Sequence[int]) -> list[Row]:
    """The targets of these revisions, beside what names their document; `core` is 0 or 1."""
    return store.rows(TARGETS, [json.dumps(list(revisions))])


def findings_of(store: Store, revisions: Sequence[int]) -> list[Row]:
    """The findings of the newest comparison of each of these revisions, beside what names their document;
    `baselines` are names with spaces between."""
    return store.rows(FINDINGS, [json.dumps(list(revisions))])


def first_addresses(store: Store, documents: Sequence[int]) -> dict[int, str]:
    """The address at which each of these documents was found first; it never changes."""
    sql = """
        SELECT document, url FROM sources WHERE id IN (
            SELECT min(id) FROM sources WHERE document IN (SELECT value FROM json_each(?)) GROUP BY document
        )
    """
    return {row["document"]: row["url"] for row in store.rows(sql, [json.dumps(list(documents))])}


def store_mark(store: Store) -> str:
    """What no other store is likely to share, and what never changes in this one: its first run."""
    return str(store.value("SELECT started_at || ' ' || portals FROM runs ORDER BY id LIMIT 1"))
