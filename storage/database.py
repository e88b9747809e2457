"""Opening the store: one SQLite file and one archive of raw bytes in a data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage import migrations
from storage.archive import Archive
from storage.errors import StoreDamaged, StoreError, StoreFull, StoreLocked, StoreNewer, told, translated

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["Store", "StoreDamaged", "StoreError", "StoreFull", "StoreLocked", "StoreNewer", "open_store"]

DATABASE = "planwatch.db"
ARCHIVE = "archive"
PATIENCE = 10.0  # seconds to wait for another program's transaction
Row = dict[str, Any]
Values = Sequence[Any] | dict[str, Any]


class Store:
    """An open store: `connection`, `archive`, `path` of the database file.

    Reads and writes go through the methods here, so that every failure of the file becomes a StoreError.
    """

    def __init__(self, connection: sqlite3.Connection, archive: Archive, path: Path) -> None:
        self.connection = connection
        self.archive = archive
        self.path = path

    @cached_property
    def db(self) -> Database:
        """The connection as sqlite_utils has it, for transactions and migrations; a look-up never asks for it."""
        from sqlite_utils import Database

        return Database(self.connection)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One transaction: all of the block is stored, or, where it raises, nothing. May be nested."""
        with translated(self.path):
            if self.connection.in_transaction:
                with self.db.atomic():
                    yield
                return
            # IMMEDIATE: a transaction that reads first and writes later would fail, not wait, if another wrote between
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.commit()
            finally:
                self.connection.rollback()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query, as dicts."""
        with translated(self.path):
            cursor = self.connection.execute(sql, values)
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
            return self.connection.execute(sql, values).rowcount

    def insert(self, table: str, row: Row) -> int:
        """Insert one row; gives its rowid."""
        with translated(self.path):
            return int(self.connection.execute(_insert(table, row), row).lastrowid or 0)

    def insert_all(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows that have the same keys."""
        if rows:
            with self.atomic():
                self.connection.executemany(_insert(table, rows[0]), rows)

    def replace(self, table: str, row: Row) -> None:
        """Insert one row in place of one with the same primary key."""
        self.write(_insert(table, row, "INSERT OR REPLACE"), row)

    def update(self, table: str, id: int, values: Row) -> None:
        """Set columns of one row."""
        columns = ", ".join(f'"{name}" = :{name}' for name in values)
        self.write(f"UPDATE {table} SET {columns} WHERE id = :id", {**values, "id": id})

    def version(self) -> tuple[tuple[int, int], ...]:
        """Changes whenever something is stored: what was counted before may be kept until then."""
        with translated(self.path):
            files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
            stats = [file.stat() for file in files if file.exists()]
            return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)

    def close(self) -> None:
        self.connection.close()

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


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    # no transaction of sqlite3's own: `Store.atomic` begins them all
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        # with WAL a power cut may lose the last transactions, whole and in order, and never damages the file
        connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _bring_up_to_date(store: Store, read_only: bool) -> None:
    taken = migrations.applied(store.connection)
    if unknown := [step for step in taken if step not in migrations.STEPS]:
        raise told(StoreNewer, store.path, ", ".join(unknown))
    if set(taken) == set(migrations.STEPS):
        return
    if read_only:
        raise StoreError(
            f"{store.path}: an older planwatch made this store. `planwatch run` brings it up to date."
        )
    with store.atomic():
        migrations.apply(store.db)
