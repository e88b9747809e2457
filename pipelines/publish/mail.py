"""SMTP: one message to one recipient, and a true word on what became of it.

smtplib's own `sendmail` does not tell a connection that dropped before the content from one that dropped after it.
The first means "surely not taken", the second "perhaps taken", so the commands are given one by one here.
"""

from __future__ import annotations

import email.policy
import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256

from pipelines.publish.outcome import Outcome
from pipelines.publish.render import Rendered

POLICY = email.policy.SMTP  # CRLF line ends, as they go over the wire
REASON_LENGTH = 300  # characters kept of what a server says
REFERENCES = 10  # earlier mails that a message names at most

# First digit of the reply to the content -> what it makes of the message; anything else says nothing clear.
REPLIES = {2: "sent", 4: "waiting", 5: "refused"}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where and as whom mail is sent. `security` is none, starttls or tls (a connection encrypted from the start)."""

    host: str
    port: int
    security: str
    username: str | None
    password: str | None = field(repr=False)
    sender: str
    timeout: float = 30.0


def message_id(content: str, recipient: str, sender: str) -> str:
    """The Message-ID of an edition for a recipient: the same whenever it is made of the same `content`."""
    digest = sha256(f"{recipient}\n{content}".encode()).hexdigest()[:40]
    return f"<{digest}@{_domain(sender)}>"


def build_message(
    rendered: Rendered,
    sender: str,
    recipient: str,
    message_id: str,
    now: datetime,
    earlier: Sequence[str] = (),
) -> bytes:
    """The whole RFC 5322 message: plain text, and the same as HTML.

    `earlier`: the Message-IDs of mails that told of the same things before, oldest first; mail programs show this
    one beneath them.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = rendered.subject
    message["Date"] = now
    message["Message-ID"] = message_id
    if earlier:
        message["In-Reply-To"] = earlier[-1]
        message["References"] = " ".join(earlier[-REFERENCES:])
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"planwatch <planwatch.{_domain(sender)}>"
    message["List-Unsubscribe"] = f"<mailto:{parseaddr(sender)[1]}?subject=unsubscribe>"
    message.set_content(rendered.text, cte="base64")
    message.add_alternative(rendered.html, subtype="html", cte="base64")
    return message.as_bytes()


def marked(raw: bytes, mark: str) -> bytes:
    """The same message, Message-ID included, with a mark before its subject: that it may have come before, or is a test."""
    message = message_from_bytes(raw, policy=POLICY)
    subject = message["Subject"]
    del message["Subject"]
    message["Subject"] = f"{mark}{subject}"
    return message.as_bytes()


def send(raw: bytes, recipient: str, mail: MailSettings, *, before_content: Callable[[], None]) -> Outcome:
    """Hands one message to the server of `mail`; never raises for what the network or the server does.

    `before_content` is called when the server is ready to take the content and none of it has gone out yet: what
    it writes down lets a process that dies afterwards know that the message may have been taken.
    """
    try:
        smtp = _connect(mail)
    except (
        OSError,
        ValueError,
    ) as error:  # ValueError: a host, user or password that cannot be put on the wire
        return Outcome("waiting", _words(error), hopeless=True)
    try:
        outcome = _offer(smtp, mail.sender, recipient)
        if outcome is None:
            before_content()
            outcome = _hand_over(smtp, raw)
        with suppress(OSError):  # the message's fate is settled; a server that hangs up first is no news
            smtp.quit()
        return outcome
    finally:
        smtp.close()


def _connect(mail: MailSettings) -> smtplib.SMTP:
    """A session ready for MAIL. Certificates are checked, and nothing falls back to a weaker connection."""
    tls = ssl.create_default_context()
    name = _domain(mail.sender)  # given, because smtplib would ask the DNS for it
    smtp: smtplib.SMTP
    if mail.security == "tls":
        smtp = smtplib.SMTP_SSL(mail.host, mail.port, local_hostname=name, timeout=mail.timeout, context=tls)
    else:
        smtp = smtplib.SMTP(mail.host, mail.port, local_hostname=name, timeout=mail.timeout)
    try:
        if mail.security == "starttls":
            smtp.starttls(context=tls)
        smtp.ehlo_or_helo_if_needed()
        if mail.username:
            smtp.login(mail.username, mail.password or "")
    except (OSError, ValueError):
        smtp.close()
        raise
    return smtp


def _offer(smtp: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
    """MAIL, RCPT and DATA. None where the server now waits for the content."""
    try:
        code, reply = smtp.mail(sender)
        if code != 250:  # a matter of settings, not of this message: it waits until they are mended
            return Outcome("waiting", f"sender not accepted: {_said(code, reply)}", hopeless=True)
        code, reply = smtp.rcpt(recipient)
        if code not in (250, 251):
            return Outcome(_status(code), f"recipient not accepted: {_said(code, reply)}")
        code, reply = smtp.docmd("DATA")
        return None if code == 354 else Outcome(_status(code), f"message not accepted: {_said(code, reply)}")
    except (OSError, ValueError) as error:
        return Outcome("waiting", f"connection lost before the content was sent: {_words(error)}")


def _hand_over(smtp: smtplib.SMTP, raw: bytes) -> Outcome:
    """The content and its reply."""
    dotted = re.sub(rb"(?m)^\.", b"..", raw)
    try:
        smtp.send(dotted + (b"" if dotted.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, reply = smtp.getreply()
    except OSError as error:
        return Outcome("unknown", f"connection lost before the reply to the content: {_words(error)}")
    status = REPLIES.get(code // 100, "unknown")
    return Outcome(status, None if status == "sent" else f"message not accepted: {_said(code, reply)}")


def _status(code: int) -> str:
    """What a reply other than the one hoped for makes of a message whose content was not sent."""
    return "refused" if code // 100 == 5 else "waiting"


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]


def _said(code: int, reply: bytes) -> str:
    return f"{code} {' '.join(reply.decode(errors='backslashreplace').split())}"[:REASON_LENGTH]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _said(error.smtp_code, reply if isinstance(reply, bytes) else reply.encode())
    return " ".join(f"{error}".split())[:REASON_LENGTH] or type(error).__name__
