"""What a reader gives back, and the ways in which a file may refuse to be read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass

from storage.models import Block

# One file may not cost more than this, whatever it claims to hold.
MAX_BYTES = 64 * 1024 * 1024  # of the file, and of what is unpacked from it
MAX_PAGES = 600
MAX_CHARACTERS = 3_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child process may take for one file: `seconds` on the wall, `memory` in bytes of address space."""

    seconds: int
    memory: int


READING = Limits(seconds=60, memory=2**30)
RECOGNISING = Limits(seconds=1800, memory=4 * 2**30)  # with OCR: seconds a page, and libraries that map much


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text in reading order.

    `status` speaks the words of `Attachment.status`: "read" when everything was read, "partial" when something is
    missing from `blocks`, and "needs-ocr", "encrypted", "too-large" or "unreadable" when there is nothing in them.
    `reason` says why wherever `status` is not "read".
    """

    media_type: str
    blocks: tuple[Block, ...] = ()
    status: str = "read"
    reason: str | None = None

    @property
    def waits_for_ocr(self) -> bool:
        """Whether the file, a page or a member of it is a picture of text that nobody has recognised."""
        return NeedsOcr.status in (self.status, *(self.reason or "").split())


class ReadingRefused(Exception):
    """A file that a reader understands well enough to say why there is no text to be had from it."""

    status = "unreadable"


class Unreadable(ReadingRefused):
    """Damaged, or not what it looks like."""


class Encrypted(ReadingRefused):
    """Locked with a password."""

    status = "encrypted"


class TooLarge(ReadingRefused):
    """Over one of the limits above."""

    status = "too-large"


class NeedsOcr(ReadingRefused):
    """Pictures of text."""

    status = "needs-ocr"


# What parsers raise on bytes that somebody damaged: no parser of foreign files promises a narrower set.
PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,  # lxml's XMLSyntaxError is one
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def paragraph(text: str, *, page: int | None = None) -> Block:
    """A paragraph block."""
    return Block(kind="paragraph", text=text, page=page)


def table(rows: list[tuple[str, ...]], *, page: int | None = None) -> Block:
    """A table block: cells on one line each, in `rows` and, with tab and newline between them, in `text`."""
    clean = tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows)
    return Block(kind="table", text="\n".join("\t".join(row) for row in clean), rows=clean, page=page)
