"""What is read from a file and understood of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


def iso(value: date | None) -> str | None:
    """A date as ISO 8601, for JSON."""
    return value.isoformat() if value else None


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a file in reading order: a paragraph, or a table with its cells."""

    kind: str  # "paragraph" or "table"
    text: str  # the paragraph; for a table its cells, tab between cells, newline between rows
    rows: tuple[tuple[str, ...], ...] = ()
    page: int | None = None  # 1-based, where the format has pages
    member: str | None = None  # name inside an archive


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a document page links to, and what became of it."""

    name: str
    url: str
    media_type: str | None = None  # sniffed from the bytes, never from the name
    sha256: str | None = None  # key in the archive; None when it was not fetched
    status: str = "pending"  # read, partial, needs-ocr, unreadable, too-large, encrypted, pending
    reason: str | None = None  # why, wherever status is not "read"

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "url": self.url,
            "media_type": self.media_type,
            "status": self.status,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field was read: `source` names the place (letterhead, label, meta, signature…), `quote` its words."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A second reading of a field that disagrees with the one taken."""

    field: str
    value: str
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the text names; `doc_number` is normalised."""

    title: str | None
    doc_number: str | None
    quote: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "doc_number": self.doc_number}


@dataclass(frozen=True, slots=True)
class Department:
    """A responsible department as printed; `role` is 牵头, 责任, 配合 or 按职责分工."""

    name: str
    role: str
    etc: bool = False  # the list that it stands in ends with 等部门


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause by position: `id` 2.1.3 is the third clause of the first section of part two, whatever is printed.

    `text` is the clause's own body, from after marker and heading to its first child, the bracket of departments
    included. `start` and `end` are offsets of the whole own part (marker, heading, body) in the plan's text.
    """

    id: str
    level: int  # 1 = 一、  2 = （一）  3 = 1.  4 = （1）  by depth in this plan; 0 = unnumbered
    marker: str
    heading: str
    text: str
    start: int
    end: int
    modality: str | None = None
    units: tuple[Department, ...] = ()
    topics: tuple[str, ...] = ()  # ids of config/topics.yaml that the clause treats, strongest first

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "level": self.level,
            "marker": self.marker,
            "heading": self.heading,
            "text": self.text,
            "modality": self.modality,
            "units": [{"name": unit.name, "role": unit.role} for unit in self.units],
            "topics": list(self.topics),
        }


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the plan sets. A range is a pair with comparator 范围; `value` None is relative."""

    clause: str
    indicator: str
    comparator: str  # = > >= < <= 约 范围
    value: float | tuple[float, float] | None
    unit: str
    deadline_year: int | None
    base_year: int | None
    kind: str  # level, growth, doubling, increase, count, annual count, full coverage, threshold, grade, …
    core: bool
    quote: str

    def to_json(self) -> dict[str, Any]:
        return {
            "clause": self.clause,
            "indicator": self.indicator,
            "comparator": self.comparator,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "unit": self.unit,
            "deadline_year": self.deadline_year,
            "base_year": self.base_year,
            "kind": self.kind,
            "core": self.core,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Relevance:
    """Is it a local plan of this programme? `verdict` is plan, review or no; `score` is 0 to 1."""

    verdict: str
    sort: str  # plan, sector-plan, measures, task-list, rules, interpretation, news, central, other
    score: float
    reasons: tuple[str, ...]

    @property
    def is_plan(self) -> bool:
        return self.verdict == "plan"

    def to_json(self) -> dict[str, Any]:
        return {
            "is_plan": self.is_plan,
            "verdict": self.verdict,
            "sort": self.sort,
            "score": round(self.score, 3),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a document's front matter. Every field that is not None has an entry in `evidence`."""

    title: str | None = None  # of the plan itself where the notice carries one, else of the page
    notice_title: str | None = None
    doc_number: str | None = None  # normalised: 汴政〔2024〕8号
    doc_number_printed: str | None = None
    issuer: str | None = None
    issuer_type: str | None = None  # government or department
    signed_date: date | None = None  # 成文日期
    published_date: date | None = None  # 发布日期 on the web
    printed_date: date | None = None  # 印发日期
    region: str | None = None  # 河南省开封市
    division_code: str | None = None  # GB/T 2260, six digits
    level: str | None = None  # province, prefecture or county
    validity: str | None = None
    openness: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "notice_title": self.notice_title,
            "doc_number": self.doc_number,
            "doc_number_printed": self.doc_number_printed,
            "issuer": self.issuer,
            "issuer_type": self.issuer_type,
            "signed_date": iso(self.signed_date),
            "published_date": iso(self.published_date),
            "printed_date": iso(self.printed_date),
            "region": self.region,
            "division_code": self.division_code,
            "level": self.level,
            "validity": self.validity,
            "openness": self.openness,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that is understood of one document: the `planwatch read` contract."""

    metadata: Metadata
    relevance: Relevance
    main_text: str  # notice and plan, one paragraph a line
    clauses: tuple[Clause, ...] = ()
    targets: tuple[Target, ...] = ()
    cites: tuple[Citation, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    status: str = "read"  # read, partial, needs-ocr, unreadable, …
    status_reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            **self.metadata.to_json(),
            "status": self.status,
            "status_reason": self.status_reason,
            "cites": [cite.to_json() for cite in self.cites],
            "relevance": self.relevance.to_json(),
            "main_text": self.main_text,
            "clauses": [clause.to_json() for clause in self.clauses],
            "targets": [target.to_json() for target in self.targets],
            "attachments": [attachment.to_json() for attachment in self.attachments],
            "evidence": {
                name: {"source": e.source, "quote": e.quote} for name, e in self.metadata.evidence.items()
            },
            "conflicts": [
                {"field": c.field, "value": c.value, "source": c.source, "quote": c.quote}
                for c in self.metadata.conflicts
            ],
        }
