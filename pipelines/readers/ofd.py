"""OFD (GB/T 33190): the national page format, a zip of XML with every line of text at its place.

As in a PDF nothing says what a paragraph is, so lines are put together by how they are set. Places are in millimetres
from the upper left corner of the page.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipelines.readers.characters import fold
from pipelines.readers.file_text import MAX_BYTES, MAX_PAGES, FileText, NeedsOcr, TooLarge, Unreadable
from pipelines.readers.ocr import MAX_PICTURES, Recognise
from pipelines.readers.set_lines import Line, Setting, in_rows, paragraphs
from pipelines.readers.sniff import OFD
from pipelines.readers.xml_part import xml_part

ROOT = "OFD.xml"
PICTURE = re.compile(r".*/Res/.*\.(?:png|jpe?g|bmp|tiff?)", re.IGNORECASE)


def read_ofd(data: bytes, recognise: Recognise | None) -> FileText:
    """The text of an OFD file, of its pictures where it has nothing else.

    Raises `NeedsOcr`, `TooLarge` or `Unreadable`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
            raise TooLarge(f"the file unpacks to more than {MAX_BYTES // 2**20} MB")
        pages = list(_pages(archive))
        lines = [
            line
            for at, page in enumerate(pages[:MAX_PAGES])
            for line in _lines(xml_part(archive, page), at + 1)
        ]
        if not lines:
            lines = list(_recognised(archive, recognise))
    if not lines:
        raise Unreadable("the file has no text")
    missing = (
        f"only the first {MAX_PAGES} of {len(pages)} pages were read" if len(pages) > MAX_PAGES else None
    )
    return FileText(
        OFD, tuple(paragraphs(lines, Setting.of(lines))), "partial" if missing else "read", missing
    )


def _recognised(archive: zipfile.ZipFile, recognise: Recognise | None) -> Iterator[Line]:
    """The lines of the pictures, which scanners name in the order of the pages."""
    pictures = sorted(name for name in archive.namelist() if PICTURE.fullmatch(name))
    if not pictures:
        return
    if recognise is None:
        raise NeedsOcr(f"{len(pictures)} pictures of text")
    from PIL import Image  # here, as few runs meet a picture

    for page, name in enumerate(pictures[:MAX_PICTURES], start=1):
        with Image.open(io.BytesIO(archive.read(name))) as picture:
            yield from recognise(picture, page)


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a local name: writers use the namespace with and without a prefix."""
    yield from element.iter(f"{{*}}{name}")


def _pages(archive: zipfile.ZipFile) -> Iterator[str]:
    """The members that hold the pages' contents, in order."""
    for root in _named(xml_part(archive, ROOT), "DocRoot"):
        document = (root.text or "").strip().lstrip("/")
        folder = posixpath.dirname(document)
        for page in _named(xml_part(archive, document), "Page"):
            place = page.get("BaseLoc", "")
            yield place.lstrip("/") if place.startswith("/") else posixpath.normpath(f"{folder}/{place}")


def _lines(page: etree._Element, number: int) -> list[Line]:
    return in_rows(piece for text in _named(page, "TextObject") for piece in _pieces(text, number))


def _pieces(text: etree._Element, number: int) -> Iterator[Line]:
    left, top, _, _ = map(float, text.get("Boundary", "0 0 0 0").split())
    size = float(text.get("Size", "0"))
    for code in _named(text, "TextCode"):
        shown = fold(code.text or "").strip()
        if shown:
            start = left + float(code.get("X", "0"))
            level = -(top + float(code.get("Y", "0")))
            yield Line(
                shown, number, start, level, start + sum(_steps(code.get("DeltaX", ""))) + size, level + size
            )


def _steps(written: str) -> Iterator[float]:
    """The distances of the characters; `g 10 5.3` is ten times 5.3."""
    numbers = iter(written.split())
    for number in numbers:
        if number == "g":
            times, step = int(next(numbers)), float(next(numbers))
            yield times * step
        else:
            yield float(number)
