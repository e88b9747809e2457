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

ANYBODY = ""  # whose faults strike before a recipient is named

# what a reply with this code says
SAYS = {
    "421": "4.3.2 closing down",
    "451": "4.2.1 try again later",
    "452": "4.3.1 out of storage",
    "535": "5.7.8 Authentication credentials invalid",
    "550": "5.1.1 no such user",
    "552": "5.2.2 mailbox is full",
    "553": "5.7.1 sender must be the login",
    "554": "5.7.1 looks like spam",
}


class Mailbox:
    """The server's handler. `faults` are due at the next tries for a recipient, first fault first.

    A fault is a stage and what happens there. Stages: ehlo and mail (of ANYBODY), rcpt, command (the word DATA),
    data (the content came in and is not taken), reply (the content was taken). What happens: a code of SAYS, drop
    (the connection breaks), never (nothing is said any more; `silent` is set), garbled (a reply that is none).
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.logins: list[tuple[str, str]] = []
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.senders: list[str] = []
        self.silent = threading.Event()

    def to(self, recipient: str) -> list[EmailMessage]:
        """The messages that arrived for a recipient."""
        return [
            message_from_bytes(raw, policy=email.policy.default)  # type: ignore[misc]
            for to, raw in self.taken
            if to == recipient
        ]

    async def strike(self, server: SMTP, recipient: str, stage: str) -> str | None:
        """Let the fault happen that is due at this stage; gives the reply that stands for it, if one does."""
        due = self.faults[recipient]
        if not due or not due[0].startswith(f"{stage}-"):
            return None
        happens = due.pop(0).partition("-")[2]
        if happens == "drop":
            server.transport.abort()
            return "421 4.4.2 nobody hears this"
        if happens == "never":
            self.silent.set()
            await asyncio.Event().wait()
        elif happens == "garbled":
            return "ok, perhaps"
        return f"{happens} {SAYS[happens]}" if happens in SAYS else None

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from, envelope.mail_options = address, options
        self.senders.append(address)
        return await self.strike(server, ANYBODY, "mail") or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        refused = await self.strike(server, address, "rcpt")
        envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        refused = await self.strike(server, recipient, "data")
        if refused:
            return refused
        assert isinstance(envelope.original_content, bytes)
        self.taken.append((recipient, envelope.original_content))
        return await self.strike(server, recipient, "reply") or "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"secret", handled=False)


class FaultySMTP(SMTP):
    """Can fail where a handler is not asked: at the greeting, and at the word DATA, before the content."""

    async def smtp_EHLO(self, hostname: str) -> None:
        refused = await self.event_handler.strike(self, ANYBODY, "ehlo")
        await (self.push(refused) if refused else super().smtp_EHLO(hostname))

    async def smtp_DATA(self, arg: str) -> None:
        assert self.envelope is not None
        refused = await self.event_handler.strike(self, self.envelope.rcpt_tos[0], "command")
        await (self.push(refused) if refused else super().smtp_DATA(arg))


class Server(Controller):
    """On a port that the system chooses."""

    def factory(self) -> SMTP:
        return FaultySMTP(self.handler, **self.SMTP_kwargs)

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
