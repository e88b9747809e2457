"""The steps that bring a store up to date. A step that has been released is never changed; add another.

Times are ISO 8601 with offset, dates ISO 8601. What is read from a text hangs on its revision, so that every field
that was extracted can be queried beside the text that it was read from.

sqlite_utils applies the steps and is imported only then: it brings numpy with it, and a look-up has to start fast.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SCHEMA = Path(__file__).with_name("schema")
SET = "planwatch"

# step -> the files of schema/ that it runs, in this order
STEPS = {
    "first_tables": ("collection", "documents", "parts", "comparison", "publication", "library"),
    "checks_of_columns": ("checks",),
    "channels_of_deliveries": ("channels",),
    "plans_with_text_in_common": ("kin",),
    "clauses_of_all_plans": ("bigrams",),
    "columns_beside_their_past": ("health",),
    "plans_by_province": ("places",),
    "confirmed_changes": ("confirmation",),
    "documents_by_their_sides": ("sides",),
    "documents_nobody_can_tell_apart": ("bare",),
}


def applied(connection: sqlite3.Connection) -> list[str]:
    """The steps that a store has taken, oldest first, those of a newer planwatch among them."""
    table = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if connection.execute(table).fetchone() is None:
        return []
    taken = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id"
    return [name for (name,) in connection.execute(taken, [SET])]


def apply(db: Database) -> None:
    """Take the steps that the store has not taken."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(SET)
    for name, files in STEPS.items():
        migrations(name=name)(_step(files))
    migrations.apply(db)


def _step(files: tuple[str, ...]) -> Callable[[Database], None]:
    def run_files(db: Database) -> None:
        for name in files:
            db.executescript((SCHEMA / f"{name}.sql").read_text(encoding="utf-8"))

    return run_files
