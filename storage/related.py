"""Documents that belong together without being one: a plan and what explains it, and what may be the same plan.

Nothing is merged here. What is certainly the same document was recognised when it was stored (identity.py).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from storage.database import Row, Store
from storage.keys import same_title, title_key
from storage.library import rows_of

EXPLAINS = "interpretation"  # the sort of document that explains a plan
NAMED = re.compile(r"《(.+)》")
# What an explanation says of itself, before and behind the name of what it explains.
SORTS = (
    r"(?:一图读懂|一图看懂|图解|图说|图文|文字|视频|动漫|政策|新闻|解读|问答|答记者问|解答|说明|的|关于|\W)+"
)
ITSELF = re.compile(rf"^{SORTS}|{SORTS}$")
SHORTEST = 8  # characters of a title by which a document is known; fewer are on many

# Documents of which one title may hold the other's.
TITLED = """
    SELECT d.id, d.title_key, d.number_key, d.signed_date, r.title, r.region, r.sort, r.verdict
    FROM documents d JOIN revisions r ON r.id = d.latest
    WHERE d.id != :id AND {where} ORDER BY d.id
"""


def explanations(store: Store, document: int) -> list[Row]:
    """What explains a plan (解读, 一图读懂): rows of id, title, url, portal. A document that explains has none itself."""
    own = _own(store, document)
    if own is None or own["sort"] == EXPLAINS:
        return []
    rows = store.rows(TITLED.format(where="r.sort = :sort"), {"id": document, "sort": EXPLAINS})
    return _told(store, (row for row in rows if _explains(row, own)))


def explained(store: Store, document: int) -> list[Row]:
    """The plans that a document explains: rows of id, title, url, portal; none unless it is an explanation."""
    own = _own(store, document)
    if own is None or own["sort"] != EXPLAINS:
        return []
    rows = store.rows(TITLED.format(where="d.verdict = 'plan'"), {"id": document})
    return _told(store, (row for row in rows if _explains(own, row)))


def perhaps_the_same(store: Store, document: int) -> list[Row]:
    """Plans under nearly the same title of which one has neither number nor date, so that nobody can tell: rows of
    id, title, url, portal. A person decides; they stay documents of their own."""
    own = _own(store, document)
    if own is None or own["verdict"] == "no" or not _long_enough(own["title_key"]):
        return []
    where = """
        d.verdict IN ('plan', 'review') AND length(d.title_key) >= :shortest
        AND (instr(d.title_key, :title) OR instr(:title, d.title_key))
    """
    values = {"id": document, "title": own["title_key"], "shortest": SHORTEST}
    rows = store.rows(TITLED.format(where=where), values)
    return _told(store, (row for row in rows if (_is_bare(row) or _is_bare(own)) and _of_one_place(row, own)))


# The same for many documents at once: of a pair one is bare. CROSS keeps the order, from what is asked to its place.
PAIRS = """
    SELECT a.id AS one, b.id AS other
    FROM json_each(:ids) AS asked CROSS JOIN documents a ON a.id = asked.value
    CROSS JOIN {others} ON b.province = a.province AND b.id != a.id AND {bare}
    JOIN revisions ra ON ra.id = a.latest JOIN revisions rb ON rb.id = b.latest AND rb.region = ra.region
    WHERE a.verdict != 'no' AND b.verdict IN ('plan', 'review')
    AND length(a.title_key) >= :shortest AND length(b.title_key) >= :shortest
    AND (instr(a.title_key, b.title_key) OR instr(b.title_key, a.title_key))
"""
BARE = "{0}.number_key IS NULL AND {0}.signed_date IS NULL"
PAIRED = " UNION ".join(
    (
        PAIRS.format(others="documents b", bare=BARE.format("a")),
        PAIRS.format(others="documents b INDEXED BY documents_bare", bare=BARE.format("b")),
    )
)


def perhaps_the_same_of(store: Store, documents: Sequence[int]) -> dict[int, list[int]]:
    """For each of these documents the ids that `perhaps_the_same` finds; those for which it finds none are left out."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in store.rows(f"{PAIRED} ORDER BY 1, 2", {"ids": json.dumps(documents), "shortest": SHORTEST}):
        found[row["one"]].append(row["other"])
    return dict(found)


def _own(store: Store, document: int) -> Row | None:
    sql = """
        SELECT d.id, d.title_key, d.number_key, d.signed_date, r.title, r.region, r.sort, r.verdict
        FROM documents d JOIN revisions r ON r.id = d.latest WHERE d.id = ?
    """
    return store.row(sql, [document])


def _explains(explanation: Row, plan: Row) -> bool:
    """By the plan's number, or by its name; a name that leaves out the place counts within the region alone."""
    if plan["number_key"] and explanation["number_key"] == plan["number_key"]:
        return True
    name = _name_in(explanation["title"] or "")
    if not _long_enough(name) or not _long_enough(plan["title_key"]):
        return False
    whole = plan["title_key"] in str(name)
    return whole or (same_title(name, plan["title_key"]) and _of_one_place(explanation, plan))


def _name_in(title: str) -> str | None:
    """The key of the plan that an explanation's title names."""
    named = NAMED.search(title)
    return title_key(named[1] if named else ITSELF.sub("", title))


def _long_enough(key: str | None) -> bool:
    return key is not None and len(key) >= SHORTEST


def _is_bare(row: Row) -> bool:
    return row["number_key"] is None and row["signed_date"] is None


def _of_one_place(one: Row, other: Row) -> bool:
    """Do two regions agree? An unknown one agrees with none: a title without a place is everybody's."""
    return bool(one["region"] and other["region"]) and one["region"] == other["region"]


def _told(store: Store, found: Iterable[Row]) -> list[Row]:
    rows = rows_of(store, [row["id"] for row in found])
    return [{name: row[name] for name in ("id", "title", "url", "portal")} for row in rows]
