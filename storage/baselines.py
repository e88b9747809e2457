"""The known plans that new ones are compared with: stored documents under a short name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from storage.database import Store
from storage.documents import save
from storage.models import Plan, Reading
from storage.readings import load_reading


def load_baselines(store: Store, readings: Mapping[str, Reading], now: datetime) -> None:
    """Make the readings the baselines of these names, beside those there are; what is stored already stays as it is.

    A document that a portal published before is recognised and not stored twice. Raises ValueError for a field
    without evidence.
    """
    for name, reading in readings.items():
        add_baseline(store, name, reading, now)


def add_baseline(store: Store, name: str, reading: Reading, now: datetime) -> int:
    """Make one reading the baseline `name`, in place of any other of that name; gives its document."""
    with store.atomic():
        known = store.row("SELECT * FROM baselines WHERE name = ?", [name])
        saved = save(
            store,
            reading,
            url=f"baseline:{name}",
            portal=None,
            column=None,
            page_sha256=None,
            origin="file",
            now=now,
            run=None,
        )
        # its portal may have revised it since: the text that was given stays the one that is compared with
        if known is None or known["document"] != saved.document or saved.outcome == "revised":
            name_baseline(store, name, saved.document, now)
    return saved.document


def name_baseline(store: Store, name: str, document: int, now: datetime) -> None:
    """Make a stored document, at its newest revision, the baseline `name`. Raises KeyError for an unknown document."""
    revision = store.value("SELECT latest FROM documents WHERE id = ?", [document])
    if revision is None:
        raise KeyError(document)
    row = {"name": name, "document": document, "revision": revision}
    if row not in store.rows("SELECT name, document, revision FROM baselines"):
        store.replace("baselines", {**row, "added_at": now.isoformat(timespec="seconds")})


def remove_baseline(store: Store, name: str) -> bool:
    """Take the name away; the document stays stored. False where there was no such baseline."""
    return store.write("DELETE FROM baselines WHERE name = ?", [name]) > 0


def baselines(store: Store) -> list[tuple[str, int, int]]:
    """(name, document, revision) of every baseline, in the order in which they were added."""
    rows = store.rows("SELECT name, document, revision FROM baselines ORDER BY rowid")
    return [(row["name"], row["document"], row["revision"]) for row in rows]


def baseline_set(store: Store) -> str:
    """A key that changes whenever a comparison with the baselines could come out differently."""
    rows = store.rows(
        """
        SELECT name, reading_key FROM baselines JOIN revisions ON revisions.id = baselines.revision ORDER BY name
        """
    )
    text = "\n".join(f"{row['name']} {row['reading_key']}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def plan_of(store: Store, revision: int, name: str) -> Plan:
    """A stored revision as one side of a comparison, under `name`. Raises KeyError for an unknown revision."""
    return Plan.of(name, load_reading(store, revision))
