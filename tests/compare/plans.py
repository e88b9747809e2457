"""Small plans to compare, written as a list of clauses."""

from __future__ import annotations

from storage.models import Clause, Department, Plan, Target


def clause(
    clause_id: str,
    heading: str,
    text: str = "",
    *,
    units: tuple[Department, ...] = (),
    topics: tuple[str, ...] = (),
) -> Clause:
    """A clause as the reader gives it; its place in the text does not matter to a comparison."""
    return Clause(
        id=clause_id,
        level=clause_id.count(".") + 1,
        marker="",
        heading=heading,
        text=text,
        start=0,
        end=0,
        units=units,
        topics=topics,
    )


def target(clause_id: str, indicator: str, value: float, unit: str, quote: str, **other: object) -> Target:
    """A target that is core and bare unless `other` says otherwise."""
    fields: dict[str, object] = {
        "comparator": "=",
        "deadline_year": None,
        "base_year": None,
        "kind": "level",
        "core": True,
    } | other
    return Target(clause=clause_id, indicator=indicator, value=value, unit=unit, quote=quote, **fields)  # type: ignore[arg-type]


def plan(name: str, *clauses: Clause, targets: tuple[Target, ...] = (), region: str | None = None) -> Plan:
    return Plan(
        name=name, title=f"{name}实施方案", doc_number=None, region=region, clauses=clauses, targets=targets
    )
