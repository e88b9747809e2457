"""Raw bytes are kept once, whole, under their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.errors import StoreError


def test_bytes_come_back_by_their_sha256(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    page = "云溪市".encode("gb18030")
    assert archive.put(page) == hashlib.sha256(page).hexdigest()
    assert archive.get(archive.put(page)) == page
    assert list(archive.hashes()) == [archive.put(page)], "the same bytes are kept once"


def test_what_was_never_kept_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Archive(tmp_path).get("0" * 64)


def test_a_half_written_file_counts_for_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = archive.put(b"whole")
    leftover = tmp_path / ".half"
    leftover.write_bytes(b"ha")
    assert list(archive.hashes()) == [kept]
    assert list(archive.leftovers()) == [leftover]


def test_a_file_that_changed_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept, other = archive.put(b"one"), archive.put(b"two")
    archive.path(kept).write_bytes(b"won")
    assert list(archive.damaged()) == [kept]
    assert archive.get(other) == b"two"


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file stands here")
    with pytest.raises(StoreError, match="archive"):
        Archive(tmp_path / "archive").put(b"page")
