"""EML and MHTML: a message, or a page that a browser saved with all its parts, as mail is written (RFC 5322, 2557)."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default

from pipelines.readers.archive import Member, read_members
from pipelines.readers.file_text import FileText, Unreadable
from pipelines.readers.sniff import MESSAGE


def read_message(data: bytes, read_part: Callable[..., FileText]) -> FileText:
    """The text of the message or page, and then of the files attached to it; `read_part` reads one of them.

    Raises `Encrypted`, `TooLarge` or `Unreadable`.
    """
    message = message_from_bytes(data, policy=default)
    body = message.get_body(("html", "plain"))
    text = read_part(_bytes(body), charset=body.get_content_charset()) if body else FileText(MESSAGE)
    attached = [_member(part) for part in message.walk() if part.get_content_disposition() == "attachment"]
    if not attached and not text.blocks:
        raise Unreadable("the message has no text")
    files = read_members(MESSAGE, attached, read_part) if attached else FileText(MESSAGE)
    reasons = [one.reason for one in (text, files) if one.reason]
    return FileText(
        MESSAGE, text.blocks + files.blocks, "partial" if reasons else "read", "; ".join(reasons) or None
    )


def _member(part: Message) -> Member:
    data = _bytes(part)
    return Member(part.get_filename("attachment"), len(data), locked=False, unpack=lambda: data)


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
