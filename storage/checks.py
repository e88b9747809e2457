"""What was seen when the portals were checked by hand, the latest of each column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.database import Row, Store
from storage.models import ColumnFacts, Entry
from storage.models.document import iso

SAMPLE = 5  # rows that are kept


def save_check(
    store: Store,
    facts: ColumnFacts,
    entries: Sequence[Entry],
    *,
    verdict: str,
    reason: tuple[str, str],
    now: datetime,
) -> None:
    """Store, or overwrite, what a column showed; `reason` in Chinese and in English."""
    store.replace(
        "checks",
        {
            "portal": facts.portal,
            "column": facts.column,
            "at": now.isoformat(timespec="seconds"),
            "verdict": verdict,
            "reason_zh": reason[0],
            "reason_en": reason[1],
            "entries": facts.entries,
            "dated": facts.dated,
            "newest": iso(facts.newest),
            "sample": json.dumps([entry.to_json() for entry in entries[:SAMPLE]], ensure_ascii=False),
        },
    )


def checks(store: Store) -> list[dict[str, Any]]:
    """The latest check of every column, by portal; `sample` is a list of entries."""
    rows: list[Row] = store.rows('SELECT * FROM checks ORDER BY portal, "column"')
    return [{**row, "sample": json.loads(row["sample"])} for row in rows]
