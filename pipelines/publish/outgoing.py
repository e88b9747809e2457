"""The publish pass: events -> edition -> outbox -> SMTP -> receipts. What it has done is in the store at each step.

An edition, the events it tells and the messages that carry it are stored in one transaction; a process that dies
before it leaves the events open, one that dies after it leaves the messages waiting. A message counts as *unknown*
from the moment its content goes out until the server's reply is stored; it is sent again with the same Message-ID,
and says so: a repeated mail is forgiven, a missed plan is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.publish.edition import Counts
from pipelines.publish.gather import gather
from pipelines.publish.mail import MailSettings, Outcome, build_message, marked_as_repeated, message_id, send
from pipelines.publish.render import Rendered, render
from pipelines.publish.words import words
from storage.database import Store
from storage.models import Event, Message
from storage.outbox import make_edition, record_attempt, waiting

INTERRUPTED = "the content went out and no reply was stored"
NO_SETTINGS = "no mail server is set"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and what became of it.

    `status`: sent, refused (for good), waiting or unknown (both go out with the next run); `reason` why it was not
    sent. `repeated`: an earlier try may have arrived as well.
    """

    recipient: str
    message_id: str
    status: str
    repeated: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What a publish pass did; `edition`, `counts` and `text` are None where there was nothing to tell."""

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
    mail: MailSettings | None,
    language: str,
    now: datetime,
    portals: Mapping[str, str] | None = None,
) -> PublishResult:
    """Tell what has not been told yet, and deliver whatever waits in the outbox.

    `mail` None: the edition is made for printing only, and nothing is sent. `portals`: their names by id; a
    portal without a name is told by its id.
    """
    edition, events = gather(store, portals or {}, now)
    number, rendered = None, None
    if not edition.is_empty:
        rendered = render(edition, language)
        number = make_edition(store, events, _drafts(events, rendered, mail, now), now)
    return PublishResult(
        edition=number,
        counts=edition.counts if rendered else None,
        text=rendered.text if rendered else None,
        deliveries=tuple(_deliver(store, mail, words(language).phrases["masthead"]["repeated"], now)),
    )


def preview(
    store: Store, language: str, now: datetime, portals: Mapping[str, str] | None = None
) -> Rendered | None:
    """The digest that `publish` would send now, or None where there is nothing to tell. Stores nothing."""
    edition, _ = gather(store, portals or {}, now)
    return None if edition.is_empty else render(edition, language)


def _drafts(
    events: Sequence[Event], rendered: Rendered, mail: MailSettings | None, now: datetime
) -> list[tuple[str, str, bytes]]:
    """A message for every recipient."""
    if mail is None:
        return []
    # the events are part of it: two editions of a day may read the same
    content = f"{[event.id for event in events]}\n{rendered.text}"
    ids = {recipient: message_id(content, recipient, mail.sender) for recipient in mail.recipients}
    return [(to, id, build_message(rendered, mail.sender, to, id, now)) for to, id in ids.items()]


def _deliver(store: Store, mail: MailSettings | None, mark: str, now: datetime) -> Iterator[Delivery]:
    """Every open message, tried once; what makes one try hopeless spares the others."""
    obstacle = None if mail else NO_SETTINGS
    for message in waiting(store):
        status, reason = message.status, obstacle
        if mail and not obstacle:
            outcome = _try(store, message, mail, mark, now)
            status, reason = outcome.status, outcome.reason
            obstacle = reason if outcome.hopeless else None
        yield Delivery(message.recipient, message.message_id, status, message.status == "unknown", reason)


def _try(store: Store, message: Message, mail: MailSettings, mark: str, now: datetime) -> Outcome:
    may_have_arrived = message.status == "unknown"
    outcome = send(
        marked_as_repeated(message.raw, mark) if may_have_arrived else message.raw,
        message.recipient,
        mail,
        before_content=lambda: record_attempt(store, message.id, "unknown", INTERRUPTED, now),
    )
    if may_have_arrived and outcome.status == "waiting":
        outcome = replace(
            outcome, status="unknown"
        )  # this try surely failed; the earlier one is still unknown
    record_attempt(store, message.id, outcome.status, outcome.reason, now)
    return outcome
