"""A backup is a store of its own, damage is found and named, and pruning clears only what nothing needs."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import ARCHIVE, Store, StoreError, open_store
from storage.library import list_documents
from storage.maintenance import backup, prune, verify
from storage.models import ColumnFacts
from storage.runs import facts_of_run, save_facts, start_run
from storage.search import search
from tests.storage.samples import COLUMN, DAY, NOW, keep, reading


def keep_page(store: Store, page: bytes, number: int = 1) -> str:
    sha256 = store.archive.put(page)
    keep(store, reading(doc_number=f"云政发〔2024〕{number}号"), number, page_sha256=sha256)
    return sha256


def test_a_backup_opens_and_holds_all_that_was_stored(store: Store, tmp_path: Path) -> None:
    sha256 = keep_page(store, b"<html>1</html>")
    backup(store, tmp_path / "copy")
    with open_store(tmp_path / "copy") as copy:
        assert list_documents(copy) == list_documents(store)
        assert [row["id"] for row in search(copy, "电梯")] == [1]
        assert copy.archive.get(sha256) == b"<html>1</html>"
        assert verify(copy) == []
    assert [path.name for path in (tmp_path / "copy").iterdir() if ".part" in path.name] == []


def test_an_empty_store_can_be_backed_up(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "copy")
    assert verify(open_store(tmp_path / "copy")) == []


def test_a_backup_is_made_while_a_run_writes(store: Store, tmp_path: Path) -> None:
    keep_page(store, b"<html>1</html>")
    with open_store(store.path.parent) as writer, writer.atomic():
        keep_page(writer, b"<html>2</html>", 2)
        backup(store, tmp_path / "copy")
    assert len(list_documents(open_store(tmp_path / "copy"))) == 1


def test_a_backup_never_replaces_a_store(store: Store) -> None:
    with pytest.raises(StoreError, match="holds a store already"):
        backup(store, store.path.parent)


def test_a_backup_that_was_broken_off_is_taken_up_again(store: Store, tmp_path: Path) -> None:
    keep_page(store, b"<html>1</html>")
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "planwatch.db.part").write_bytes(b"half a database")
    backup(store, tmp_path / "copy")
    assert len(list_documents(open_store(tmp_path / "copy"))) == 1


def test_a_whole_store_has_no_damage(store: Store) -> None:
    keep_page(store, b"<html>1</html>")
    assert verify(store) == []


def test_every_damage_is_named(store: Store) -> None:
    changed, lost = keep_page(store, b"<html>1</html>", 1), keep_page(store, b"<html>2</html>", 2)
    store.archive.path(changed).write_bytes(b"<html>!</html>")
    store.archive.path(lost).unlink()
    store.write("UPDATE texts SET main_text = main_text || '！' WHERE revision = 1")
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.write("UPDATE sources SET document = 99 WHERE id = 2")
    store.write("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert {(damage.place, damage.problem) for damage in verify(store)} == {
        (f"archive {changed}", "its bytes have changed"),
        (f"archive {lost}", "is referred to and missing"),
        ("revision 1", "its text has changed"),
        ("revision 1", "cannot be searched"),
        ("revision 2", "cannot be searched"),
        ("table sources, row 2", "its row in documents is missing"),
    }


def age(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_pruning_clears_old_list_pages_and_facts_only(store: Store) -> None:
    document, old, young, again = (
        keep_page(store, b"plan"),
        *map(store.archive.put, (b"old", b"young", b"again")),
    )
    for sha256, days in ((document, 500), (old, 500), (young, 10), (again, 500)):
        age(store.archive.path(sha256), NOW - days * DAY)
    store.archive.put(b"again")
    for name, days in ((".half", 500), (".writing", 0)):
        leftover = store.archive.folder / name
        leftover.write_bytes(b"ha")
        age(leftover, NOW - days * DAY)
    runs = [start_run(store, ["yunxi"], at) for at in (NOW - 500 * DAY, NOW)]
    for run in runs:
        save_facts(store, run, ColumnFacts("yunxi", COLUMN))

    pruned = prune(store, NOW, keep_days=400)

    assert (pruned.pages, pruned.leftovers, pruned.facts) == (1, 1, 1)
    assert set(store.archive.hashes()) == {document, young, again}
    assert [len(facts_of_run(store, run)) for run in runs] == [0, 1]
    assert len(list_documents(store)) == 1
    assert verify(store) == []
    assert (store.path.parent / ARCHIVE).is_dir()
