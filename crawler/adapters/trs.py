"""TRS WCM: static directories, items `./202405/t20240530_12345.html`, pages index.html, index_1.html, index_2.html.

Options: `rows` as in `rendered.py`; `first`, the number in the file name of the second page, where the pager does not
tell (1 with createPageHTML, 2 with the other pagers).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening, turned
from crawler.adapters.links import absolute, day_in
from crawler.adapters.rendered import check_rows
from crawler.adapters.row import read_date, squeeze
from crawler.adapters.rows import each_once, next_page, read_rows
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

OPTIONS = frozenset({"rows", "first"})

# createPageHTML(pages, current, "index", "html"), createPage(…), or with the number of records before the pages.
NAMING_PAGER = re.compile(
    r"""createPage(?:HTML)?\(\s*(?P<numbers>\d+(?:\s*,\s*\d+)*)\s*,\s*["'](?P<name>\w+)["']\s*,\s*["'](?P<ext>\w+)["']"""
)
# Pagers that tell how many pages there are; their second page is index_2: Henan's pageDec, Shanghai's pagination.
COUNTING_PAGER = re.compile(
    r"""<[^>]*\bpageDec\b[^>]*\bpagecount=["']?(\d+)|<[^>]*\bpagecount=["']?(\d+)[^>]*\bpageDec\b"""
    r"""|\.pagination\(\{[^}]*\btotalPage\s*:\s*(\d+)""",
    re.IGNORECASE,
)
# The National Data Administration counts the entries, and calls its pages index_pc_1 and so on.
COUNTED = re.compile(r"\btotalData\s*[:=]\s*[\"']?(\d+)")
# Yunnan hides the pager: percent-encoded, then base64.
HIDDEN_PAGER = re.compile(
    r"""<div[^>]*\bid=["']?pages["']?[^>]*>\s*([A-Za-z0-9+/=\s]{8,}?)\s*</div""", re.IGNORECASE
)

SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE)
# Wuhan writes its rows by script: url="./202602/t….shtml", title="…", document.writeln("2026-02-14 17:32").
WRITTEN = re.compile(
    r"""\b(?P<key>url|title)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)|document\.write(?:ln)?\(\s*["'](?P<text>[^"']*)"""
)


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page tells of its pages: how many there are, and how their files are called."""

    pages: int
    name: str
    ext: str
    first: int  # the number in the second page's name


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    requests = opening(column, OPTIONS)
    check_rows(column.options.get("rows"))
    if not isinstance(column.options.get("first", 1), int):
        raise OptionError("first", f"expected a whole number, found {column.options['first']!r}")
    return requests


def entries(response: ListResponse) -> ListPage:
    found = read_rows(response.text, response.url, response.request.options.get("rows"))
    found = found or each_once(_written_rows(response))
    following = _following(response, len(found)) if found else None
    return turned(response, found, ListRequest(following) if following else None)


def _written_rows(response: ListResponse) -> Iterator[Entry | None]:
    """The rows that scripts of the page write."""
    for script in SCRIPT.findall(response.text):
        row: dict[str, str] = {}
        for found in WRITTEN.finditer(script):
            key, value = found["key"] or "date", found["value"] or found["text"] or ""
            if key == "date" and not read_date(value):
                continue
            if key in row:
                yield _entry(row, response.url)
                row = {}
            row[key] = value
        yield _entry(row, response.url)


def _entry(row: dict[str, str], base: str) -> Entry | None:
    title, url = squeeze(row.get("title", "")), absolute(base, row.get("url", ""))
    return Entry(title, url, read_date(row.get("date", "")) or day_in(url)) if title and url else None


def _following(response: ListResponse, shown: int) -> str | None:
    text = _with_hidden_pager(response.text)
    page, pager = response.request.page, _pager(text, response)
    if not pager and (counted := COUNTED.search(text)):
        all_seen = response.request.before + shown >= int(counted[1])
        pager = Pager(page if all_seen else page + 1, "index_pc", "html", 1)
    if not pager:
        return next_page(text, response.url)
    if page >= pager.pages:
        return None
    number = page - 1 + response.request.options.get("first", pager.first)
    return absolute(response.url, f"./{pager.name}_{number}.{pager.ext}")


def _pager(text: str, response: ListResponse) -> Pager | None:
    if named := NAMING_PAGER.search(text):
        numbers = [int(number) for number in named["numbers"].split(",")]
        return Pager(numbers[-2] if len(numbers) > 1 else numbers[0], named["name"], named["ext"], 1)
    if counted := COUNTING_PAGER.search(text):
        name, _, ext = urlsplit(response.url).path.rpartition("/")[2].partition(".")
        if response.request.page > 1:
            name = re.sub(r"_\d+$", "", name)
        return Pager(int(next(filter(None, counted.groups()))), name or "index", ext or "html", 2)
    return None


def _with_hidden_pager(text: str) -> str:
    """The page with its hidden pager in plain text, if it has one."""
    hidden = HIDDEN_PAGER.search(text)
    if not hidden:
        return text
    try:
        pager = unquote(base64.b64decode(hidden[1], validate=False).decode("ascii"))
    except (binascii.Error, UnicodeDecodeError):
        return text
    return text[: hidden.start(1)] + pager + text[hidden.end(1) :]
