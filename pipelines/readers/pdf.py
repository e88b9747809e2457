"""PDF: the lines of each page put together to paragraphs by how they are set, and tables where lines are ruled.

pypdfium2 reads the text. pdfplumber is much slower and only asked for pages on which something like a table is drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from pipelines.readers.characters import fold
from pipelines.readers.file_text import MAX_PAGES, Encrypted, FileText, NeedsOcr, Unreadable
from pipelines.readers.layout import blocks_of_pages
from pipelines.readers.ocr import MAX_PICTURES, POINTS, Recognise, Recognised
from pipelines.readers.pdf_tables import tables_of
from pipelines.readers.set_lines import Line, joined
from pipelines.readers.sniff import PDF

RULED = 4  # paths on a page from which a table is worth looking for
MAX_RULED = 100  # pages whose tables are analysed; further ones give their lines
TAIL = 2048  # bytes at the end among which a whole file has its end mark
BLANK = 5  # characters up to which a page with a picture is a scan
UNTOLD = 0.2  # share of characters that a page's fonts do not tell from which it is a picture, too
OTHER_FONT = re.compile("[“”‘’…—·]")  # which Chinese and Latin fonts share
WHOLE, WORD = re.compile(r"\S(?:.*\S)?", re.DOTALL), re.compile(r"\S+")
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
    pictures: list[int] = []  # numbers of pages whose text nothing in the file tells
    ruled: list[int] = []
    recognised: dict[int, Recognised] = {}
    for number in range(1, count + 1):
        page = document[number - 1]
        drawn = Counter(_object_types(page))
        found = joined(_lines(page, number))
        if not _is_picture(found, drawn):
            if drawn[raw.FPDF_PAGEOBJ_PATH] >= RULED:
                ruled.append(number)
        elif recognise and len(recognised) < MAX_PICTURES:
            recognised[number] = recognise(page.render(scale=1 / POINTS).to_pil(), number)
            found = recognised[number].lines
        else:
            pictures.append(number)
        lines.append(found)
        page.close()
    _check(lines, pictures, count)

    def pieces(number: int) -> list[Line]:
        if number in recognised:
            return recognised[number].pieces
        return list(_lines(document[number - 1], number, at_blanks=True))

    tables = tables_of(data, ruled[:MAX_RULED]) | {
        number: found.tables for number, found in recognised.items() if found.tables
    }
    blocks = tuple(blocks_of_pages(lines, tables, pieces))
    missing = _missing(pictures, count, len(document), broken=b"%%EOF" not in data[-TAIL:])
    return FileText(PDF, blocks, "partial" if missing else "read", missing)


def _is_picture(lines: list[Line], drawn: Counter[int]) -> bool:
    """Whether a page shows text that its file does not tell: a scan, or fonts that only draw."""
    text = "".join(line.text for line in lines)
    if len(text) <= BLANK:
        return drawn[raw.FPDF_PAGEOBJ_IMAGE] > 0
    return len(NO_CHARACTER.findall(text)) > UNTOLD * len(text)


def _lines(page: pypdfium2.PdfPage, number: int, *, at_blanks: bool = False) -> Iterator[Line]:
    """The lines of a page in the order of the file, or with `at_blanks` the pieces between their blanks."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    at = 0
    for printed in text_page.get_text_range(0, count).split("\r\n"):
        places: Sequence[int] = range(at, at + len(printed))
        at += len(printed) + 2
        if OTHER_FONT.search(printed):
            printed, places = _left_to_right(text_page, printed, places)
        for piece in (WORD if at_blanks else WHOLE).finditer(printed):
            first, last = (min(places[spot], count - 1) for spot in (piece.start(), piece.end() - 1))
            if text := fold(piece[0]):
                left, bottom, _, top = text_page.get_charbox(first, loose=True)
                _, lower, right, upper = text_page.get_charbox(
                    last, loose=True
                )  # 一 alone may be told as flat
                yield Line(text, number, left, min(bottom, lower), right, max(top, upper))
    text_page.close()


def _left_to_right(
    text_page: pypdfium2.PdfTextPage, printed: str, places: Sequence[int]
) -> tuple[str, list[int]]:
    """The characters of a line from left to right, and their places.

    Marks that a program took from another font are drawn after the rest of their line.
    """
    lefts: list[float] = []
    for place, sign in zip(places, printed, strict=True):
        shown = bool(sign.strip()) or not lefts  # a blank is nowhere, and stays with the sign before it
        lefts.append(text_page.get_charbox(place)[0] if shown else lefts[-1])
    order = sorted(range(len(printed)), key=lambda at: lefts[at])
    return "".join(printed[at] for at in order), [places[at] for at in order]


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
