"""One edition: what has happened since the last one, sorted into what a reader wants to know. Pure.

Nothing here is Chinese or English yet; `render.py` puts it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from pipelines.publish.differences import Difference, heaviest, kinds
from pipelines.publish.family import ALONE, Family
from pipelines.publish.ranges import TargetRow, target_rows
from storage.models import Comparison, Event, Reading

FINDINGS = 5  # told of each plan; the comparison page has them all
CHANGES = 3  # told of each revised plan
IN_TROUBLE = ("thin", "garbled", "blocked", "broken")


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document at one revision."""

    id: int
    revision: int
    url: str | None
    reading: Reading


@dataclass(frozen=True, slots=True)
class Source:
    """A portal as the health board has it. `told` means that its trouble was in an earlier edition."""

    portal: str
    name: str
    region: str | None
    verdict: str
    reason_zh: str
    reason_en: str
    since: date | None
    told: bool


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell, before it is sorted.

    `documents` holds, by document id, every document that an event names, at its latest revision; `comparisons`
    the comparisons by revision; `health` all portals, in the order in which they are to be told; `changes`, by document
    id, the text of a revised plan beside the one that was told before; `families` of new plans by revision.
    """

    events: Sequence[Event]
    documents: Mapping[int, Document]
    comparisons: Mapping[int, Comparison]
    health: Sequence[Source]
    changes: Mapping[int, Comparison] = field(default_factory=dict)
    families: Mapping[int, Family] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a plan's text: how many differences, of what kinds, and the heaviest."""

    total: int
    kinds: tuple[tuple[str, int], ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class PlanNews:
    """A new plan. `comparison` None: it is not compared yet."""

    document: Document
    comparison: Comparison | None
    kinds: tuple[tuple[str, int], ...]  # how many findings of each kind, most first
    differences: tuple[Difference, ...]  # the heaviest
    targets: tuple[TargetRow, ...]
    family: Family = ALONE


@dataclass(frozen=True, slots=True)
class Sighting:
    """A known plan on one more portal; `portal` by the name that readers know."""

    document: Document
    portal: str
    url: str


@dataclass(frozen=True, slots=True)
class AttachmentNews:
    """A file that could not be read, or only in part, and the document that links to it."""

    document: Document | None
    name: str
    url: str
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class SourceNews:
    """A source worth a line. `change`: changed, reminder, recovered, or standing (in trouble as told before)."""

    source: Source
    change: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The headline figures."""

    new: int
    revised: int
    withdrawn: int
    backfill: int
    review: int
    unreadable: int
    troubled: int
    recovered: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest before it is put into words."""

    at: datetime
    plans: tuple[PlanNews, ...]
    revisions: tuple[Document, ...]
    changes: Mapping[int, Change]  # of revisions, by document id
    withdrawn: tuple[Document, ...]  # no portal has a page of them any more
    backfill: tuple[Document, ...]
    reviews: tuple[Document, ...]
    again: tuple[Sighting, ...]
    attachments: tuple[AttachmentNews, ...]
    sources: tuple[SourceNews, ...]
    well: int  # sources that are neither in trouble nor in `sources`
    unsure: int  # sources in trouble for the first time, of a kind that is told once the next run confirms it

    @property
    def is_empty(self) -> bool:
        """Nothing worth a mail: another address of a known plan or a trouble told before does not make an edition."""
        changes = (news for news in self.sources if news.change != "standing")
        return not (
            self.plans
            or self.revisions
            or self.withdrawn
            or self.backfill
            or self.reviews
            or self.attachments
            or any(changes)
        )

    @property
    def counts(self) -> Counts:
        troubled = sum(news.source.verdict in IN_TROUBLE for news in self.sources)
        return Counts(
            new=len(self.plans),
            revised=len(self.revisions),
            withdrawn=len(self.withdrawn),
            backfill=len(self.backfill),
            review=len(self.reviews),
            unreadable=len(self.attachments),
            troubled=troubled,
            recovered=sum(news.change == "recovered" for news in self.sources),
        )


def make_edition(news: News, now: datetime) -> Edition:
    """Sort news into an edition."""
    events, documents, health = news.events, news.documents, news.health

    def told(kind: str, but: Iterable[Document] = ()) -> tuple[Document, ...]:
        """The documents of one kind of event, each once, but not those told as something weightier."""
        ids = dict.fromkeys(event.document for event in events if event.kind == kind)
        known = {document.id for document in but}
        return tuple(documents[id] for id in ids if id is not None and id not in known)

    new = told("new")
    backfill = told("backfill", but=new)
    reviews = told("review", but=new)
    return Edition(
        at=now,
        plans=tuple(
            replace(
                plan_news(document, news.comparisons.get(document.revision)),
                family=news.families.get(document.revision, ALONE),
            )
            for document in new
        ),
        revisions=told("revised", but=(*new, *backfill, *reviews)),
        changes={id: _change(comparison) for id, comparison in news.changes.items()},
        withdrawn=told("withdrawn"),
        backfill=backfill,
        reviews=reviews,
        again=_sightings(events, documents, health),
        attachments=_each_once(
            (_attachment(event, documents) for event in events if event.kind == "attachment"),
            lambda news: news.url,
        ),
        sources=(sources := _source_news(events, health)),
        well=len(health) - len(sources) - (unsure := _unsure(sources, health)),
        unsure=unsure,
    )


def plan_news(document: Document, comparison: Comparison | None) -> PlanNews:
    """What is told of a plan: its heaviest findings, and its targets beside those of the known plans."""
    return PlanNews(
        document=document,
        comparison=comparison,
        kinds=kinds(comparison) if comparison else (),
        differences=heaviest(comparison, FINDINGS) if comparison else (),
        targets=target_rows(comparison) if comparison else (),
    )


def _change(comparison: Comparison) -> Change:
    return Change(len(comparison.findings), kinds(comparison), heaviest(comparison, CHANGES))


def _sightings(
    events: Sequence[Event], documents: Mapping[int, Document], health: Sequence[Source]
) -> tuple[Sighting, ...]:
    names = {source.portal: source.name for source in health}
    return tuple(
        Sighting(
            documents[event.document], names.get(event.portal or "", event.portal or ""), event.data["url"]
        )
        for event in events
        if event.kind == "source" and event.document is not None
    )


def _attachment(event: Event, documents: Mapping[int, Document]) -> AttachmentNews:
    return AttachmentNews(
        document=documents.get(event.document) if event.document is not None else None,
        name=event.data["name"],
        url=event.data["url"],
        status=event.data["status"],
        reason=event.data["reason"],
    )


def _source_news(events: Sequence[Event], health: Sequence[Source]) -> tuple[SourceNews, ...]:
    """Sources whose verdict is an event, then those still in trouble; told as they are now, not as they were."""
    changes = {event.portal: str(event.data["change"]) for event in events if event.kind == "health"}
    changed = [SourceNews(source, changes[source.portal]) for source in health if source.portal in changes]
    standing = [
        SourceNews(source, "standing")
        for source in health
        if source.portal not in changes and source.told and source.verdict in IN_TROUBLE
    ]
    return (*changed, *standing)


def _unsure(told: Sequence[SourceNews], health: Sequence[Source]) -> int:
    """How many sources are in trouble and not told."""
    named = {news.source.portal for news in told}
    return sum(source.verdict in IN_TROUBLE and source.portal not in named for source in health)


def _each_once(
    news: Iterable[AttachmentNews], key: Callable[[AttachmentNews], Any]
) -> tuple[AttachmentNews, ...]:
    return tuple({key(one): one for one in news}.values())
