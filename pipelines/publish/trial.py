"""A message that proves the settings: straight to each reader, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipelines.publish import channels, mail
from pipelines.publish.channels import Channel
from pipelines.publish.delivery import Delivery
from pipelines.publish.edition import News, make_edition
from pipelines.publish.mail import MailSettings
from pipelines.publish.markdown import chat_digest
from pipelines.publish.outcome import Outcome
from pipelines.publish.outgoing import Publishing, Reader
from pipelines.publish.render import render
from pipelines.publish.words import words


def try_out(how: Publishing, now: datetime) -> Iterator[Delivery]:
    """Send every reader the digest of a quiet day, marked as a test; gives what became of each."""
    for reader in how.readers:
        channel = how.routes.channels.get(reader.to) if reader.via == "channel" else None
        way = channel or how.routes.mail
        if way is None:  # a recipient of mail is a reader only where there is a server
            continue
        id = mail.message_id(now.isoformat(), reader.to, "test@planwatch.invalid")
        outcome = _send(reader, way, id, now)
        yield Delivery(reader.to, id, outcome.status, False, outcome.reason)


def _send(reader: Reader, way: MailSettings | Channel, id: str, now: datetime) -> Outcome:
    edition = make_edition(News((), {}, {}, ()), now)
    mark = words(reader.language).phrases["masthead"]["test"]
    if isinstance(way, Channel):
        (text, *_) = chat_digest(edition, reader.language, reader.wish, way)
        return channels.send(f"{mark}{text}".encode(), way, now, before_content=_nothing)
    rendered = render(edition, reader.language, reader.wish)
    raw = mail.build_message(rendered, way.sender, reader.to, id, now)
    return mail.send(mail.marked(raw, mark), reader.to, way, before_content=_nothing)


def _nothing() -> None:
    """There is nothing to write down: a test that got lost is not sent again."""
