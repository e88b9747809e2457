"""Pictures of text to printed lines, by the extra `ocr`: RapidOCR, whose models lie inside its wheel.

Pages are looked at upright and a little askew, as scanners give them; the angle is measured from the lines that were
found, and taken out of their places, so that they can be put together like the lines of a PDF.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import math
import re
from collections.abc import Callable
from functools import cache
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, Any

from pipelines.readers.file_text import FileText, NeedsOcr, TooLarge, Unreadable
from pipelines.readers.set_lines import Line, Setting, in_rows, paragraphs

if TYPE_CHECKING:
    from PIL.Image import Image

Recognise = Callable[["Image", int], list[Line]]  # the lines of a picture, and the number of its page

DPI = 150  # at which pages are drawn: more costs more, and reads no better
POINTS = 72 / DPI
LONGEST = 2600  # pixels of a side; larger pictures are made smaller
MAX_PICTURES = 100  # of one file

HOW = "`pip install 'planwatch[ocr]'`, then `planwatch read --ocr` and the next run read them"
HAN = re.compile("[\u3400-\u9fff]")
ASCII = "".join(
    map(chr, range(0x30, 0x7B))
)  # digits and letters, which the engine sometimes takes for full ones
LOOKALIKES = str.maketrans(
    {"(": "（", ")": "）"} | {chr(ord(sign) + 0xFEE0): sign for sign in ASCII if sign.isalnum()}
)
BESIDE_HAN = re.compile("(?<=[\u3400-\u9fff）》”])[,;:!?]|[,;:!?](?=[\u3400-\u9fff])")
LONE_DASH = re.compile("^[—–-](?=[\u3400-\u9fff])")  # of the two that open a line, one is often seen
FULL = str.maketrans(",;:!?", "，；：！？")


def available() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def recognise(picture: Image, page: int) -> list[Line]:
    """The lines of a picture from top to bottom, in points as if it were drawn at `DPI`."""
    shrink = min(1.0, LONGEST / max(picture.size))
    if shrink < 1:
        picture = picture.resize((round(picture.width * shrink), round(picture.height * shrink)))
    import numpy as np  # loaded by the engine anyway

    found = _engine()(np.asarray(picture.convert("RGB"))[:, :, ::-1])
    if found.boxes is None:
        return []
    angle = median(_angle(box) for box in sorted(found.boxes, key=_width)[-9:])
    lines = (_line(box, text, page, angle) for box, text in zip(found.boxes, found.txts, strict=True))
    return in_rows(line for line in lines if line.text)


def read_picture(data: bytes, recognise: Recognise | None, media_type: str) -> FileText:
    """The text of a picture, or of the pages of a TIFF. Raises `NeedsOcr`, `TooLarge` or `Unreadable`."""
    if recognise is None:
        raise NeedsOcr("a picture of text")
    from PIL import Image, ImageSequence  # here, as few runs meet a picture

    try:
        with Image.open(io.BytesIO(data)) as picture:
            pages = islice(ImageSequence.Iterator(picture), MAX_PICTURES)
            lines = [line for at, page in enumerate(pages, start=1) for line in recognise(page, at)]
    except Image.DecompressionBombError as error:
        raise TooLarge("a picture of more pixels than any page") from error
    if not lines:
        raise Unreadable("no text was recognised in the picture")
    return FileText(media_type, tuple(paragraphs(lines, Setting.of(lines))))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # takes seconds and 300 MB: only where a picture is to be read

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error"})


def _angle(box: Any) -> float:
    (left, top), (right, other), *_ = box
    return math.atan2(other - top, right - left)


def _width(box: Any) -> float:
    return float(box[1][0] - box[0][0])


def _line(box: Any, text: str, page: int, angle: float) -> Line:
    """A found line at its place on the page put straight."""
    sine, cosine = math.sin(-angle), math.cos(-angle)
    turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in box]
    across, down = ([POINTS * float(place) for place in places] for places in zip(*turned, strict=True))
    return Line(_as_printed(text), page, min(across), -max(down), max(across), -min(down))


def _as_printed(text: str) -> str:
    """Chinese text with the full marks that it is printed with; to the engine half and full ones look alike."""
    if HAN.search(text):
        text = LONE_DASH.sub("——", text.translate(LOOKALIKES))
    return BESIDE_HAN.sub(lambda found: found[0].translate(FULL), text).strip()
