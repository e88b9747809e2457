"""ZIP: the members in turn, each read by what it is, with its name kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipelines.readers.decode import decode
from pipelines.readers.file_text import MAX_BYTES, Encrypted, FileText, TooLarge, Unreadable
from pipelines.readers.sniff import ZIP, sniff
from storage.models import Block

MAX_MEMBERS = 200
ENCRYPTED, UTF8_NAME = 0x1, 0x800  # flags of a member
# What an archiver adds for its own system.
NOT_A_FILE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_zip(data: bytes, read_member: Callable[[bytes], FileText]) -> FileText:
    """The text of every member; `read_member` reads one. Raises `Encrypted`, `TooLarge` or `Unreadable`.

    An archive inside the archive is named and left closed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir() and not member.filename.startswith(NOT_A_FILE) and member.file_size
        ]
        _check(members)
        texts = [(_name(member), _member(archive.read(member), read_member)) for member in members]
    blocks = tuple(block for name, text in texts for block in _named(name, text))
    unread = [f"{name}: {text.status} ({text.reason})" for name, text in texts if text.status != "read"]
    if texts and all(not text.blocks for _, text in texts):
        status = texts[0][1].status if len(texts) == 1 else "unreadable"
        return FileText(ZIP, (), status, "; ".join(unread))
    return FileText(ZIP, blocks, "partial" if unread else "read", "; ".join(unread) or None)


def _check(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise Unreadable("the archive is empty")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Encrypted("the archive asks for a password")
    if len(members) > MAX_MEMBERS:
        raise TooLarge(f"{len(members)} files in the archive, more than {MAX_MEMBERS}")
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise TooLarge(f"the archive unpacks to more than {MAX_BYTES // 2**20} MB")


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name. Without the mark for UTF-8 it is in any charset, and zipfile has taken it for cp437."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    return decode(member.filename.encode("cp437", "replace")).text


def _member(data: bytes, read_member: Callable[[bytes], FileText]) -> FileText:
    if sniff(data) == ZIP:
        return FileText(ZIP, status="unreadable", reason="an archive inside the archive")
    return read_member(data)


def _named(name: str, text: FileText) -> Iterator[Block]:
    """The blocks of a member with its name on each."""
    yield from (replace(block, member=name) for block in text.blocks)
