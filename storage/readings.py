"""A reading as rows, and rows as a reading: every field and every part in a table of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from storage.database import Row, Store
from storage.keys import number_key
from storage.models import (
    Attachment,
    Citation,
    Clause,
    Conflict,
    Department,
    Evidence,
    Metadata,
    Reading,
    Relevance,
    Target,
)

FIELDS = tuple(field.name for field in fields(Metadata) if field.name not in ("evidence", "conflicts"))
DATES = ("signed_date", "published_date", "printed_date")

# Fields that other fields' evidence speaks for as well: one quote gives the issuer, its region and its level.
EVIDENCE_OF: dict[str, tuple[str, ...]] = {
    "notice_title": ("title",),
    "doc_number_printed": ("doc_number",),
    "issuer_type": ("issuer", "region"),
    "region": ("issuer",),
    "division_code": ("region", "issuer"),
    "level": ("region", "issuer"),
}


def check_evidence(metadata: Metadata) -> None:
    """Raise ValueError, naming the field, where a field is set that no evidence speaks for."""
    for name in FIELDS:
        if getattr(metadata, name) is None:
            continue
        witnesses = (metadata.evidence.get(field) for field in (name, *EVIDENCE_OF.get(name, ())))
        if not any(found and found.quote.strip() for found in witnesses):
            raise ValueError(f"{name} = {getattr(metadata, name)!r} has no evidence and is not stored")


def reading_key(reading: Reading) -> str:
    """A hash that changes with anything that was understood of a text, also by a better reader."""
    return hashlib.sha256(repr(reading).encode()).hexdigest()


def columns_of(reading: Reading) -> Row:
    """The fields of a reading that are columns of its revision."""
    metadata, relevance = reading.metadata, reading.relevance
    values = {name: getattr(metadata, name) for name in FIELDS}
    return {
        **values,
        **{name: values[name].isoformat() for name in DATES if values[name]},
        "verdict": relevance.verdict,
        "sort": relevance.sort,
        "score": float(relevance.score),
        "reasons": json.dumps(relevance.reasons, ensure_ascii=False),
        "status": reading.status,
        "status_reason": reading.status_reason,
        "reading_key": reading_key(reading),
    }


def insert_parts(store: Store, revision: int, reading: Reading) -> None:
    """Store the text of a reading and the parts that are tables of their own."""
    store.replace("texts", {"revision": revision, "main_text": reading.main_text})
    for table, rows_of in PARTS.items():
        rows = [{"revision": revision, "position": at, **row} for at, row in enumerate(rows_of(reading))]
        if rows:
            store.insert_all(table, rows)


def delete_parts(store: Store, revision: int) -> None:
    """Make way for a better reading of the same text."""
    for table in PARTS:
        store.write(f"DELETE FROM {table} WHERE revision = ?", [revision])


def load_reading(store: Store, revision: int) -> Reading:
    """The reading of a stored revision, as it was saved. Raises KeyError for an unknown revision."""
    row = store.row(
        "SELECT * FROM revisions JOIN texts ON texts.revision = revisions.id WHERE id = ?", [revision]
    )
    if row is None:
        raise KeyError(revision)
    return Reading(
        metadata=_metadata(store, row),
        relevance=Relevance(row["verdict"], row["sort"], row["score"], tuple(json.loads(row["reasons"]))),
        main_text=row["main_text"],
        clauses=load_clauses(store, revision),
        targets=load_targets(store, revision),
        cites=tuple(
            Citation(r["title"], r["doc_number"], r["quote"]) for r in parts(store, "citations", revision)
        ),
        attachments=tuple(
            Attachment(r["name"], r["url"], r["media_type"], r["sha256"], r["status"], r["reason"])
            for r in parts(store, "attachments", revision)
        ),
        status=row["status"],
        status_reason=row["status_reason"],
    )


def load_clauses(store: Store, revision: int) -> tuple[Clause, ...]:
    """The clauses of a revision in document order."""
    units: dict[str, list[Department]] = {}
    for row in parts(store, "units", revision):
        units.setdefault(row["clause"], []).append(Department(row["name"], row["role"], bool(row["etc"])))
    topics: dict[str, list[str]] = {}
    for row in parts(store, "topics", revision):
        topics.setdefault(row["clause"], []).append(row["topic"])
    return tuple(
        Clause(
            id=row["clause"],
            units=tuple(units.get(row["clause"], ())),
            topics=tuple(topics.get(row["clause"], ())),
            **{name: row[name] for name in CLAUSE},
        )
        for row in parts(store, "clauses", revision)
    )


def load_targets(store: Store, revision: int) -> tuple[Target, ...]:
    """The targets of a revision in document order."""
    return tuple(
        Target(value=_value(row), core=bool(row["core"]), **{name: row[name] for name in TARGET})
        for row in parts(store, "targets", revision)
    )


def parts(store: Store, table: str, revision: int) -> list[Row]:
    """The rows of one kind of part, in order."""
    return store.rows(f"SELECT * FROM {table} WHERE revision = ? ORDER BY position", [revision])


def _metadata(store: Store, row: Row) -> Metadata:
    values: Row = {name: row[name] for name in FIELDS}
    values |= {name: date.fromisoformat(values[name]) for name in DATES if values[name]}
    return Metadata(
        **values,
        evidence={r["field"]: Evidence(r["source"], r["quote"]) for r in parts(store, "evidence", row["id"])},
        conflicts=tuple(
            Conflict(r["field"], r["value"], r["source"], r["quote"])
            for r in parts(store, "conflicts", row["id"])
        ),
    )


def _value(row: Row) -> float | tuple[float, float] | None:
    return row["value"] if row["value_to"] is None else (row["value"], row["value_to"])


# ---------------------------------------------------------------- one function a table

CLAUSE = ("level", "marker", "heading", "text", "start", "end", "modality")
TARGET = ("clause", "indicator", "comparator", "unit", "deadline_year", "base_year", "kind", "quote")


def _evidence(reading: Reading) -> Iterable[Row]:
    for field, found in reading.metadata.evidence.items():
        yield {"field": field, "source": found.source, "quote": found.quote}


def _conflicts(reading: Reading) -> Iterable[Row]:
    for one in reading.metadata.conflicts:
        yield {"field": one.field, "value": one.value, "source": one.source, "quote": one.quote}


def _clauses(reading: Reading) -> Iterable[Row]:
    for clause in reading.clauses:
        yield {"clause": clause.id, **_picked(clause, CLAUSE)}


def _units(reading: Reading) -> Iterable[Row]:
    for clause in reading.clauses:
        for unit in clause.units:
            yield {"clause": clause.id, "name": unit.name, "role": unit.role, "etc": int(unit.etc)}


def _topics(reading: Reading) -> Iterable[Row]:
    for clause in reading.clauses:
        for topic in clause.topics:
            yield {"clause": clause.id, "topic": topic}


def _targets(reading: Reading) -> Iterable[Row]:
    for target in reading.targets:
        low, high = target.value if isinstance(target.value, tuple) else (target.value, None)
        yield {**_picked(target, TARGET), "value": low, "value_to": high, "core": int(target.core)}


def _citations(reading: Reading) -> Iterable[Row]:
    for cite in reading.cites:
        key = number_key(cite.doc_number)
        yield {"title": cite.title, "doc_number": cite.doc_number, "number_key": key, "quote": cite.quote}


def _attachments(reading: Reading) -> Iterable[Row]:
    for one in reading.attachments:
        yield _picked(one, ("name", "url", "media_type", "sha256", "status", "reason"))


def _picked(thing: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


PARTS: dict[str, Callable[[Reading], Iterable[Row]]] = {
    "evidence": _evidence,
    "conflicts": _conflicts,
    "clauses": _clauses,
    "units": _units,
    "topics": _topics,
    "targets": _targets,
    "citations": _citations,
    "attachments": _attachments,
}
