"""Who is told what: news narrowed to what a reader asked for. Pure.

What is not known of a document is never held against it: a plan whose region could not be read reaches the readers of
every region, one that is not compared yet the readers of every kind of finding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.publish.edition import Document, News, Source
from storage.models import Comparison, Event


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a reader wants to be told; an empty tuple leaves nothing out.

    `regions`: parts of the names of regions; `levels`: province, prefecture, county; `topics`: ids of
    config/topics.yaml; `kinds`: kinds of findings; `keywords`: words of a title or text. One of each is enough.
    """

    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def narrowed(news: News, wish: Subscription) -> News:
    """The news that `wish` asks for."""
    documents = {id: each for id, each in news.documents.items() if concerns(wish, each)}
    comparisons = {revision: _of_kinds(each, wish.kinds) for revision, each in news.comparisons.items()}
    changes = {id: _of_kinds(each, wish.kinds) for id, each in news.changes.items()}
    health = [source for source in news.health if _is_near(source, wish)]
    portals = {source.portal for source in health}

    def wanted(event: Event) -> bool:
        if event.document is None:
            return event.portal is None or event.portal in portals
        if event.document not in documents:
            return False
        compared = comparisons.get(documents[event.document].revision)
        return event.kind != "new" or not wish.kinds or compared is None or bool(compared.findings)

    return replace(
        news,
        events=[event for event in news.events if wanted(event)],
        documents=documents,
        comparisons=comparisons,
        health=health,
        changes=changes,
    )


def concerns(wish: Subscription, document: Document) -> bool:
    """Is the document of the regions, levels, topics and words that are asked for?"""
    reading = document.reading
    metadata = reading.metadata
    topics = {topic for clause in reading.clauses for topic in clause.topics}
    text = "\n".join(filter(None, (metadata.title, metadata.notice_title, reading.main_text)))
    return (
        _is_in(metadata.region, wish.regions)
        and (metadata.level is None or not wish.levels or metadata.level in wish.levels)
        and (not topics or not wish.topics or not topics.isdisjoint(wish.topics))
        and (not wish.keywords or any(word in text for word in wish.keywords))
    )


def _is_near(source: Source, wish: Subscription) -> bool:
    return _is_in(source.region, wish.regions)


def _is_in(region: str | None, regions: tuple[str, ...]) -> bool:
    return region is None or not regions or any(name in region for name in regions)


def _of_kinds(comparison: Comparison, kinds: tuple[str, ...]) -> Comparison:
    if not kinds:
        return comparison
    return replace(comparison, findings=tuple(each for each in comparison.findings if each.kind in kinds))
