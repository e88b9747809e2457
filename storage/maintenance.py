"""Keeping the store: a copy while it is in use, a check of everything in it, and clearing what nothing refers to."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from storage.database import ARCHIVE, DATABASE, Store
from storage.errors import StoreError, translated

# Every column that names bytes of the archive.
_REFERENCES = (
    ("revisions", "page_sha256"),
    ("sources", "page_sha256"),
    ("attachments", "sha256"),
)


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong, and where."""

    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was cleared: archived pages that nothing refers to, half-written files, old facts of runs."""

    pages: int
    leftovers: int
    facts: int


def backup(store: Store, target: Path) -> None:
    """Copy database and archive into the empty or new folder `target`, consistently even while a run goes on.

    Raises StoreError where `target` holds a store already, StoreFull where the disk does not hold the copy.
    """
    if (target / DATABASE).exists():
        raise StoreError(f"{target}: holds a store already; name an empty folder for the backup.")
    with translated(target):
        target.mkdir(parents=True, exist_ok=True)
        # The database first: what it refers to is in the archive already, and nothing leaves an archive.
        copy = sqlite3.connect(target / DATABASE)
        try:
            store.db.conn.backup(copy)
        finally:
            copy.close()
        shutil.copytree(store.archive.folder, target / ARCHIVE, dirs_exist_ok=True)


def verify(store: Store) -> list[Damage]:
    """Everything that is wrong with the store: damaged pages of the database, rows without their parents, archived
    files that changed or are missing. Empty where all is well."""
    integrity = [row["integrity_check"] for row in store.rows("PRAGMA integrity_check")]
    found = [Damage("database", text) for text in integrity if text != "ok"]
    found += [
        Damage(f"table {row['table']}, row {row['rowid']}", f"its row in {row['parent']} is missing")
        for row in store.rows("PRAGMA foreign_key_check")
    ]
    found += [Damage(f"archive {name}", "its bytes have changed") for name in store.archive.damaged()]
    kept = set(store.archive.hashes())
    found += [
        Damage(f"archive {name}", "is referred to and missing") for name in sorted(_referred(store) - kept)
    ]
    return found


def prune(store: Store, now: datetime, keep_days: int) -> Pruned:
    """Clear list pages and facts older than `keep_days`; documents, revisions and their bytes are never cleared."""
    limit = now - timedelta(days=keep_days)
    referred = _referred(store)
    old = [
        path
        for name in store.archive.hashes()
        if name not in referred and (path := store.archive.path(name)).stat().st_mtime < limit.timestamp()
    ]
    leftovers = list(store.archive.leftovers())
    for path in (*old, *leftovers):
        path.unlink()
    facts = store.write(
        "DELETE FROM column_facts WHERE run IN (SELECT id FROM runs WHERE started_at < ?)",
        [limit.isoformat(timespec="seconds")],
    )
    return Pruned(len(old), len(leftovers), facts)


def _referred(store: Store) -> set[str]:
    return {
        row["sha256"]
        for table, column in _REFERENCES
        for row in store.rows(f"SELECT DISTINCT {column} AS sha256 FROM {table} WHERE {column} IS NOT NULL")
    }
