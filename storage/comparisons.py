"""Comparisons with the baselines and with superior plans: which are still to be made, and those that were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.baselines import baseline_set, baselines, plan_of
from storage.citations import superior
from storage.database import Row, Store
from storage.models import BaselineQuote, Comparison, Finding, Pair

PAIR = ("clause", "baseline", "baseline_clause", "score", "verdict")
FINDING = ("kind", "clause", "topic", "quote", "weight", "summary_zh", "summary_en")
COMPARED = ("plan", "review")  # verdicts of documents that are worth it


def to_compare(store: Store, baselines_key: str) -> list[int]:
    """Newest revisions of plans that were not yet compared, as they are read now, with the baselines that
    `baselines_key` (`baseline_set`) stands for. Baselines themselves are not among them."""
    rows = store.rows(
        f"""
        SELECT l.revision FROM library l JOIN revisions r ON r.id = l.revision
        WHERE l.verdict IN ({", ".join("?" * len(COMPARED))}) AND l.baseline IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM comparisons c
            WHERE c.revision = r.id AND c.reading_key = r.reading_key AND c.baseline_set = ?
          )
        ORDER BY l.revision
        """,
        [*COMPARED, baselines_key],
    )
    return [row["revision"] for row in rows]


def to_compare_upwards(store: Store) -> list[tuple[int, int]]:
    """(revision, the superior plan's) of plans whose superior plan is stored and which were not yet compared with it,
    as both are read now. Baselines are not among them."""
    rows = store.rows(
        f"""
        SELECT l.id, l.revision, r.reading_key FROM library l JOIN revisions r ON r.id = l.revision
        WHERE l.verdict IN ({", ".join("?" * len(COMPARED))}) AND l.baseline IS NULL ORDER BY l.revision
        """,
        COMPARED,
    )
    made = {
        (row["revision"], row["reading_key"], row["baseline_set"])
        for row in store.rows("SELECT * FROM comparisons WHERE beside = 'superior'")
    }
    above = ((row, superior(store, row["id"])) for row in rows)
    return [
        (row["revision"], upper)
        for row, upper in above
        if upper is not None and (row["revision"], row["reading_key"], _reading_key(store, upper)) not in made
    ]


def save_comparison(
    store: Store, revision: int, comparison: Comparison, now: datetime, *, upper: int | None = None
) -> int:
    """Store a comparison of a revision with the present baselines, or with the revision `upper` of its superior plan,
    in place of an earlier one with the same; gives its id.

    Raises KeyError for an unknown revision, or where the comparison is with a plan that is no baseline.
    """
    with store.atomic():
        revisions = {name: at for name, _, at in baselines(store)}
        if upper is not None:
            revisions = {plan.name: upper for plan in comparison.baselines}
        key = {
            "revision": revision,
            "reading_key": _reading_key(store, revision),
            "baseline_set": baseline_set(store) if upper is None else _reading_key(store, upper),
            "beside": "baselines" if upper is None else "superior",
        }
        _delete(store, key)
        made = store.insert("comparisons", {**key, "made_at": now.isoformat(timespec="seconds")})
        _insert_parts(
            store,
            "comparison_baselines",
            made,
            [{"name": plan.name, "revision": revisions[plan.name]} for plan in comparison.baselines],
        )
        _insert_parts(
            store, "pairs", made, [{name: getattr(pair, name) for name in PAIR} for pair in comparison.pairs]
        )
        _insert_parts(
            store,
            "findings",
            made,
            [{name: getattr(finding, name) for name in FINDING} for finding in comparison.findings],
        )
        for at, finding in enumerate(comparison.findings):
            quotes = [{"finding": at, **quote.to_json()} for quote in finding.baselines]
            _insert_parts(store, "finding_baselines", made, quotes)
    return made


def load_comparison(store: Store, revision: int, *, beside: str = "baselines") -> Comparison | None:
    """The latest comparison of a revision with its `baselines`, or its `superior` plan; None where there is none."""
    made = store.value(
        "SELECT id FROM comparisons WHERE revision = ? AND beside = ? ORDER BY id DESC LIMIT 1",
        [revision, beside],
    )
    if made is None:
        return None
    document = store.value("SELECT document FROM revisions WHERE id = ?", [revision])
    return Comparison(
        plan=plan_of(store, revision, str(document)),
        baselines=tuple(
            plan_of(store, row["revision"], row["name"])
            for row in _parts(store, "comparison_baselines", made)
        ),
        pairs=tuple(Pair(**{name: row[name] for name in PAIR}) for row in _parts(store, "pairs", made)),
        findings=_findings(store, made),
    )


def _findings(store: Store, made: int) -> tuple[Finding, ...]:
    quotes: dict[int, list[BaselineQuote]] = {}
    sql = "SELECT * FROM finding_baselines WHERE comparison = ? ORDER BY finding, position"
    for row in store.rows(sql, [made]):
        quotes.setdefault(row["finding"], []).append(BaselineQuote(row["name"], row["clause"], row["quote"]))
    return tuple(
        Finding(baselines=tuple(quotes.get(row["position"], ())), **{name: row[name] for name in FINDING})
        for row in _parts(store, "findings", made)
    )


def _parts(store: Store, table: str, made: int) -> list[Row]:
    return store.rows(f"SELECT * FROM {table} WHERE comparison = ? ORDER BY position", [made])


def _insert_parts(store: Store, table: str, made: int, rows: Sequence[Row]) -> None:
    store.insert_all(table, [{"comparison": made, "position": at, **row} for at, row in enumerate(rows)])


def _delete(store: Store, key: Row) -> None:
    sql = "SELECT id FROM comparisons WHERE revision = :revision AND reading_key = :reading_key"
    for row in store.rows(f"{sql} AND baseline_set = :baseline_set AND beside = :beside", key):
        for table in ("finding_baselines", "findings", "pairs", "comparison_baselines"):
            store.write(f"DELETE FROM {table} WHERE comparison = ?", [row["id"]])
        store.write("DELETE FROM comparisons WHERE id = ?", [row["id"]])


def _reading_key(store: Store, revision: int) -> str:
    key = store.value("SELECT reading_key FROM revisions WHERE id = ?", [revision])
    if key is None:
        raise KeyError(revision)
    return str(key)
