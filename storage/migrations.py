"""The steps that bring a store up to date. A step that has been released is never changed; add another.

Times are ISO 8601 with offset, dates ISO 8601. What is read from a text hangs on its revision, so that every field
that was extracted can be queried beside the text that it was read from.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

SCHEMA = Path(__file__).with_name("schema")

migrations = Migrations("planwatch")


@migrations()
def first_tables(db: Database) -> None:
    for name in ("collection", "documents", "parts", "comparison", "publication", "library"):
        db.executescript((SCHEMA / f"{name}.sql").read_text(encoding="utf-8"))


@migrations()
def checks_of_columns(db: Database) -> None:
    db.executescript((SCHEMA / "checks.sql").read_text(encoding="utf-8"))
