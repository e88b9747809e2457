"""The fonts that a PDF names and does not hold: whoever only reads its text needs none of them."""

from __future__ import annotations

import ctypes
from functools import cache

from pypdfium2 import raw

QUESTIONS = ("EnumFonts", "MapFont", "GetFont", "GetFontData", "GetFaceName", "GetFontCharset", "DeleteFont")
_no_fonts = raw.FPDF_SYSFONTINFO(version=1)  # lives as long as the process: pdfium goes on asking it


@cache
def look_for_no_fonts() -> None:
    """Have pdfium find no font on this system from now on. Looking for a Chinese one takes it some 40 ms a page, and
    widths stand in the file; but a page that is drawn afterwards lacks what its file does not hold."""
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    for question in QUESTIONS:
        setattr(_no_fonts, question, kinds[question](lambda *_: 0))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(_no_fonts))
