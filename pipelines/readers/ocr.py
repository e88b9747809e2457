"""Pictures of text to printed lines, by the extra `ocr`: RapidOCR, whose models lie inside its wheel.

Scanners give pages a little askew. The angle is measured and taken out of the places of what was recognised, so that
it can be put together like the lines of a PDF.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipelines.readers.file_text import FileText, NeedsOcr, TooLarge, Unreadable
from pipelines.readers.layout import blocks_of_pages
from pipelines.readers.page_table import PageTable
from pipelines.readers.ruled import ruled_tables
from pipelines.readers.scanned_rules import rules_of, turned_by
from pipelines.readers.set_lines import Line, in_rows
from storage.models import Block

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that was a picture: the pieces of its lines from top to bottom, and its ruled tables."""

    pieces: list[Line]
    tables: list[PageTable]

    @property
    def lines(self) -> list[Line]:
        """The pieces of each line put together."""
        return in_rows(self.pieces)


Recognise = Callable[["Image", int], Recognised]  # what a picture shows, by its page's number

DPI = 150  # at which pages are drawn: more costs more, and reads no better
POINTS = 72 / DPI
LONGEST = 2600  # pixels of a side; larger pictures are made smaller
MAX_PICTURES = 100  # of one file

# Lines are found on a picture made smaller and recognised on the whole one, each by itself: beside a long line a short
# one costs as much. A second thread gains little on the wall and costs half as much again.
ENGINE = {
    "Global.use_cls": False,
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Det.limit_side_len": 1120,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
}
HOW = "`pip install 'planwatch[ocr]'`, then `planwatch read --ocr` and the next run read them"
HAN = re.compile("[\u3400-\u9fff]")
ASCII = "".join(
    map(chr, range(0x30, 0x7B))
)  # digits and letters, which the engine sometimes takes for full ones
LOOKALIKES = str.maketrans({chr(ord(sign) + 0xFEE0): sign for sign in ASCII if sign.isalnum()})
HALF_MARKS, FULL_MARKS = ",;:!?", "，；：！？"
TO_FULL, TO_HALF = str.maketrans(HALF_MARKS, FULL_MARKS), str.maketrans(FULL_MARKS, HALF_MARKS)
HALF_QUOTES = str.maketrans("“”", '""')
FULL_BRACKETS, HALF_BRACKETS = str.maketrans("()", "（）"), str.maketrans("（）", "()")
HALF_COMMA, FULL_COMMA = re.compile("(?<=[\u3400-\u9fff]),"), re.compile("(?<=[\u3400-\u9fff])，")
BESIDE_HAN = re.compile("(?<=[\u3400-\u9fff（）()》”])[,;:!?，；：！？]|[,;:!?，；：！？](?=[\u3400-\u9fff])")
LONE_DASH = re.compile(
    "^[—–-]一?(?=[\u3400-\u9fff])"
)  # of the two that open a line, one is seen, or one as 一


def available() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def recognise(picture: Image, page: int) -> Recognised:
    """What a picture shows, in points as if it were drawn at `DPI`."""
    shrink = min(1.0, LONGEST / max(picture.size))
    if shrink < 1:
        picture = picture.resize((round(picture.width * shrink), round(picture.height * shrink)))
    import numpy as np  # loaded by the engine anyway

    pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
    found = _engine()(pixels)
    if found.boxes is None:
        return Recognised([], [])
    angle = turned_by(pixels)
    pieces = pieces_of(found.boxes, found.txts, page, angle)
    return Recognised(pieces, ruled_tables(rules_of(pixels, angle, POINTS), pieces, page))


def pieces_of(boxes: Any, texts: Sequence[str], page: int, angle: float) -> list[Line]:
    """The pieces of text of a page put straight, from top to bottom."""
    width = _width_of_marks(texts)
    pieces = (_piece(box, width(text), page, angle) for box, text in zip(boxes, texts, strict=True))
    return sorted((piece for piece in pieces if piece.text), key=Line.place)


def blocks_of_pictures(pages: Iterable[Recognised]) -> Iterator[Block]:
    """The paragraphs and tables of pages that are all pictures."""
    found = list(pages)
    tables = {number: page.tables for number, page in enumerate(found, start=1) if page.tables}
    return blocks_of_pages([page.lines for page in found], tables, lambda number: found[number - 1].pieces)


def read_picture(data: bytes, recognise: Recognise | None, media_type: str) -> FileText:
    """The text of a picture, or of the pages of a TIFF. Raises `NeedsOcr`, `TooLarge` or `Unreadable`."""
    if recognise is None:
        raise NeedsOcr("a picture of text")
    from PIL import Image, ImageSequence  # here, as few runs meet a picture

    try:
        with Image.open(io.BytesIO(data)) as picture:
            shown = islice(ImageSequence.Iterator(picture), MAX_PICTURES)
            pages = [recognise(page, number) for number, page in enumerate(shown, start=1)]
    except Image.DecompressionBombError as error:
        raise TooLarge("a picture of more pixels than any page") from error
    if not any(page.pieces for page in pages):
        raise Unreadable("no text was recognised in the picture")
    return FileText(media_type, tuple(blocks_of_pictures(pages)))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # takes seconds and 300 MB: only where a picture is to be read

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params=ENGINE)


def _piece(box: Any, text: str, page: int, angle: float) -> Line:
    """A found piece at its place on the page put straight."""
    sine, cosine = math.sin(-angle), math.cos(-angle)
    turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in box]
    across, down = ([POINTS * float(place) for place in places] for places in zip(*turned, strict=True))
    return Line(text, page, min(across), -max(down), max(across), -min(down))


def _width_of_marks(texts: Sequence[str]) -> Callable[[str], str]:
    """What sets the marks of a page's Chinese texts in one width, that of most of its commas, and of its quotes: pages
    are printed with full marks, or with half ones throughout, and the engine takes some for the others."""
    together = "\n".join(texts)
    half = len(HALF_COMMA.findall(together)) > len(FULL_COMMA.findall(together))
    marks, brackets = (TO_HALF, HALF_BRACKETS) if half else (TO_FULL, FULL_BRACKETS)
    quotes = HALF_QUOTES if together.count('"') > together.count("“") + together.count("”") else {}

    def as_printed(text: str) -> str:
        if not HAN.search(text):
            return text.strip()
        text = text.translate(LOOKALIKES).translate(brackets).translate(quotes)
        return BESIDE_HAN.sub(lambda found: found[0].translate(marks), LONE_DASH.sub("——", text)).strip()

    return as_printed
