"""What the store has to tell: open events and all that an edition needs to know about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pipelines.publish.edition import Document, Edition, Source, make_edition
from storage.comparisons import load_comparison
from storage.database import Store
from storage.library import history
from storage.models import Event
from storage.outbox import open_events
from storage.readings import load_reading
from storage.runs import HealthState, health_board


def gather(store: Store, portals: Mapping[str, str], now: datetime) -> tuple[Edition, list[Event]]:
    """The edition that is due, and the events it tells. `portals`: their names by id."""
    events = open_events(store)
    ids = {event.document for event in events if event.document is not None}
    documents = {id: _document(store, id) for id in ids}
    revisions = {
        documents[event.document].revision for event in events if event.document and event.kind == "new"
    }
    compared = {revision: load_comparison(store, revision) for revision in revisions}
    edition = make_edition(
        events,
        documents,
        {revision: comparison for revision, comparison in compared.items() if comparison},
        [_source(state, portals) for state in health_board(store)],
        now,
    )
    return edition, events


def _document(store: Store, id: int) -> Document:
    row = history(store, id)["document"]
    return Document(id, row["revision"], row["url"], load_reading(store, row["revision"]))


def _source(state: HealthState, portals: Mapping[str, str]) -> Source:
    return Source(
        portal=state.portal,
        name=portals.get(state.portal, state.portal),
        verdict=state.verdict,
        reason_zh=state.reason_zh,
        reason_en=state.reason_en,
        since=datetime.fromisoformat(state.since).date(),
        told=state.told == state.verdict,
    )
