"""OFD (GB/T 33190): the national page format, a zip of XML with every line of text at its place.

As in a PDF nothing says what a paragraph or a cell is, so lines are put together by how they are set, and cells found
by the lines that are ruled, or by columns. Places are in millimetres from the upper left corner of the page; they are
turned into points from the lower left one.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from pipelines.readers.characters import fold
from pipelines.readers.file_text import MAX_BYTES, MAX_PAGES, FileText, NeedsOcr, TooLarge, Unreadable
from pipelines.readers.layout import blocks_of_pages
from pipelines.readers.ocr import MAX_PICTURES, Recognise, Recognised, blocks_of_pictures
from pipelines.readers.ruled import Rules, ruled_tables
from pipelines.readers.set_lines import Line, in_rows
from pipelines.readers.sniff import OFD
from pipelines.readers.xml_part import xml_part

ROOT = "OFD.xml"
POINTS = 72 / 25.4  # a millimetre
STEP = re.compile(r"([ML])\s+(-?[\d.]+)\s+(-?[\d.]+)")  # to a place with the pen up, or drawing
PICTURE = re.compile(r".*/Res/.*\.(?:png|jpe?g|bmp|tiff?)", re.IGNORECASE)


def read_ofd(data: bytes, recognise: Recognise | None) -> FileText:
    """The text of an OFD file, of its pictures where it has nothing else.

    Raises `NeedsOcr`, `TooLarge` or `Unreadable`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
            raise TooLarge(f"the file unpacks to more than {MAX_BYTES // 2**20} MB")
        places = list(_pages(archive))
        pages = [xml_part(archive, place) for place in places[:MAX_PAGES]]
        pieces = [sorted(_pieces(*page), key=Line.place) for page in enumerate(pages, start=1)]
        if not any(pieces):
            return FileText(OFD, tuple(blocks_of_pictures(_recognised(archive, recognise))))
    ruled = {
        number: found
        for number, (page, printed) in enumerate(zip(pages, pieces, strict=True), start=1)
        if (found := ruled_tables(Rules.of(_strokes(page)), printed, number))
    }
    blocks = tuple(blocks_of_pages(list(map(in_rows, pieces)), ruled, lambda number: pieces[number - 1]))
    if len(places) > MAX_PAGES:
        return FileText(
            OFD, blocks, "partial", f"only the first {MAX_PAGES} of {len(places)} pages were read"
        )
    return FileText(OFD, blocks)


def _recognised(archive: zipfile.ZipFile, recognise: Recognise | None) -> Iterator[Recognised]:
    """The pictures, which scanners name in the order of the pages."""
    pictures = sorted(name for name in archive.namelist() if PICTURE.fullmatch(name))
    if not pictures:
        raise Unreadable("the file has no text")
    if recognise is None:
        raise NeedsOcr(f"{len(pictures)} pictures of text")
    from PIL import Image  # here, as few runs meet a picture

    for page, name in enumerate(pictures[:MAX_PICTURES], start=1):
        with Image.open(io.BytesIO(archive.read(name))) as picture:
            yield recognise(picture, page)


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


def _pieces(number: int, page: etree._Element) -> Iterator[Line]:
    """The pieces of text, each at its place."""
    for text in _named(page, "TextObject"):
        placed = _placed(text)
        size = float(text.get("Size", "0"))
        for code in _named(text, "TextCode"):
            shown = fold(code.text or "")
            if not shown.strip():
                continue
            start, level = float(code.get("X", "0")), float(code.get("Y", "0"))
            steps = sum(_steps(code.get("DeltaX", f"g {len(shown) - 1} {size}")))
            left, bottom = placed(start, level)
            right, top = placed(start + steps + size, level - size)
            yield Line(shown.strip(), number, left, bottom, right, top)


def _strokes(page: etree._Element) -> Iterator[tuple[float, float, float, float]]:
    """The straight strokes of the paths, each from x, y to x, y."""
    for path in _named(page, "PathObject"):
        placed = _placed(path)
        spot = None
        for data in _named(path, "AbbreviatedData"):
            for command, x, y in STEP.findall(data.text or ""):
                to = placed(float(x), float(y))
                if command == "L" and spot:
                    yield (*spot, *to)
                spot = to


def _placed(element: etree._Element) -> Callable[[float, float], tuple[float, float]]:
    """What turns places inside an object into places on the page: its matrix, then its box."""
    left, top = map(float, element.get("Boundary", "0 0 0 0").split()[:2])
    a, b, c, d, e, f = map(float, element.get("CTM", "1 0 0 1 0 0").split())
    return lambda x, y: (POINTS * (left + a * x + c * y + e), -POINTS * (top + b * x + d * y + f))


def _steps(written: str) -> Iterator[float]:
    """The distances of the characters; `g 10 5.3` is ten times 5.3."""
    numbers = iter(written.split())
    for number in numbers:
        if number == "g":
            times, step = int(next(numbers)), float(next(numbers))
            yield times * step
        else:
            yield float(number)
