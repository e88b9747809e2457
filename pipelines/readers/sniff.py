"""The media type of a file from its bytes; names and headers of portals are not to be trusted."""

from __future__ import annotations

import io
import re
import zipfile

import olefile

HTML = "text/html"
TEXT = "text/plain"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
OLE = "application/x-ole-storage"
LOCKED_OFFICE = "application/x-encrypted-office"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
OFD = "application/ofd"
ZIP = "application/zip"
RAR = "application/vnd.rar"
RTF = "application/rtf"
MESSAGE = "message/rfc822"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff")
UNKNOWN = "application/octet-stream"

MAGIC = (
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
# Types are told where a file is fetched, outside the child process that limits what a file may cost.
DIRECTORY_ENTRY, MAX_LISTED = b"PK\x01\x02", 10_000
# A member that only this kind of zip has.
ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
OLE_STREAMS = (
    ("EncryptedPackage", LOCKED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
)
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|title|div|table|p|span|ul|script)\b", re.IGNORECASE
)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  # bytes that no text holds
MESSAGE_HEAD = re.compile(
    rb"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*(?:multipart|text)/", re.IGNORECASE
)
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def sniff(data: bytes) -> str:
    """The media type that the bytes show, "application/octet-stream" where they show none."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(olefile.MAGIC):
        return _kind_of_ole(data)
    for magic, media_type in MAGIC:
        if data.startswith(magic):
            return media_type
    return _kind_of_text(data)


def _kind_of_zip(data: bytes) -> str:
    if data.count(DIRECTORY_ENTRY) > MAX_LISTED:
        return ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "ignore").strip() or ZIP
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return ZIP  # a damaged archive is still one: its reader says what is wrong
    return next((media_type for member, media_type in ZIP_MEMBERS if member in names), ZIP)


def _kind_of_ole(data: bytes) -> str:
    try:
        with olefile.OleFileIO(data) as ole:
            return next((media_type for stream, media_type in OLE_STREAMS if ole.exists(stream)), OLE)
    except (OSError, ValueError, IndexError, TypeError):
        return OLE


def _kind_of_text(data: bytes) -> str:
    head = data[:4096]
    if MESSAGE_HEAD.match(head):
        return MESSAGE
    if MARKUP.search(head) or MARKUP.search(head.replace(b"\x00", b"")):
        return HTML
    if not head.strip():
        return UNKNOWN
    if head.startswith(BYTE_ORDER_MARKS):
        return TEXT
    return UNKNOWN if CONTROL.search(head) else TEXT
