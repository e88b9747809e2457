"""Opening the store: one SQLite file and one archive of raw bytes in a data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.archive import Archive
from storage.errors import StoreDamaged, StoreError, StoreFull, StoreLocked, StoreNewer, told, translated
from storage.migrations import migrations

__all__ = ["Store", "StoreDamaged", "StoreError", "StoreFull", "StoreLocked", "StoreNewer", "open_store"]

DATABASE = "planwatch.db"
ARCHIVE = "archive"
PATIENCE = 10.0  # seconds to wait for another program's transaction
Row = dict[str, Any]
Values = Sequence[Any] | dict[str, Any]


class Store:
    """An open store: `db` (sqlite_utils.Database), `archive`, `path` of the database file.

    Reads and writes go through the methods here, so that every failure of the file becomes a StoreError.
    """

    def __init__(self, db: Database, archive: Archive, path: Path) -> None:
        self.db = db
        self.archive = archive
        self.path = path

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One transaction: all of the block is stored, or, where it raises, nothing. May be nested."""
        with translated(self.path):
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
                return
            # IMMEDIATE: a transaction that reads first and writes later would fail, not wait, if another wrote between
            self.db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.commit()
            finally:
                self.db.rollback()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query, as dicts."""
        with translated(self.path):
            cursor = self.db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, or None."""
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row of a query, or None."""
        row = self.row(sql, values)
        return next(iter(row.values())) if row else None

    def write(self, sql: str, values: Values = ()) -> int:
        """Run one statement that changes rows; gives how many it changed."""
        with translated(self.path):
            return self.db.execute(sql, values).rowcount

    def insert(self, table: str, row: Row) -> int:
        """Insert one row; gives its rowid."""
        with translated(self.path):
            return int(self.db.execute(_insert(table, row), row).lastrowid or 0)

    def insert_all(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows that have the same keys."""
        if rows:
            with self.atomic():
                self.db.conn.executemany(_insert(table, rows[0]), rows)

    def replace(self, table: str, row: Row) -> None:
        """Insert one row in place of one with the same primary key."""
        self.write(_insert(table, row, "INSERT OR REPLACE"), row)

    def update(self, table: str, id: int, values: Row) -> None:
        """Set columns of one row."""
        columns = ", ".join(f'"{name}" = :{name}' for name in values)
        self.write(f"UPDATE {table} SET {columns} WHERE id = :id", {**values, "id": id})

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(data_dir: Path, *, create: bool = True, read_only: bool = False) -> Store:
    """Open the store in `data_dir`, making it or bringing it up to date first.

    `create` False: a folder without a store is an error. `read_only`: nothing is written, so a store of an older
    version is an error too. Raises StoreNewer, StoreDamaged, StoreLocked, StoreFull, or StoreError for the rest.
    """
    path = data_dir / DATABASE
    if not path.exists() and (read_only or not create):
        raise StoreError(
            f"{path}: there is no store yet. `planwatch run` makes it; --data names another folder."
        )
    with translated(path):
        data_dir.mkdir(parents=True, exist_ok=True)
        store = Store(_connect(path, read_only), Archive(data_dir / ARCHIVE), path)
        try:
            _bring_up_to_date(store, read_only)
        except BaseException:
            store.close()
            raise
    return store


def _insert(table: str, row: Row, verb: str = "INSERT") -> str:
    # written out, as sqlite_utils inspects the table at every insert, which costs more than the insert
    columns, values = (", ".join(map(form.format, row)) for form in ('"{}"', ":{}"))
    return f"{verb} INTO {table} ({columns}) VALUES ({values})"


def _connect(path: Path, read_only: bool) -> Database:
    mode = "ro" if read_only else "rwc"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE)
    db = Database(connection)
    db.execute("PRAGMA foreign_keys = ON")
    if not read_only:
        db.enable_wal()
        # with WAL a power cut may lose the last transactions, whole and in order, and never damages the file
        db.execute("PRAGMA synchronous = NORMAL")
    return db


def _bring_up_to_date(store: Store, read_only: bool) -> None:
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    unknown = [one.name for one in migrations.applied(store.db) if one.name not in known]
    if unknown:
        raise told(StoreNewer, store.path, ", ".join(unknown))
    if not migrations.pending(store.db):
        return
    if read_only:
        raise StoreError(
            f"{store.path}: an older planwatch made this store. `planwatch run` brings it up to date."
        )
    with store.atomic():
        migrations.apply(store.db)
