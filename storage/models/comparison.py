"""What is compared: plans, pairs of clauses, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.models.document import Clause, Reading, Target


@dataclass(frozen=True, slots=True)
class Plan:
    """One side of a comparison: a stored revision, a baseline or a file."""

    name: str  # baseline name, or the id under which reports speak of it
    title: str
    doc_number: str | None
    region: str | None
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...]

    @classmethod
    def of(cls, name: str, reading: Reading) -> Plan:
        """The side that a reading gives, under the name that reports use."""
        metadata = reading.metadata
        return cls(
            name=name,
            title=metadata.title or name,
            doc_number=metadata.doc_number,
            region=metadata.region,
            clauses=reading.clauses,
            targets=reading.targets,
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clauses that treat the same measure. `verdict`: copied, reworded, elaborated, condensed, overlapping."""

    clause: str
    baseline: str
    baseline_clause: str
    score: float
    verdict: str

    def to_json(self) -> dict[str, Any]:
        return {
            "clause": self.clause,
            "baseline": self.baseline,
            "baseline_clause": self.baseline_clause,
            "score": round(self.score, 3),
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class BaselineQuote:
    """The place of a baseline that a finding speaks of."""

    name: str
    clause: str | None
    quote: str

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "clause": self.clause, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference worth a sentence. `clause` is None for what is omitted; `weight` is 0 to 1."""

    kind: str  # new omitted raised lowered rescheduled elaborated copied strengthened weakened reassigned remnant
    clause: str | None
    topic: str | None
    quote: str
    weight: float
    baselines: tuple[BaselineQuote, ...]
    summary_zh: str
    summary_en: str

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "clause": self.clause,
            "topic": self.topic,
            "quote": self.quote,
            "weight": round(self.weight, 3),
            "baselines": [baseline.to_json() for baseline in self.baselines],
            "summary": {"zh": self.summary_zh, "en": self.summary_en},
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan against baselines: the `planwatch diff` contract. Findings stand heaviest first."""

    plan: Plan
    baselines: tuple[Plan, ...]
    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "plan": {"title": self.plan.title, "doc_number": self.plan.doc_number},
            "baselines": [
                {"name": plan.name, "title": plan.title, "doc_number": plan.doc_number}
                for plan in self.baselines
            ],
            "pairs": [pair.to_json() for pair in self.pairs],
            "findings": [finding.to_json() for finding in self.findings],
        }
