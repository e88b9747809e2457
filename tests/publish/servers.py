"""A real SMTP server in a thread, which keeps what it takes and misbehaves where it is told to."""

from __future__ import annotations

import asyncio
import email.policy
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# fault -> the reply that stands for it, by the command at which it strikes
RCPT_REPLIES = {"rcpt-451": "451 4.2.1 try again later", "rcpt-550": "550 5.1.1 no such user"}
DATA_REPLIES = {"data-452": "452 4.3.1 out of storage", "data-554": "554 5.7.1 looks like spam"}


class Mailbox:
    """The server's handler. `faults` are due at the next tries for a recipient, first fault first.

    Besides the replies above: rcpt-drop and data-drop (the connection breaks before any content), reply-drop (it
    breaks when the content was taken), rcpt-never and reply-never (nothing is said any more, before the content and
    after it); `silent` is set as soon as the server has fallen silent.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.logins: list[tuple[str, str]] = []
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.sender_refused = False
        self.senders: list[str] = []
        self.silent = threading.Event()

    def to(self, recipient: str) -> list[EmailMessage]:
        """The messages that arrived for a recipient."""
        return [
            message_from_bytes(raw, policy=email.policy.default)  # type: ignore[misc]
            for to, raw in self.taken
            if to == recipient
        ]

    def fault(self, recipient: str, stage: str) -> str | None:
        """The fault that strikes now, if one is due at this stage."""
        due = self.faults[recipient]
        return due.pop(0) if due and due[0].startswith(stage) else None

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from, envelope.mail_options = address, options
        self.senders.append(address)
        return "553 5.7.1 sender must be the login" if self.sender_refused else "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        fault = self.fault(address, "rcpt")
        if fault == "rcpt-drop":
            server.transport.abort()
        elif fault == "rcpt-never":
            await self.fall_silent()
        envelope.rcpt_tos.append(address)
        return RCPT_REPLIES.get(fault or "", "250 OK")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        refused = self.fault(recipient, "data")
        if refused:
            return DATA_REPLIES[refused]
        assert isinstance(envelope.original_content, bytes)
        self.taken.append((recipient, envelope.original_content))
        lost = self.fault(recipient, "reply")
        if lost == "reply-drop":
            server.transport.abort()
        elif lost == "reply-never":
            await self.fall_silent()
        return "250 OK"

    async def fall_silent(self) -> None:
        self.silent.set()
        await asyncio.Event().wait()

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"secret", handled=False)


class DroppingSMTP(SMTP):
    """Can break the connection at the DATA command, before it asks for the content."""

    async def smtp_DATA(self, arg: str) -> None:
        assert self.envelope is not None
        mailbox: Mailbox = self.event_handler
        if mailbox.faults[self.envelope.rcpt_tos[0]][:1] == ["data-drop"]:
            mailbox.fault(self.envelope.rcpt_tos[0], "data-drop")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Server(Controller):
    """On a port that the system chooses."""

    def factory(self) -> SMTP:
        return DroppingSMTP(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serve(
    mailbox: Mailbox, *, tls: Path | None = None, starttls: Path | None = None, login: bool = False
) -> Iterator[int]:
    """The port at which `mailbox` is served. `tls` and `starttls`: a file with certificate and key."""
    server = Server(
        mailbox,
        hostname="127.0.0.1",
        port=0,
        ssl_context=_context(tls),
        tls_context=_context(starttls),
        require_starttls=starttls is not None,
        authenticator=mailbox.authenticate if login else None,
        auth_require_tls=starttls is not None,
    )
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def _context(certificate: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
