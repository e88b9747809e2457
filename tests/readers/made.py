"""Small files of each format, made in memory by real writers where there is one, by hand where there is none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from docx import Document
from docx.document import Document as DocumentType

PAGE_WIDTH, PAGE_HEIGHT = 595, 842
SIZE = 16  # of a character, in points
LEFT, TOP, PITCH = 80, 760, 28
COLUMNS = 27  # characters a line


def docx(write: Callable[[DocumentType], object]) -> bytes:
    """A Word file that `write` has filled."""
    document = Document()
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(members: dict[str, bytes], charset: str = "utf-8") -> bytes:
    """A zip archive whose names are written in `charset` and do not say so, as Chinese Windows packs them."""
    buffer = io.BytesIO()
    names = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, (name, data) in enumerate(members.items()):
            raw = name.encode(charset)
            names[f"{at:02}".encode().rjust(len(raw), b"~")] = raw
            archive.writestr(f"{at:02}".rjust(len(raw), "~"), data)
    whole = buffer.getvalue()
    for stand_in, raw in names.items():
        whole = whole.replace(stand_in, raw)
    return whole


class Sheet:
    """A page to be: lines of text at their places, and ruled lines."""

    def __init__(self) -> None:
        self.drawing: list[str] = []
        self.height: float = TOP

    def line(self, text: str, *, left: float = LEFT, pitch: float = PITCH) -> None:
        """A printed line at `left`, below the one before."""
        code = text.encode("utf-16-be").hex()
        self.drawing.append(f"BT /F {SIZE} Tf {left} {self.height} Td <{code}> Tj ET")
        self.height -= pitch

    def paragraph(self, text: str) -> None:
        """A paragraph with an indent of two characters, broken at the margin."""
        self.line(text[: COLUMNS - 2], left=LEFT + 2 * SIZE)
        self.rest(text[COLUMNS - 2 :])

    def rest(self, text: str) -> None:
        """The further lines of a paragraph."""
        for at in range(0, len(text), COLUMNS):
            self.line(text[at : at + COLUMNS])

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int], *, closed: bool = True) -> None:
        """Ruled cells of one line each; without `closed` the line below the last row is missing."""
        top, right = self.height + PITCH * 0.7, LEFT + sum(widths)
        edges = [LEFT + sum(widths[:at]) for at in range(len(widths) + 1)]
        for at, row in enumerate(rows):
            self.drawing.append(f"{LEFT} {top - at * PITCH} m {right} {top - at * PITCH} l S")
            for left, cell in zip(edges, row, strict=False):
                height = self.height
                self.line(cell, left=left + 4)
                self.height = height
            self.height -= PITCH
        bottom = top - len(rows) * PITCH
        if closed:
            self.drawing.append(f"{LEFT} {bottom} m {right} {bottom} l S")
        self.drawing.extend(f"{x} {top} m {x} {bottom} l S" for x in edges)
        self.height -= PITCH


def pdf(sheets: Sequence[Sheet], *, encrypted: bool = False) -> bytes:
    """A PDF in the Chinese font that every reader knows by name, so that none is embedded."""
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ "
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
    )
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [ {kids} ] /Count {len(sheets)} /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] >>",
        font,
    ]
    for at, sheet in enumerate(sheets):
        drawing = "\n".join(sheet.drawing)
        contents = f"/Contents {5 + 2 * at} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> {contents} >>")
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<00> <00>]"
    )
    return _numbered(objects, lock if encrypted else "")


def _numbered(objects: Sequence[str], trailer: str) -> bytes:
    written = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(written)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    written += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
    return (
        written + f"trailer << /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


Stroke = tuple[float, float, float, float]  # from left, top to right, bottom


class Word(NamedTuple):
    """Text at its left and top, of a height, and of a width a character, in millimetres."""

    left: float
    top: float
    text: str
    size: float = 5.6
    step: float = 5.6


def ofd(
    pages: Sequence[Sequence[tuple[float, float, str] | Word]],
    *,
    prefix: str = "ofd:",
    strokes: Sequence[Sequence[Stroke]] = (),
) -> bytes:
    """An OFD file with lines of text at their places, written last line first, and with the `strokes` of each page."""
    declared = (
        f'xmlns:{prefix[:-1]}="http://www.ofdspec.org/2016"'
        if prefix
        else 'xmlns="http://www.ofdspec.org/2016"'
    )
    members = {
        "OFD.xml": f"<{prefix}OFD {declared}><{prefix}DocBody><{prefix}DocRoot>Doc_0/Document.xml</{prefix}DocRoot>"
        f"</{prefix}DocBody></{prefix}OFD>",
        "Doc_0/Document.xml": f"<{prefix}Document {declared}><{prefix}Pages>"
        + "".join(
            f'<{prefix}Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages))
        )
        + f"</{prefix}Pages></{prefix}Document>",
    }
    for at, page in enumerate(pages):
        objects = "".join(
            f'<{prefix}TextObject Boundary="{left} {top} {len(text) * step} {size}" Size="{size}">'
            f'<{prefix}TextCode X="0" Y="{size}" DeltaX="g {len(text) - 1} {step}">{escape(text)}</{prefix}TextCode>'
            f"</{prefix}TextObject>"
            for left, top, text, size, step in (Word(*word) for word in reversed(page))
        ) + "".join(
            f'<{prefix}PathObject Boundary="{left} {top} {right - left} {bottom - top}" LineWidth="0.35">'
            f"<{prefix}AbbreviatedData>M 0 0 L {right - left} {bottom - top}</{prefix}AbbreviatedData></{prefix}PathObject>"
            for left, top, right, bottom in (strokes[at] if strokes else ())
        )
        members[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f"<{prefix}Page {declared}><{prefix}Content><{prefix}Layer>{objects}</{prefix}Layer></{prefix}Content>"
            f"</{prefix}Page>"
        )
    return packed({name: text.encode() for name, text in members.items()})


def workbook(sheets: dict[str, Sequence[Sequence[str | float]]], *, hidden: Sequence[str] = ()) -> bytes:
    """An XLSX file with text and numbers in its cells; an empty text leaves its cell out."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for at, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{relations}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
    }
    for at, rows in enumerate(sheets.values(), start=1):
        cells = "".join(
            f'<row r="{row}">'
            + "".join(
                _cell(f"{chr(64 + column)}{row}", value) for column, value in enumerate(values, start=1)
            )
            + "</row>"
            for row, values in enumerate(rows, start=1)
        )
        members[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    return packed({name: text.encode() for name, text in members.items()})


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>' if value else ""
    return f'<c r="{place}"><v>{value}</v></c>'


def rar(members: dict[str, bytes], *, locked: bool = False, method: int = 0) -> bytes:
    """A RAR archive (version 5) with its members stored as they are, whatever packing `method` they claim."""
    main = _rar_block(1, 0, _vint(0))
    files = b"".join(_rar_file(name, data, locked, method) for name, data in members.items())
    return b"Rar!\x1a\x07\x01\x00" + main + files + _rar_block(5, 0, _vint(0))


def _rar_file(name: str, data: bytes, locked: bool, method: int) -> bytes:
    raw = name.encode()
    checked = 0x0004  # the member has a check sum
    fields = _vint(checked) + _vint(len(data)) + _vint(0o644) + struct.pack("<I", zlib.crc32(data))
    fields += _vint(method << 7) + _vint(1) + _vint(len(raw)) + raw  # packing; made on Unix; name
    lock = (
        _vint(1) + _vint(0) + _vint(0) + bytes([15]) + bytes(16) + bytes(16)
    )  # AES: log of rounds, salt, vector
    extra = _vint(len(lock)) + lock if locked else b""
    return _rar_block(2, 0x0002, fields, extra=extra, data=data)


def _rar_block(kind: int, flags: int, fields: bytes, *, extra: bytes = b"", data: bytes = b"") -> bytes:
    """A block: check sum, size, kind, flags, sizes of what follows where there is any, fields, extra area, data."""
    flags |= 0x0001 if extra else 0
    sizes = (_vint(len(extra)) if extra else b"") + (_vint(len(data)) if flags & 0x0002 else b"")
    head = _vint(kind) + _vint(flags) + sizes + fields + extra
    head = _vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + data


def _vint(number: int) -> bytes:
    """A number of any length, seven bits a byte, the lowest first."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])
