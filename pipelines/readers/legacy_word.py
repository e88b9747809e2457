"""DOC and WPS: the paragraphs and tables of binary Word files (MS-DOC), without Word.

The text lies in pieces, each of one byte a character (cp1252) or two (UTF-16); the piece table in the table stream
orders them. Which paragraphs are cells and where rows end is told by the paragraphs' properties, in pages of 512 bytes
of the document stream. Both are found from fixed places of the file's header (FIB).
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from pipelines.readers.file_text import Encrypted, FileText, Unreadable, paragraph, table
from pipelines.readers.sniff import DOC
from storage.models import Block

FLAGS = 0x0A
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
TEXT_LENGTH = 0x4C  # characters of the main text; footnotes, headers and comments follow it
PARAGRAPH_PAGES = 0x0102  # place and size of the table of property pages
PIECE_TABLE = 0x01A2  # place and size of the Clx
PROPERTIES_MARK, PIECES_MARK = 1, 2  # what a part of the Clx starts with
COMPRESSED = 0x40000000
PAGE = 512
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"  # sprmPFInTable, sprmPFTtp

END = re.compile("[\r\x07\x0c]")  # of a paragraph, a cell or a row, a section
CELL_END = "\x07"
FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*[\x14\x15]|\x15")  # what a field computes, without what it shows
NESTED_FIELDS = 4
SIGNS = str.maketrans({"\x0b": "\n", "\x1e": "-"})
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f]")  # anchors of pictures, footnotes and the like


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the stream, from byte `start`, whose paragraph is a cell's (`in_table`) or ends a row."""

    start: int
    in_table: bool
    row_end: bool


def read_doc(data: bytes) -> FileText:
    """The text of a binary Word file. Raises `Encrypted` or `Unreadable`."""
    with olefile.OleFileIO(data) as ole:
        stream = ole.openstream("WordDocument").read()
        flags = _number(stream, FLAGS) & 0xFFFF
        if flags & ENCRYPTED:
            raise Encrypted("the document asks for a password")
        tables = ole.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    blocks = tuple(_blocks(_paragraphs(stream, tables)))
    if not blocks:
        raise Unreadable("the document has no text")
    return FileText(DOC, blocks)


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _part(stream: bytes, tables: bytes, entry: int) -> bytes:
    """The part of the table stream that an entry of the header points at."""
    place, size = _number(stream, entry), _number(stream, entry + 4)
    return tables[place : place + size]


def _blocks(paragraphs: Iterator[tuple[str, str, Run]]) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    lines: list[str] = []  # of the cell that is being read
    for text, end, run in paragraphs:
        if not (run.in_table or run.row_end or end == CELL_END):
            if rows:
                yield table(rows)
                rows = []
            yield from (paragraph(line) for line in text.split("\n") if line.strip())
        elif run.row_end:
            rows.append(tuple(cells))
            cells = []
        else:
            lines.append(text)
            if end == CELL_END:
                cells.append(" ".join(lines))
                lines = []
    if rows:
        yield table(rows)


def _paragraphs(stream: bytes, tables: bytes) -> Iterator[tuple[str, str, Run]]:
    """Each paragraph's shown text, the sign that ends it, and its properties."""
    runs = sorted(_runs(stream, tables), key=lambda run: run.start)
    starts = [run.start for run in runs]
    left = _number(stream, TEXT_LENGTH)
    text = ""
    for place, width, piece in _pieces(stream, tables):
        piece, left = piece[:left], max(0, left - len(piece))
        at = 0
        for end in END.finditer(piece):
            found = bisect_right(starts, place + width * end.start()) - 1
            run = runs[found] if found >= 0 else Run(0, in_table=False, row_end=False)
            yield _shown(text + piece[at : end.start()]), end[0], run
            text, at = "", end.end()
        text += piece[at:]
    yield _shown(text), "", Run(0, in_table=False, row_end=False)


def _shown(text: str) -> str:
    for _ in range(NESTED_FIELDS):
        text = FIELD_CODE.sub("", text)
    return UNSEEN.sub("", text.translate(SIGNS))


def _pieces(stream: bytes, tables: bytes) -> Iterator[tuple[int, int, str]]:
    """Place in the stream, bytes a character, and text of each piece."""
    pieces = _piece_table(_part(stream, tables, PIECE_TABLE))
    count = (len(pieces) - 4) // 12  # count + 1 positions of four bytes, then count descriptors of eight
    for at in range(count):
        characters = _number(pieces, 4 * at + 4) - _number(pieces, 4 * at)
        place = _number(pieces, 4 * (count + 1) + 8 * at + 2)
        if place & COMPRESSED:
            place = (place & ~COMPRESSED) // 2
            yield place, 1, stream[place : place + characters].decode("cp1252", "replace")
        else:
            yield place, 2, stream[place : place + 2 * characters].decode("utf-16-le", "replace")


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while clx[at] == PROPERTIES_MARK:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if clx[at] != PIECES_MARK:
        raise Unreadable("the document has no piece table")
    return clx[at + 5 : at + 5 + _number(clx, at + 1)]


def _runs(stream: bytes, tables: bytes) -> Iterator[Run]:
    pages = _part(stream, tables, PARAGRAPH_PAGES)
    count = (len(pages) - 4) // 8
    for at in range(count):
        number = _number(pages, 4 * (count + 1) + 4 * at) & 0x3FFFFF
        yield from _runs_of_page(stream[number * PAGE : (number + 1) * PAGE])


def _runs_of_page(page: bytes) -> Iterator[Run]:
    """A page ends with the number of its runs, starts with their places, and keeps their properties in between."""
    count = page[-1]
    for at in range(count):
        offset = 2 * page[4 * (count + 1) + 13 * at]
        half = page[offset] or page[offset + 1]
        properties = page[offset : offset + 2 + 2 * half] if offset else b""
        yield Run(_number(page, 4 * at), IN_TABLE in properties, ROW_END in properties)
