"""What can go wrong with the store, said in one line each; the only place that reads SQLite's error codes."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(Exception):
    """The store cannot be used. The message is one line that names the file and a way out."""

    exit_code = 1
    told = "{path}: the store cannot be used ({reason}). Check the folder's owner and rights."


class StoreLocked(StoreError):
    """Another program keeps the database locked for longer than we wait."""

    exit_code = 3
    told = "{path}: another program holds the database. Try again once it has finished."


class StoreDamaged(StoreError):
    """The file is no database, or its pages contradict each other."""

    exit_code = 4
    told = "{path}: the database is damaged ({reason}). Put a backup (`planwatch backup`) in its place."


class StoreNewer(StoreError):
    """A later planwatch made this store."""

    exit_code = 4
    told = "{path}: a newer planwatch made this store ({reason}). Install that version, or name another --data folder."


class StoreFull(StoreError):
    """No space is left on the disk."""

    told = "{path}: the disk is full; nothing of this step was stored. Make room and run again."


SQLITE_CODES: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreLocked,
    sqlite3.SQLITE_LOCKED: StoreLocked,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_IOERR: StoreError,
    sqlite3.SQLITE_READONLY: StoreError,
    sqlite3.SQLITE_CANTOPEN: StoreError,
    sqlite3.SQLITE_PERM: StoreError,
    sqlite3.SQLITE_AUTH: StoreError,
}
FULL = (errno.ENOSPC, errno.EDQUOT)
PRIMARY = 0xFF  # the low byte of an extended SQLite code names the family


def told(kind: type[StoreError], path: Path, reason: object = "") -> StoreError:
    """An error of this kind about this file, in the words of its kind."""
    return kind(kind.told.format(path=path, reason=reason))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite or the file system says about `path` as a StoreError; mistakes of ours pass unchanged."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        kind = SQLITE_CODES.get(getattr(error, "sqlite_errorcode", 0) & PRIMARY)
        if kind is None:
            raise
        raise told(kind, path, error) from error
    except OSError as error:
        kind = StoreFull if error.errno in FULL else StoreError
        raise told(kind, path, error.strerror or error) from error
