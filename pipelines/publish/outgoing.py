"""The publish pass: events -> edition -> outbox -> mail and channels -> receipts. What it has done is in the store at
each step.

An edition, the events it tells and the messages that carry it are stored in one transaction; a process that dies
before it leaves the events open, one that dies after it leaves the messages waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.publish.delivery import Delivery, Routes, deliver
from pipelines.publish.edition import Counts, Edition, News, make_edition
from pipelines.publish.gather import PortalName, gather
from pipelines.publish.mail import build_message, message_id
from pipelines.publish.markdown import chat_digest
from pipelines.publish.render import Rendered, render
from pipelines.publish.subscription import Subscription, narrowed
from pipelines.publish.words import words
from storage import outbox
from storage.database import Store
from storage.models import Draft, Event

WEEK = timedelta(days=7)
EVERYTHING, NOWHERE = Subscription(), Routes()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told what, and how. `to`: a mail address, or, `via` a channel, the channel's name."""

    to: str
    language: str
    wish: Subscription = EVERYTHING
    via: str = "mail"


@dataclass(frozen=True, slots=True)
class Publishing:
    """When editions are made, for whom, and how they go out.

    `language`: of the digest that is printed. `weekday`: 0 is Monday, an edition is made on that day only; None:
    whenever there is news. `heartbeat_days`: a reader who was told nothing for so long hears that all is quiet.
    `web`: where readers find `planwatch serve`, so that each plan can be linked to its pages.
    """

    language: str
    readers: tuple[Reader, ...] = ()
    routes: Routes = NOWHERE
    weekday: int | None = None
    heartbeat_days: int | None = None
    web: str | None = None


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What a publish pass did; `edition`, `counts` and `text` are None where no edition was made."""

    edition: int | None
    counts: Counts | None
    text: str | None
    deliveries: tuple[Delivery, ...]

    @property
    def sent(self) -> list[Delivery]:
        return [each for each in self.deliveries if each.status == "sent"]

    @property
    def refused(self) -> list[Delivery]:
        return [each for each in self.deliveries if each.status == "refused"]

    @property
    def waiting(self) -> list[Delivery]:
        """What stays in the outbox, with the reason."""
        return [each for each in self.deliveries if each.status in ("waiting", "unknown")]


def publish(
    store: Store,
    how: Publishing,
    now: datetime,
    portals: Mapping[str, PortalName] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> PublishResult:
    """Tell what has not been told yet, if an edition is due, and deliver whatever waits in the outbox.

    `portals` by id; a portal without a name is told by its id. `now`: the edition's time; `clock`: the time of each try
    to deliver, from which the next is counted (`now` where none is given).
    """
    news = gather(store, outbox.open_events(store), portals or {})
    edition, number = make_edition(news, now), None
    if _is_due(how, news.events, now):
        drafts = list(_drafts(store, news, how, now))
        if drafts or not edition.is_empty:
            number = outbox.make_edition(store, news.events, drafts, now)
    return PublishResult(
        edition=number,
        counts=edition.counts if number else None,
        text=render(edition, how.language, web=how.web).text if number else None,
        deliveries=tuple(
            deliver(
                store, how.routes, words(how.language).phrases["masthead"]["repeated"], clock or (lambda: now)
            )
        ),
    )


def preview(
    store: Store,
    language: str,
    now: datetime,
    portals: Mapping[str, PortalName] | None = None,
    *,
    wish: Subscription = EVERYTHING,
    since: datetime | None = None,
    web: str | None = None,
) -> tuple[Edition, Rendered] | None:
    """The digest of what is not told yet, or of all since a time; None where there is nothing to tell.

    `wish`: as a reader with this subscription gets it; `web` as of `Publishing`. Stores nothing.
    """
    events = outbox.events_since(store, since) if since else outbox.open_events(store)
    edition = make_edition(narrowed(gather(store, events, portals or {}), wish), now)
    return None if edition.is_empty else (edition, render(edition, language, wish, web))


def _is_due(how: Publishing, events: Sequence[Event], now: datetime) -> bool:
    """Is it the day, or was the day missed, so that something has waited for a week?"""
    if how.weekday is None or now.weekday() == how.weekday:
        return True
    return any(now - datetime.fromisoformat(event.at) >= WEEK for event in events)


def _drafts(store: Store, news: News, how: Publishing, now: datetime) -> Iterator[Draft]:
    """The messages for every reader who has something to hear."""
    for reader in how.readers:
        own = narrowed(news, reader.wish)
        edition = make_edition(own, now)
        if edition.is_empty and not _misses_us(store, reader, how, now):
            continue
        if reader.via == "channel":
            yield from _chat_drafts(own, edition, reader, how)
        elif how.routes.mail:
            yield _mail_draft(store, own, edition, reader, how, how.routes.mail.sender, now)


def _misses_us(store: Store, reader: Reader, how: Publishing, now: datetime) -> bool:
    """Has the reader heard nothing for so long that a quiet day is worth a word?"""
    if how.heartbeat_days is None:
        return False
    last = outbox.last_told(store, reader.to)
    return last is None or (now.date() - last.date()).days >= how.heartbeat_days


def _mail_draft(
    store: Store, news: News, edition: Edition, reader: Reader, how: Publishing, sender: str, now: datetime
) -> Draft:
    rendered = render(edition, reader.language, reader.wish, how.web)
    earlier = outbox.told_before(store, reader.to, news.events)
    id = message_id(_content(news, rendered.text), reader.to, sender)
    return Draft(reader.to, id, build_message(rendered, sender, reader.to, id, now, earlier))


def _chat_drafts(news: News, edition: Edition, reader: Reader, how: Publishing) -> Iterator[Draft]:
    channel = how.routes.channels[reader.to]
    parts = chat_digest(edition, reader.language, reader.wish, channel, how.web)
    for number, part in enumerate(parts, start=1):
        id = message_id(_content(news, f"{number}\n{part}"), reader.to, f"{channel.kind}@planwatch.invalid")
        yield Draft(reader.to, id, part.encode(), via="channel")


def _content(news: News, text: str) -> str:
    """What a Message-ID is made of: the events are part of it, as two editions of a day may read the same."""
    return f"{[event.id for event in news.events]}\n{text}"
