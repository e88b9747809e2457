"""What is stored, gathered for files: the tables of the 台账, and the plans of the feed."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.publish.edition import plan_news
from pipelines.publish.feed import FeedPlan, atom_feed
from pipelines.publish.gather import stored_document
from storage.comparisons import load_comparison
from storage.database import Row, Store
from storage.ledger import findings_of, first_addresses, store_mark, targets_of
from storage.library import list_documents

FEED, FEED_PLANS = "feed.xml", 50


def ledger_tables(store: Store, **filters: Any) -> dict[str, list[Row]]:
    """Rows for the sheets plans, targets and findings; `filters` are those of `list_documents`."""
    plans = list_documents(store, **filters)
    revisions = [plan["revision"] for plan in plans]
    return {
        "plans": plans,
        "targets": targets_of(store, revisions),
        "findings": findings_of(store, revisions),
    }


def stored_feed(store: Store, language: str, now: datetime, **filters: Any) -> bytes:
    """The feed of the latest plans; `filters` are those of `list_documents`."""
    rows = list_documents(store, limit=FEED_PLANS, **filters)
    addresses = first_addresses(store, [row["id"] for row in rows])
    plans = [
        FeedPlan(
            plan_news(stored_document(store, row["id"]), load_comparison(store, row["revision"])),
            addresses[row["id"]],
            datetime.fromisoformat(row["found_at"]),
            datetime.fromisoformat(row["changed_at"]),
        )
        for row in rows
    ]
    return atom_feed(plans, store_mark(store), language, now)


def write_feed(store: Store, language: str, now: datetime) -> Path:
    """The feed beside the database, for a feed reader or a web server; it is never seen half written."""
    path = store.path.with_name(FEED)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(stored_feed(store, language, now, verdict="plan"))
    os.replace(fresh, path)
    return path
