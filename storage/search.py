"""Full-text search over Chinese: every two neighbouring characters are a word of the index.

SQLite's own tokenizers find nothing inside Chinese text or need three characters. Of every run of letters, digits
and Han characters the index holds all bigrams and, last, the final character alone; so a phrase of bigrams finds any
substring of two or more characters, and a prefix finds a single one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import add
from typing import Any

from storage.database import Row, Store
from storage.keys import number_key
from storage.library import condition, rows_of

RANKED = 5_000  # hits beyond which rank tells nothing: of so many the newest stand first
WEIGHTS = "AND i.rank MATCH 'bm25(10.0, 10.0, 1.0)'"  # title, number, body
AROUND = 30  # characters shown before and after a hit

SPACED = r"[ \t\u3000]*"  # white space that only typesets
BETWEEN = r"[\W_]*"  # punctuation between the runs of a word

_RUN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"(?<=[㐀-鿿])[ \t\u3000]+(?=[㐀-鿿])")


def search(store: Store, query: str, limit: int = 20, offset: int = 0, **filters: Any) -> list[Row]:
    """Stored documents that hold what `query` says and that the `filters` (`storage.library.FILTERS`) let through,
    the best first, or, where more than RANKED hold it, the newest.

    Words parted by spaces must all occur, each as it stands but for punctuation. Rows have the columns
    of `library`, and `snippet`, the words around the first hit, with `hits`, the (start, end) of every hit in it.
    """
    expression = match_expression(query)
    if expression is None:
        return []
    where, given = condition(filters)
    few = hits(store, expression, RANKED + 1) <= RANKED
    rows = store.rows(
        f"""
        SELECT d.id FROM search_index i
        -- CROSS: the index gives its hits in their order, so that only those that are shown are looked up
        CROSS JOIN documents d ON d.latest = i.rowid LEFT JOIN revisions r ON r.id = i.rowid
        WHERE search_index MATCH :expression AND ({where}) {WEIGHTS if few else ""}
        ORDER BY {"i.rank" if few else "i.rowid DESC"} LIMIT :limit OFFSET :offset
        """,
        {**given, "expression": expression, "limit": limit, "offset": offset},
    )
    found = rows_of(store, [row["id"] for row in rows])
    texts = store.rows(
        "SELECT revision, main_text FROM texts WHERE revision IN (SELECT value FROM json_each(?))",
        [json.dumps([row["revision"] for row in found])],
    )
    text = {row["revision"]: row["main_text"] for row in texts}
    return [{**row, **snippet(text[row["revision"]], query)} for row in found]


def hits(store: Store, expression: str, limit: int) -> int:
    """How many revisions an expression (`match_expression`) finds; it counts no further than `limit`."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)"
    return int(store.value(sql, [expression, limit]))


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
        "SELECT * FROM revisions JOIN texts ON texts.revision = revisions.id WHERE id = ?", [revision]
    )
    if row is None:
        raise KeyError(revision)
    title = " ".join(filter(None, (row["title"], row["notice_title"])))
    number = number_key(row["doc_number"]) or ""
    return [revision, *(" ".join(tokens(text)) for text in (title, number, row["main_text"]))]


def tokens(text: str) -> Iterable[str]:
    """The words of the index for a text."""
    runs = _runs(_GAP.sub("", _fold(text)))
    return chain.from_iterable((*map(add, run, run[1:]), run[-1]) for run in runs)


def match_expression(query: str) -> str | None:
    """The FTS5 expression for what a user typed; None where there is nothing to look for.

    A document number may also be spelled in another way than it stands in the text.
    """
    words = _words(query)
    if not words:
        return None
    expression = " AND ".join(_phrase(runs) for runs in words)
    return f"({expression}) OR number : {_phrase([number_key(query) or ''])}"


def _phrase(runs: Sequence[str]) -> str:
    """The runs one after another, the last of which may go on in the text."""
    *before, last = runs
    closed = [token for run in before for token in tokens(run)]
    if len(last) == 1:
        return f'"{" ".join([*closed, last])}" *'
    return f'"{" ".join([*closed, *(last[at : at + 2] for at in range(len(last) - 1))])}"'


def _words(query: str) -> list[list[str]]:
    """The runs of every word that a user typed with spaces between."""
    return [runs for word in _fold(query).split() if (runs := _runs(word))]


def _runs(text: str) -> list[str]:
    return _RUN.findall(text)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


# ---------------------------------------------------------------- what is shown of a hit


def snippet(text: str, query: str) -> Row:
    """`snippet`: the part of `text` around the first hit (its beginning where there is none), on one line.
    `hits`: the (start, end) of the hits in it."""
    words = sorted(_words(query), key=lambda runs: -sum(map(len, runs)))
    if not words:
        return {"snippet": "", "hits": []}
    wanted = re.compile("|".join(BETWEEN.join(SPACED.join(run) for run in runs) for runs in words))
    plain, origins = _folded(text)
    found = [(origins[hit.start()], origins[hit.end() - 1] + 1) for hit in wanted.finditer(plain)]
    first_start, first_end = found[0] if found else (0, 0)
    start, end = max(0, first_start - AROUND), min(len(text), first_end + AROUND)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shown = re.sub(r"\s", " ", text[start:end])
    return {
        "snippet": f"{before}{shown}{after}",
        "hits": [
            (at - start + len(before), to - start + len(before))
            for at, to in found
            if start <= at and to <= end
        ],
    }


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is searched, and for each of its characters the place it came from."""
    folded = _fold(text)
    if len(folded) == len(text):
        return folded, range(len(text))
    pieces = [_fold(character) for character in text]
    return "".join(pieces), [at for at, piece in enumerate(pieces) for _ in piece]
