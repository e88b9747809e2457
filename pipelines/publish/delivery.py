"""The outbox emptied: every message that is due is tried once, and what became of it is stored at each step.

A message counts as *unknown* from the moment its content goes out until the reply is stored; it is sent again under the
same Message-ID, and says so: a repeated message is forgiven, a missed plan is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from pipelines.publish import channels, mail
from pipelines.publish.channels import Channel, per_minute
from pipelines.publish.mail import MailSettings
from pipelines.publish.outcome import Outcome
from storage.database import Store
from storage.models import Message
from storage.outbox import record_attempt, sent_since, waiting

INTERRUPTED = "the content went out and no reply was stored"
NOT_SET = {"mail": "no mail server is set", "channel": "no channel of this name is set"}
TOO_FAST = "the channel takes no more than {} messages a minute"

# Minutes from one try to the next, after the first try, the second, …; after the last of them a day.
BACK_OFF = (5, 15, 60, 180, 360, 720)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways out: the mail server, and the channels by name."""

    mail: MailSettings | None = None
    channels: Mapping[str, Channel] = field(default_factory=dict)

    def of(self, message: Message) -> MailSettings | Channel | None:
        """The way that a message takes; None where the settings name none any more."""
        return self.mail if message.via == "mail" else self.channels.get(message.recipient)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and what became of it.

    `status`: sent, refused (for good), waiting or unknown (both go out again when they are due); `reason` why it was
    not sent. `repeated`: an earlier try may have arrived as well.
    """

    recipient: str
    message_id: str
    status: str
    repeated: bool
    reason: str | None


def deliver(store: Store, routes: Routes, mark: str, clock: Callable[[], datetime]) -> Iterator[Delivery]:
    """Every open message, tried once if it is due; `mark` tells the reader that a message may be repeated.

    What makes one try hopeless spares the others of the same route, and a channel's messages keep their order.
    """
    obstacles: dict[str, str | None] = {}
    for message in waiting(store):
        way, now = routes.of(message), clock()
        name = way.name if isinstance(way, Channel) else message.via
        status, reason = message.status, obstacles.get(name) or _obstacle(store, message, way, now)
        if way and reason is None:
            outcome = _try(store, message, way, mark, now) if is_due(message, now) else None
            status, reason = (outcome.status, outcome.reason) if outcome else (status, message.last_error)
            is_open = isinstance(way, Channel) and status in ("waiting", "unknown")
            obstacles[name] = reason if is_open or (outcome and outcome.hopeless) else None
        yield Delivery(message.recipient, message.message_id, status, message.status == "unknown", reason)


def is_due(message: Message, now: datetime) -> bool:
    """May an open message be tried? One that was never tried may at once, others after a growing pause."""
    if message.tried_at is None:
        return True
    tries = message.attempts
    pause = timedelta(minutes=BACK_OFF[tries - 1]) if tries <= len(BACK_OFF) else DAY
    return now >= datetime.fromisoformat(message.tried_at) + pause


def _obstacle(
    store: Store, message: Message, way: MailSettings | Channel | None, now: datetime
) -> str | None:
    if way is None:
        return NOT_SET[message.via]
    most = per_minute(way) if isinstance(way, Channel) else None
    is_too_fast = most is not None and sent_since(store, message.recipient, now - MINUTE) >= most
    return TOO_FAST.format(most) if is_too_fast else None


def _try(store: Store, message: Message, way: MailSettings | Channel, mark: str, now: datetime) -> Outcome:
    may_have_arrived = message.status == "unknown"
    begun = partial(record_attempt, store, message.id, "unknown", INTERRUPTED, now)
    if isinstance(way, Channel):
        raw = mark.encode() + message.raw if may_have_arrived else message.raw
        outcome = channels.send(raw, way, now, before_content=begun)
    else:
        raw = mail.marked(message.raw, mark) if may_have_arrived else message.raw
        outcome = mail.send(raw, message.recipient, way, before_content=begun)
    if may_have_arrived and outcome.status == "waiting":
        # this try surely failed; the earlier one is still unknown
        outcome = replace(outcome, status="unknown")
    record_attempt(store, message.id, outcome.status, outcome.reason, now)
    return outcome
