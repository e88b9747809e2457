"""Bytes to text without guessing in silence: pages lie about their charset, and what does not decode is told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", re.IGNORECASE)
HEAD_BYTES = 4096
# Every one-byte charset decodes anything, so a page that names one has said nothing.
SAYS_NOTHING = ("iso-8859-", "iso8859", "latin", "windows-125", "cp125", "us-ascii", "ascii")
FALLBACKS = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text`, the `charset` it was read with, and whether characters were lost on the way (`garbled`)."""

    text: str
    charset: str
    garbled: bool


def decode(data: bytes, header_charset: str | None = None) -> Decoded:
    """The text of `data`.

    A byte order mark decides. Otherwise valid UTF-8 is UTF-8, since no Chinese text in another charset is valid
    UTF-8 by accident, while UTF-8 read as GBK often passes. Then the charset of the HTTP header (`header_charset`),
    of the page's own declaration, and gb18030 are tried strictly; any gb* label means gb18030. Where none fits, the
    text with the fewest replacement characters is returned, marked `garbled`.
    """
    for mark, charset in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], charset)
    candidates = _candidates(data, header_charset)
    for charset in candidates:
        text = _strictly(data, charset)
        if text is not None:
            return Decoded(text, charset, garbled=False)
    return min((_decoded(data, charset) for charset in candidates), key=lambda found: found.text.count("�"))


def _candidates(data: bytes, header_charset: str | None) -> list[str]:
    declared = [header_charset]
    for pattern in (META_CHARSET, XML_CHARSET):
        found = pattern.search(data[:HEAD_BYTES])
        declared.append(found[1].decode("ascii") if found else None)
    known = [charset for label in declared if (charset := _codec(label))]
    return list(dict.fromkeys(["utf-8", *known, *FALLBACKS]))


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower()
    if not name or name.startswith(SAYS_NOTHING):
        return None
    if name.startswith("gb") or name in ("x-gbk", "cp936", "hz-gb-2312"):
        return "gb18030"
    if name.startswith("big5"):
        return "big5hkscs"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _strictly(data: bytes, charset: str) -> str | None:
    # An incremental decoder keeps back a character that the end of the file cuts in two.
    try:
        return codecs.getincrementaldecoder(charset)("strict").decode(data)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, charset: str) -> Decoded:
    strict = _strictly(data, charset)
    if strict is not None:
        return Decoded(strict, charset, garbled=False)
    return Decoded(data.decode(charset, "replace"), charset, garbled=True)
