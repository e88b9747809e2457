"""What the store has to tell: events and all that an edition needs to know about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.compare import compare_versions
from pipelines.publish.edition import Document, News, Source
from pipelines.publish.kin import families_of_stored
from storage.baselines import plan_of
from storage.comparisons import load_comparison
from storage.database import Store
from storage.library import history
from storage.models import Comparison, Event, Plan
from storage.readings import load_reading
from storage.runs import HealthState, health_board


@dataclass(frozen=True, slots=True)
class PortalName:
    """A portal as readers know it: its name, and the region whose portal it is."""

    name: str
    region: str | None = None


def gather(store: Store, events: Sequence[Event], portals: Mapping[str, PortalName]) -> News:
    """The news of `events`; `portals` by id."""
    ids = {event.document for event in events if event.document is not None}
    documents = {id: stored_document(store, id) for id in ids}
    revisions = {
        documents[event.document].revision: event.document
        for event in events
        if event.document and event.kind == "new"
    }
    compared = {revision: load_comparison(store, revision) for revision in revisions}
    return News(
        events,
        documents,
        {revision: comparison for revision, comparison in compared.items() if comparison},
        [_source(state, portals) for state in health_board(store)],
        _changes(store, events, documents),
        families_of_stored(store, revisions),
    )


def _changes(
    store: Store, events: Sequence[Event], documents: Mapping[int, Document]
) -> dict[int, Comparison]:
    """Each revised document's newest text beside the one before the first of these events."""
    before: dict[int, int] = {}
    for event in events:
        if event.kind == "revised" and event.document and event.data.get("previous"):
            before.setdefault(event.document, event.data["previous"])
    return {
        id: compare_versions(
            Plan.of(str(id), documents[id].reading), plan_of(store, earlier, f"revision {earlier}")
        )
        for id, earlier in before.items()
        if earlier != documents[id].revision
    }


def stored_document(store: Store, id: int) -> Document:
    """A document at its latest revision. Raises KeyError for an unknown id."""
    row = history(store, id)["document"]
    return Document(id, row["revision"], row["url"], load_reading(store, row["revision"]))


def _source(state: HealthState, portals: Mapping[str, PortalName]) -> Source:
    portal = portals.get(state.portal, PortalName(state.portal))
    return Source(
        portal=state.portal,
        name=portal.name,
        region=portal.region,
        verdict=state.verdict,
        reason_zh=state.reason_zh,
        reason_en=state.reason_en,
        since=datetime.fromisoformat(state.since).date(),
        told=state.told == state.verdict,
    )
