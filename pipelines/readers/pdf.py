"""PDF: the lines of each page put together to paragraphs by how they are set, and tables where lines are ruled.

pypdfium2 reads the text. pdfplumber is much slower and only asked for pages on which something like a table is drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import pypdfium2
from pypdfium2 import raw

from pipelines.readers.characters import fold
from pipelines.readers.file_text import MAX_PAGES, Encrypted, FileText, NeedsOcr, Unreadable
from pipelines.readers.ocr import MAX_PICTURES, POINTS, Recognise
from pipelines.readers.pdf_tables import PageTable, continued, tables_of
from pipelines.readers.set_lines import Line, Setting, joined, paragraphs
from pipelines.readers.sniff import PDF
from storage.models import Block

RULED = 4  # paths on a page from which a table is worth looking for
MAX_RULED = 100  # pages whose tables are analysed; further ones give their lines
TAIL = 2048  # bytes at the end among which a whole file has its end mark
BLANK = 5  # characters up to which a page with a picture is a scan
UNTOLD = 0.2  # share of characters that a page's fonts do not tell from which it is a picture, too
BARE_NUMBER = re.compile(r"[-－—–─·•\s]*\d{1,4}[-－—–─·•\s]*|第\s*\d+\s*页.{0,12}")
OTHER_FONT = re.compile("[“”‘’…—·]")  # which Chinese and Latin fonts share
SENTENCE_ENDS = "。；：，、"
NO_CHARACTER = re.compile("[\ue000-\uf8ff\ufffd]")


def read_pdf(data: bytes, recognise: Recognise | None) -> FileText:
    """The text of a PDF, of pages that are pictures too where `recognise` reads them.

    Raises `Encrypted`, `NeedsOcr` or `Unreadable`.
    """
    document = _opened(data)
    try:
        return _read(document, data, recognise)
    finally:
        document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Encrypted("the PDF asks for a password") from error
        raise Unreadable("the PDF is damaged") from error


def _read(document: pypdfium2.PdfDocument, data: bytes, recognise: Recognise | None) -> FileText:
    count = min(len(document), MAX_PAGES)
    lines: list[list[Line]] = []
    pictures: list[int] = []  # pages whose text nothing in the file tells
    ruled: list[int] = []
    recognised = 0
    for number in range(count):
        page = document[number]
        drawn = Counter(_object_types(page))
        found = joined(_lines(page, number + 1))
        if not _is_picture(found, drawn):
            if drawn[raw.FPDF_PAGEOBJ_PATH] >= RULED:
                ruled.append(number)
        elif recognise and recognised < MAX_PICTURES:
            found = recognise(page.render(scale=1 / POINTS).to_pil(), number + 1)
            recognised += 1
        else:
            pictures.append(number + 1)
        lines.append(found)
        page.close()
    _check(lines, pictures, count)
    tables = tables_of(data, ruled[:MAX_RULED])
    blocks = tuple(_blocks(_without_furniture(lines), tables))
    missing = _missing(pictures, count, len(document), broken=b"%%EOF" not in data[-TAIL:])
    return FileText(PDF, blocks, "partial" if missing else "read", missing)


def _is_picture(lines: list[Line], drawn: Counter[int]) -> bool:
    """Whether a page shows text that its file does not tell: a scan, or fonts that only draw."""
    text = "".join(line.text for line in lines)
    if len(text) <= BLANK:
        return drawn[raw.FPDF_PAGEOBJ_IMAGE] > 0
    return len(NO_CHARACTER.findall(text)) > UNTOLD * len(text)


def _lines(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    """The lines of a page in the order of the file."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    at = 0
    for printed in text_page.get_text_range(0, count).split("\r\n"):
        places = [at + place for place, sign in enumerate(printed) if sign.strip()]
        if OTHER_FONT.search(printed):
            printed, places = _left_to_right(text_page, printed, at)
        text = fold(printed).strip()
        if text:
            left, bottom, _, top = text_page.get_charbox(min(places[0], count - 1), loose=True)
            right = text_page.get_charbox(min(places[-1], count - 1), loose=True)[2]
            yield Line(text, number, left, bottom, right, top)
        at += len(printed) + 2
    text_page.close()


def _left_to_right(text_page: pypdfium2.PdfTextPage, printed: str, at: int) -> tuple[str, list[int]]:
    """The characters of a line from left to right, and the places of those that are shown.

    Marks that a program took from another font are drawn after the rest of their line.
    """
    lefts: list[float] = []
    for place, sign in enumerate(printed):
        shown = bool(sign.strip()) or not lefts  # a blank is nowhere, and stays with the sign before it
        lefts.append(text_page.get_charbox(at + place)[0] if shown else lefts[-1])
    order = sorted(range(len(printed)), key=lambda place: lefts[place])
    return "".join(printed[place] for place in order), [
        at + place for place in order if printed[place].strip()
    ]


def _object_types(page: pypdfium2.PdfPage) -> Iterator[int]:
    for at in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, at))


def _check(lines: list[list[Line]], pictures: list[int], count: int) -> None:
    if len(pictures) == count:
        raise NeedsOcr(f"all {count} pages are pictures of text")
    if not any(lines):
        raise Unreadable("the PDF has no text")


def _missing(pictures: list[int], read: int, pages: int, *, broken: bool) -> str | None:
    reasons = ["the file breaks off"] if broken else []
    if pictures:
        reasons.append(f"needs-ocr (pages that are pictures of text: {', '.join(map(str, pictures))})")
    if pages > read:
        reasons.append(f"only the first {read} of {pages} pages were read")
    return "; ".join(reasons) or None


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without their numbers and running heads: what stands first or last on most of them."""
    edges = Counter(
        _edge_key(line)
        for page in pages
        for line in {*page[:1], *page[-1:]}
        if line.text[-1] not in SENTENCE_ENDS
    )
    running = {key for key, times in edges.items() if times >= max(3, 0.5 * len(pages))}
    return [_trimmed(page, running) for page in pages]


def _edge_key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _trimmed(page: list[Line], running: set[str]) -> list[Line]:
    def furniture(line: Line) -> bool:
        return BARE_NUMBER.fullmatch(line.text) is not None or _edge_key(line) in running

    while page and furniture(page[0]):
        page = page[1:]
    while page and furniture(page[-1]):
        page = page[:-1]
    return page


def _blocks(pages: list[list[Line]], tables: dict[int, list[PageTable]]) -> Iterator[Block]:
    setting = Setting.of([line for page in pages for line in page])
    pieces: list[Line | PageTable] = []
    for number, page in enumerate(pages, start=1):
        pieces.extend(_in_order(page, tables.get(number, [])))
    for is_table, group in groupby(pieces, key=lambda piece: isinstance(piece, PageTable)):
        if is_table:
            yield from continued(piece for piece in group if isinstance(piece, PageTable))
        else:
            yield from paragraphs([piece for piece in group if isinstance(piece, Line)], setting)


def _in_order(page: list[Line], tables: list[PageTable]) -> Iterator[Line | PageTable]:
    """The lines outside tables, and each table where its first line stood."""
    waiting = list(tables)
    for line in page:
        around = next((found for found in tables if found.holds(line)), None)
        if around is None:
            yield line
        elif around in waiting:
            waiting.remove(around)
            yield around
