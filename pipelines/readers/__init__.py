"""Bytes of any format to blocks of text and tables, the same for every format.

One table leads from the media type that the bytes show to its reader. Readers know nothing of plans: no field is
looked for here and nothing is fetched or stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from pipelines.readers.archive import read_zip
from pipelines.readers.file_text import (
    MAX_BYTES,
    MAX_CHARACTERS,
    PARSER_FAULTS,
    Encrypted,
    FileText,
    ReadingRefused,
    TooLarge,
    Unreadable,
)
from pipelines.readers.html import read_html
from pipelines.readers.legacy_word import read_doc
from pipelines.readers.message import read_message
from pipelines.readers.ocr import Recognise, read_picture, recognise
from pipelines.readers.ofd import read_ofd
from pipelines.readers.office import CONVERTIBLE, read_by_office
from pipelines.readers.plain import read_text
from pipelines.readers.rar import read_rar
from pipelines.readers.sheet import read_sheets
from pipelines.readers.sniff import (
    DOC,
    DOCX,
    HTML,
    LOCKED_OFFICE,
    MESSAGE,
    ODS,
    OFD,
    PDF,
    PICTURES,
    RAR,
    TEXT,
    XLS,
    XLSX,
    ZIP,
    sniff,
)
from pipelines.readers.word import read_docx

__all__ = ["FileText", "read_bytes", "sniff"]


def _read_pdf(data: bytes, recognise: Recognise | None) -> FileText:
    from pipelines.readers.pdf import read_pdf  # here, because loading it takes as long as reading many pages

    return read_pdf(data, recognise)


READERS: dict[str, Callable[[bytes], FileText]] = {
    DOC: read_doc,
    DOCX: read_docx,
    **{kind: partial(read_sheets, media_type=kind) for kind in (ODS, XLS, XLSX)},
}
# These are told more: the charset that a server named, what reads the members, what recognises pictures of text.
CHARSET_READERS: dict[str, Callable[[bytes, str | None], FileText]] = {HTML: read_html, TEXT: read_text}
CONTAINERS: dict[str, Callable[[bytes, Callable[..., FileText]], FileText]] = {
    MESSAGE: read_message,
    RAR: read_rar,
    ZIP: read_zip,
}
SHOWN: dict[str, Callable[[bytes, Recognise | None], FileText]] = {
    OFD: read_ofd,
    PDF: _read_pdf,
    **{kind: partial(read_picture, media_type=kind) for kind in PICTURES},
}


def read_bytes(
    data: bytes, *, charset: str | None = None, ocr: bool = False, by_office: bool = False
) -> FileText:
    """The text of a file of any type; `charset` is what an HTTP header said of a page or a plain text.

    `ocr`: pictures of text are recognised, which takes seconds a page and the extra `ocr`. `by_office`: what no reader
    here can read is given to LibreOffice, where that is installed. Nothing is raised for what is wrong with the file:
    its `status` and `reason` tell.
    """
    media_type = sniff(data)
    found = _told(partial(_read, data, media_type, charset, ocr), media_type)
    if by_office and found.status == "unreadable" and media_type in CONVERTIBLE:
        converted = _told(partial(read_by_office, data, media_type), media_type)
        return converted if converted.blocks else replace(found, reason=f"{found.reason}; {converted.reason}")
    return found


def _told(read: Callable[[], FileText], media_type: str) -> FileText:
    """What `read` gives, or why it gives nothing."""
    try:
        return _checked(read())
    except ReadingRefused as refusal:
        return FileText(media_type, status=refusal.status, reason=str(refusal))
    except MemoryError:
        return FileText(media_type, status="too-large", reason="reading it takes more memory than a file may")
    except PARSER_FAULTS as fault:
        return FileText(
            media_type, status="unreadable", reason=f"damaged: {type(fault).__name__}: {fault}"[:300]
        )


def _read(data: bytes, media_type: str, charset: str | None, ocr: bool) -> FileText:
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{len(data) // 2**20} MB, more than {MAX_BYTES // 2**20}")
    if media_type in READERS:
        return READERS[media_type](data)
    if media_type in CHARSET_READERS:
        return CHARSET_READERS[media_type](data, charset)
    if media_type in CONTAINERS:
        return CONTAINERS[media_type](data, partial(read_bytes, ocr=ocr))
    if media_type in SHOWN:
        return SHOWN[media_type](data, recognise if ocr else None)
    if media_type == LOCKED_OFFICE:
        raise Encrypted("the document asks for a password")
    raise Unreadable("empty file" if not data.strip() else f"no reader for {media_type}")


def _checked(text: FileText) -> FileText:
    """A file without text was not read, and a text that is longer than any document is cut; both are said."""
    if text.status == "read" and not text.blocks:
        return FileText(text.media_type, status="unreadable", reason="no text in the file")
    total = 0
    for at, block in enumerate(text.blocks):
        total += len(block.text)
        if total > MAX_CHARACTERS:
            reason = f"only the first {MAX_CHARACTERS:,} characters were kept"
            return FileText(text.media_type, text.blocks[:at], "partial", reason)
    return text
