"""Archives: the members in turn, each read by what it is, with its name kept. Nothing is ever written to a disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipelines.readers.decode import decode
from pipelines.readers.file_text import (
    MAX_BYTES,
    PARSER_FAULTS,
    Encrypted,
    FileText,
    TooLarge,
    Unreadable,
)
from pipelines.readers.sniff import RAR, ZIP, sniff
from storage.models import Block

MAX_MEMBERS = 200
LOCKED, UTF8_NAME = 0x1, 0x800  # flags of a member of a zip
# What an archiver adds for its own system.
NOT_A_FILE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `size` is what it claims to unpack to in bytes, `unpack` gives its bytes."""

    name: str
    size: int
    locked: bool
    unpack: Callable[[], bytes]


def read_zip(data: bytes, read_member: Callable[[bytes], FileText]) -> FileText:
    """The text of every member; `read_member` reads one. Raises `Encrypted`, `TooLarge` or `Unreadable`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [
            Member(_name(one), one.file_size, bool(one.flag_bits & LOCKED), partial(archive.read, one))
            for one in archive.infolist()
            if not one.is_dir()
        ]
        return read_members(ZIP, members, read_member)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name. Without the mark for UTF-8 it is in any charset, and zipfile has taken it for cp437."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    return decode(member.filename.encode("cp437", "replace")).text


def read_members(
    media_type: str, members: Sequence[Member], read_member: Callable[[bytes], FileText]
) -> FileText:
    """The text of the members of any archive, each with its name. An archive among them is named and left closed.

    Raises `Encrypted`, `TooLarge` or `Unreadable` for the archive as a whole.
    """
    members = [one for one in members if one.size and not one.name.startswith(NOT_A_FILE)]
    _check(members)
    texts = [(one.name, _text(one, read_member)) for one in members]
    blocks = tuple(block for name, text in texts for block in _named(name, text))
    unread = [f"{name}: {text.status} ({text.reason})" for name, text in texts if text.status != "read"]
    if not blocks:
        status = texts[0][1].status if len(texts) == 1 else "unreadable"
        return FileText(media_type, (), status, "; ".join(unread))
    return FileText(media_type, blocks, "partial" if unread else "read", "; ".join(unread) or None)


def _check(members: Sequence[Member]) -> None:
    if not members:
        raise Unreadable("the archive is empty")
    if all(one.locked for one in members):
        raise Encrypted("the archive asks for a password")
    if len(members) > MAX_MEMBERS:
        raise TooLarge(f"{len(members)} files in the archive, more than {MAX_MEMBERS}")
    if sum(one.size for one in members) > MAX_BYTES:
        raise TooLarge(f"the archive unpacks to more than {MAX_BYTES // 2**20} MB")


def _text(member: Member, read_member: Callable[[bytes], FileText]) -> FileText:
    """What is read of a member; one that is damaged or locked spoils no other."""
    if member.locked:
        return FileText("", status="encrypted", reason="it asks for a password")
    try:
        data = member.unpack()
    except PARSER_FAULTS as fault:
        return FileText("", status="unreadable", reason=f"damaged: {fault}")
    if sniff(data) in (ZIP, RAR):
        return FileText("", status="unreadable", reason="an archive inside the archive")
    return read_member(data)


def _named(name: str, text: FileText) -> Iterator[Block]:
    """The blocks of a member with its name on each."""
    yield from (replace(block, member=name) for block in text.blocks)
