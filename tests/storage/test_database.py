"""The store opens, keeps its promises of a transaction, and says plainly what is wrong."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from storage.database import (
    Store,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreNewer,
    open_store,
)

RUN = {"started_at": "2024-10-15T08:00:00+08:00", "portals": "[]"}


def runs(store: Store) -> int:
    return int(store.value("SELECT count(*) FROM runs"))


def test_what_is_stored_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "data") as store:
        store.insert("runs", RUN)
    with open_store(tmp_path / "new" / "data", read_only=True) as store:
        assert runs(store) == 1


def insert_two(store: Store) -> None:
    """One run that can be stored and then one that cannot."""
    with store.atomic():
        store.insert("runs", RUN)
        with store.atomic():
            store.insert("runs", RUN)
        store.insert("runs", {**RUN, "started_at": None})


def test_a_transaction_that_fails_leaves_nothing_and_the_store_usable(store: Store) -> None:
    with pytest.raises(IntegrityError):
        insert_two(store)
    assert runs(store) == 0
    store.insert("runs", RUN)
    assert runs(store) == 1


def test_an_inner_block_that_fails_takes_back_only_itself(store: Store) -> None:
    with store.atomic():
        store.insert("runs", RUN)
        with pytest.raises(IntegrityError):
            insert_two(store)
    assert runs(store) == 1


def test_a_reader_sees_nothing_of_an_open_transaction(store: Store) -> None:
    with store.atomic():
        store.insert("runs", RUN)
        with open_store(store.path.parent, read_only=True) as reader:
            assert runs(reader) == 0


def test_a_read_only_store_takes_no_write(store: Store) -> None:
    with (
        open_store(store.path.parent, read_only=True) as reader,
        pytest.raises(StoreError, match="cannot be used"),
    ):
        reader.insert("runs", RUN)


@pytest.mark.parametrize("how", [{"create": False}, {"read_only": True}])
def test_looking_up_makes_no_store(tmp_path: Path, how: dict[str, bool]) -> None:
    with pytest.raises(StoreError, match="there is no store yet"):
        open_store(tmp_path / "data", **how)
    assert not (tmp_path / "data").exists()


def test_a_locked_database_is_told_after_some_patience(store: Store) -> None:
    store.connection.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(store.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked, match="another program holds the database") as told:
        store.insert("runs", RUN)
    other.close()
    assert told.value.exit_code == 3
    store.insert("runs", RUN)


def test_a_full_disk_is_told_and_nothing_half_stored(store: Store) -> None:
    pages = store.value("PRAGMA page_count")
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFull, match="the disk is full"):
        store.insert_all("runs", [{**RUN, "portals": "x" * 1000}] * 1000)
    assert runs(store) == 0


def test_a_store_of_a_newer_version_is_left_alone(store: Store) -> None:
    store.insert(
        "_sqlite_migrations", {"migration_set": "planwatch", "name": "of_tomorrow", "applied_at": "2030"}
    )
    with pytest.raises(StoreNewer, match="of_tomorrow") as told:
        open_store(store.path.parent)
    assert told.value.exit_code == 4


def test_a_store_of_an_older_version_is_brought_up_to_date_only_where_writing_is_meant(
    tmp_path: Path,
) -> None:
    sqlite3.connect(tmp_path / "planwatch.db").close()
    (tmp_path / "planwatch.db").touch()
    with pytest.raises(StoreError, match="older"):
        open_store(tmp_path, read_only=True)
    with open_store(tmp_path) as store:
        assert runs(store) == 0


def test_a_file_that_is_no_database_is_told_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "planwatch.db").write_bytes(b"<html>" * 1000)
    with pytest.raises(StoreDamaged, match="the database is damaged") as told:
        open_store(tmp_path)
    assert told.value.exit_code == 4


def test_torn_pages_are_told_as_damaged(store: Store) -> None:
    store.insert_all("runs", [{**RUN, "portals": "x" * 2000}] * 100)
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    torn = bytearray(store.path.read_bytes())
    torn[8192:] = b"\xa5" * (len(torn) - 8192)
    store.path.write_bytes(torn)
    with pytest.raises(StoreDamaged), open_store(store.path.parent) as damaged:
        damaged.rows("SELECT * FROM runs")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands here")
    with pytest.raises(StoreError, match="data"):
        open_store(tmp_path / "data")
