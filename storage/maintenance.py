"""Keeping the store: a copy while it is in use, a check of everything in it, and clearing what nothing refers to."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from storage.archive import Archive
from storage.database import ARCHIVE, DATABASE, Store
from storage.errors import StoreError, translated
from storage.keys import text_key

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


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds: documents of the database, files of the archive."""

    documents: int
    files: int


def backup(store: Store, target: Path) -> Copied:
    """Copy database and archive into the empty or new folder `target`, consistently even while a run goes on.

    Raises StoreError where `target` holds a store already, StoreFull where the disk does not hold the copy.
    """
    if (target / DATABASE).exists():
        raise StoreError(f"{target}: holds a store already; name an empty folder for the backup.")
    unfinished = target / f"{DATABASE}.part"
    with translated(target):
        (target / ARCHIVE).mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        # The database first: what it refers to is in the archive by then. It gets its name last: a backup is whole.
        copy = sqlite3.connect(unfinished)
        try:
            store.connection.backup(copy)
            (documents,) = copy.execute("SELECT count(*) FROM documents").fetchone()
        finally:
            copy.close()
        hashes = list(store.archive.hashes())
        for sha256 in hashes:
            _copy(store.archive.path(sha256), Archive(target / ARCHIVE).path(sha256))
        unfinished.rename(target / DATABASE)
    return Copied(documents, len(hashes))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def verify(store: Store) -> list[Damage]:
    """Everything that is wrong with the store: damaged pages of the database, rows without their parents, texts that
    changed or cannot be searched, archived files that changed or are missing. Empty where all is well.

    Raises StoreDamaged where the database cannot even be read.
    """
    integrity = [row["integrity_check"] for row in store.rows("PRAGMA integrity_check")]
    found = [Damage("database", text) for text in integrity if text != "ok"]
    found += [
        Damage(f"table {row['table']}, row {row['rowid']}", f"its row in {row['parent']} is missing")
        for row in store.rows("PRAGMA foreign_key_check")
    ]
    found += [Damage(f"revision {id}", "its text has changed") for id in _changed_texts(store)]
    unindexed = "SELECT id FROM revisions WHERE id NOT IN (SELECT id FROM search_index_docsize)"
    found += [Damage(f"revision {row['id']}", "cannot be searched") for row in store.rows(unindexed)]
    found += [Damage(f"archive {name}", "its bytes have changed") for name in store.archive.damaged()]
    kept = set(store.archive.hashes())
    found += [
        Damage(f"archive {name}", "is referred to and missing") for name in sorted(_referred(store) - kept)
    ]
    return found


def prune(store: Store, now: datetime, keep_days: int) -> Pruned:
    """Clear list pages and facts older than `keep_days`; documents, revisions and their bytes are never cleared."""
    limit = now - timedelta(days=keep_days)

    def is_old(path: Path) -> bool:
        return path.stat().st_mtime < limit.timestamp()

    referred = _referred(store)
    pages = map(store.archive.path, (name for name in store.archive.hashes() if name not in referred))
    old = [path for path in pages if is_old(path)]
    leftovers = [path for path in store.archive.leftovers() if is_old(path)]  # a run writes the younger ones
    for path in (*old, *leftovers):
        path.unlink()
    facts = store.write(
        "DELETE FROM column_facts WHERE run IN (SELECT id FROM runs WHERE started_at < ?)",
        [limit.isoformat(timespec="seconds")],
    )
    return Pruned(len(old), len(leftovers), facts)


def _changed_texts(store: Store) -> list[int]:
    ids = [row["id"] for row in store.rows("SELECT id FROM revisions ORDER BY id")]
    sql = "SELECT text_key, main_text FROM revisions LEFT JOIN texts ON texts.revision = id WHERE id = ?"
    rows = ((id, store.row(sql, [id]) or {}) for id in ids)
    return [id for id, row in rows if text_key(row["main_text"] or "") != row["text_key"]]


def _referred(store: Store) -> set[str]:
    return {
        row["sha256"]
        for table, column in _REFERENCES
        for row in store.rows(f"SELECT DISTINCT {column} AS sha256 FROM {table} WHERE {column} IS NOT NULL")
    }
