"""UCAP of the new generation (Kaifeng, Jiangxi): `var articleList = […]` in the page, then POST /queryList.

Site and channel are the first and the last step of the address: `/<webSiteCode>/<channelCode>/pc/list.html`, or what
Jiangxi kept of its Hanweb addresses, `/<webSiteCode>/col/<channelCode>/index.html`; there all rows come from /queryList.
Options: `shell: true` for a column whose page holds no rows: /queryList is asked at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening, turned
from crawler.adapters.json_values import day, load, plain, rows_at
from crawler.adapters.links import absolute
from crawler.adapters.rows import each_once
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

SHELL = re.compile(r"loadPageData\(|queryList|x-handlebars-template")
ARTICLES = re.compile(r"\bvar\s+articleList\s*=\s*(?=\[)")
LIST_PATH = re.compile(r"^/(?P<site>[^/]+)/(?P<channel>.+?)/(?:(?:pc/)?list|index)\.html$")
PAGE_SIZE = 15


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    requests = opening(column, frozenset({"shell"}))
    if not isinstance(column.options.get("shell", False), bool):
        raise OptionError("shell", f"expected true or false, found {column.options['shell']!r}")
    asked = _asked(column.url, page=1, size=PAGE_SIZE)
    if asked is None:
        raise OptionError("url", "expected an address /<site>/<channel>/pc/list.html")
    return [asked] if column.options.get("shell") else requests


def entries(response: ListResponse) -> ListPage:
    rows = _rows(response.text)
    found = each_once(_entry(row, response.url) for row in rows)
    if rows:
        return turned(response, found, _following(response, len(rows)))
    first = _asked(response.url, page=1, size=PAGE_SIZE) if SHELL.search(response.text) else None
    return ListPage((), (first,) if first else ())


def _rows(text: str) -> list[Mapping[str, Any]]:
    """The articles of the page, or of an answer of /queryList."""
    start = ARTICLES.search(text)
    if start:
        try:
            rows, _ = json.JSONDecoder().raw_decode(text, start.end())
        except json.JSONDecodeError:
            return []
        return rows_at(rows, "")
    answer = load(text)
    return rows_at(answer, "data.results.*.source") or rows_at(answer, "data.results")


def _entry(row: Mapping[str, Any], base: str) -> Entry | None:
    url = absolute(base, str(_unpacked(row.get("urls")).get("pc") or ""))
    title = plain(row.get("title")) or plain(row.get("showTitle"))
    return Entry(title, url, day(row.get("pubDate"))) if url and title else None


def _unpacked(value: Any) -> dict[str, Any]:
    """`urls` comes as an object, or as a string that holds one."""
    if isinstance(value, str):
        value = load(value)
    return value if isinstance(value, dict) else {}


def _following(response: ListResponse, shown: int) -> ListRequest | None:
    """The next rows, as many as the page showed. Portals may give fewer than are asked for; one that gives fewer than
    on the pages before has come to its end."""
    asked = response.request
    usual = asked.before // (asked.page - 1) if asked.page > 1 else 0
    referer = asked.headers.get("Referer", response.url)
    size = int(asked.form.get("pageSize", shown))
    return _asked(referer, page=asked.page + 1, size=size) if shown >= usual else None


def _asked(referer: str, *, page: int, size: int) -> ListRequest | None:
    """A page of the column at the address `referer`; None where it names no site and channel."""
    place = LIST_PATH.match(urlsplit(referer).path)
    if not place:
        return None
    form = {
        "current": str(page),
        "pageSize": str(size),
        "webSiteCode": place["site"],
        "channelCode": place["channel"].rsplit("/", 1)[-1],
    }
    headers = {"Referer": referer, "X-Requested-With": "XMLHttpRequest"}
    return ListRequest(urljoin(referer, "/queryList"), method="POST", form=form, headers=headers)
