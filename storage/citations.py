"""Which stored documents a document cites, the chain up to the State Council's, and what is cited and not stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Row, Store
from storage.keys import number_key, title_key

FEWEST_CLAUSES = 5  # of a plan that can be followed; a notice whose plan could not be fetched has fewer
# whose plan stands below whose, the State Council's at 0: a plan follows the nearest one above it
RANKS = {"province": 1, "prefecture": 2, "county": 3}
BELOW_ALL = 4  # a plan of unknown level follows the lowest plan that it cites
DEEPEST = 6  # State Council, province, prefecture, county, and two to spare


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that another one cites. `document` is its id where it is stored; `depth` counts from the citing one."""

    depth: int
    title: str | None
    doc_number: str | None
    document: int | None

    def to_json(self) -> dict[str, Any]:
        return {
            "depth": self.depth,
            "title": self.title,
            "doc_number": self.doc_number,
            "document": self.document,
        }


def chain(store: Store, document: int) -> list[Cited]:
    """What a document cites, and in turn what those cite that are stored, each once, in reading order.

    Raises KeyError for an unknown document.
    """
    if store.value("SELECT id FROM documents WHERE id = ?", [document]) is None:
        raise KeyError(document)
    return list(_above(store, document, 1, {document}, set()))


def superior(store: Store, document: int) -> int | None:
    """The newest revision of the plan that a stored document follows: see `superior_of`."""
    cites = store.rows(
        """
        SELECT c.title, c.doc_number, r.level FROM documents d
        JOIN revisions r ON r.id = d.latest JOIN citations c ON c.revision = d.latest
        WHERE d.id = ? ORDER BY c.position
        """,
        [document],
    )
    named = [(cite["title"], cite["doc_number"]) for cite in cites]
    return superior_of(store, named, cites[0]["level"] if cites else None)


def superior_of(
    store: Store, cites: Sequence[tuple[str | None, str | None]], level: str | None
) -> int | None:
    """The newest revision of the stored plan that stands nearest above a plan of `level` among those that it cites by
    title and number: the prefecture's for a county, else the province's, else the State Council's. None where none is
    stored with its clauses."""
    cited = (_find(store, doc_number, title) for title, doc_number in cites)
    found = sorted({document for document in cited if document is not None})
    rows = store.rows(
        f"""
        SELECT d.latest, r.level, r.sort FROM documents d JOIN revisions r ON r.id = d.latest
        WHERE d.id IN ({", ".join("?" * len(found))}) AND (r.verdict != 'no' OR r.sort = 'central')
          AND (SELECT count(*) FROM clauses c WHERE c.revision = r.id) >= ? ORDER BY d.id
        """,
        [*found, FEWEST_CLAUSES],
    )
    ranked = [(0 if row["sort"] == "central" else RANKS.get(row["level"]), row["latest"]) for row in rows]
    own = RANKS.get(level or "", BELOW_ALL)
    above = [(rank, revision) for rank, revision in ranked if rank is not None and rank < own]
    return max(above, key=lambda one: one[0])[1] if above else None


def missing(store: Store, limit: int = 20) -> list[Row]:
    """Documents that stored plans cite and that are not stored, the most cited first: doc_number, title, cited_by."""
    rows = store.rows(
        """
        SELECT c.doc_number, c.title, d.id AS document FROM citations c
        JOIN documents d ON d.latest = c.revision JOIN revisions r ON r.id = c.revision
        WHERE r.verdict != 'no' ORDER BY d.id, c.position
        """
    )
    citing: dict[str, set[int]] = {}
    named: dict[str, Row] = {}
    for row in rows:
        if _find(store, row["doc_number"], row["title"]) is None:
            key = number_key(row["doc_number"]) or title_key(row["title"]) or ""
            citing.setdefault(key, set()).add(row["document"])
            named.setdefault(key, row)
    ranked = sorted(citing, key=lambda key: -len(citing[key]))[:limit]
    return [
        {
            "doc_number": named[key]["doc_number"],
            "title": named[key]["title"],
            "cited_by": len(citing[key]),
        }
        for key in ranked
    ]


def _above(store: Store, document: int, depth: int, path: set[int], told: set[str]) -> Iterator[Cited]:
    rows = store.rows(
        """
        SELECT c.title, c.doc_number FROM citations c JOIN documents d ON d.latest = c.revision
        WHERE d.id = ? ORDER BY c.position
        """,
        [document],
    )
    for row in rows:
        key = number_key(row["doc_number"]) or title_key(row["title"]) or ""
        if key in told:
            continue
        told.add(key)
        found = _find(store, row["doc_number"], row["title"])
        if found in path:
            continue
        yield Cited(depth, row["title"], row["doc_number"], found)
        if found is not None and depth < DEEPEST:
            yield from _above(store, found, depth + 1, {*path, found}, told)


def _find(store: Store, doc_number: str | None, title: str | None) -> int | None:
    """The stored document that a citation names: by its number, else by its title or its notice's."""
    number = number_key(doc_number)
    if number:
        return store.value("SELECT id FROM documents WHERE number_key = ? ORDER BY id LIMIT 1", [number])
    key = title_key(title)
    return (
        store.value("SELECT id FROM documents WHERE title_key = ? ORDER BY id LIMIT 1", [key])
        if key
        else None
    )
