"""Full-text search over Chinese: every two neighbouring characters are a word of the index.

SQLite's own tokenizers find nothing inside Chinese text or need three characters. Of every run of letters, digits
and Han characters the index holds all bigrams and, last, the final character alone; so a phrase of bigrams finds any
substring of two or more characters, and a prefix finds a single one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from storage.database import Store
from storage.keys import number_key

WEIGHTS = (10.0, 10.0, 1.0)  # of title, number and body in the rank
AROUND = 30  # characters shown before and after the hit

_RUN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"(?<=[㐀-鿿])[ \t　]+(?=[㐀-鿿])")  # white space that only typesets


def index_revision(store: Store, revision: int) -> None:
    """Make a stored revision findable."""
    store.write(
        "INSERT INTO search_index (rowid, title, number, body) VALUES (?, ?, ?, ?)", _tokens(store, revision)
    )


def unindex_revision(store: Store, revision: int) -> None:
    """Take a revision out of the index, before its row changes: the index must be told the words it holds."""
    store.write(
        "INSERT INTO search_index (search_index, rowid, title, number, body) VALUES ('delete', ?, ?, ?, ?)",
        _tokens(store, revision),
    )


def _tokens(store: Store, revision: int) -> list[object]:
    row = store.row(
        "SELECT title, notice_title, doc_number, main_text FROM revisions WHERE id = ?", [revision]
    )
    if row is None:
        raise KeyError(revision)
    title = " ".join(filter(None, (row["title"], row["notice_title"])))
    number = number_key(row["doc_number"]) or ""
    return [revision, *(" ".join(tokens(text)) for text in (title, number, row["main_text"]))]


def tokens(text: str) -> Iterable[str]:
    """The words of the index for a text."""
    for run in _runs(text):
        yield from (run[at : at + 2] for at in range(len(run)))


def match_expression(query: str) -> str | None:
    """The FTS5 expression for what a user typed; None where there is nothing to look for.

    Words parted by spaces or punctuation must all occur. A document number may also be spelled in another way.
    """
    runs = _runs(query)
    if not runs:
        return None
    expression = " AND ".join(_phrase(run) for run in runs)
    key = number_key(query)
    return f"({expression}) OR number : {_phrase(key)}" if key and len(runs) > 1 else expression


def _phrase(run: str) -> str:
    if len(run) == 1:
        return f'"{run}" *'
    return '"' + " ".join(run[at : at + 2] for at in range(len(run) - 1)) + '"'


def _runs(text: str) -> list[str]:
    return _RUN.findall(_GAP.sub("", unicodedata.normalize("NFKC", text).lower()))
