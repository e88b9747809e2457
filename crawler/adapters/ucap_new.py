"""UCAP of the new generation (Kaifeng, Jiangxi): `var articleList = […]` in the page, then POST /queryList.

Site and channel are the first two steps of the address `/<webSiteCode>/<channelCode>/pc/list.html`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening
from crawler.adapters.links import absolute
from crawler.adapters.rows import read_date
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

ARTICLES = re.compile(r"\bvar\s+articleList\s*=\s*(?=\[)")
LIST_PATH = re.compile(r"^/(?P<site>[^/]+)/(?P<channel>.+?)/(?:pc/)?list\.html$")
PAGE_SIZE = 15


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    requests = opening(column)
    if not LIST_PATH.match(urlsplit(column.url).path):
        raise OptionError("url", "expected an address /<site>/<channel>/pc/list.html")
    return requests


def entries(response: ListResponse) -> ListPage:
    rows = _rows(response.text)
    found = tuple(entry for row in rows if (entry := _entry(row, response.url)))
    if not found or (response.request.page > 1 and len(rows) < PAGE_SIZE):
        return ListPage(found)
    return ListPage(found, tuple(_next(response)))


def _rows(text: str) -> list[dict[str, Any]]:
    """The articles of the page, or of an answer of /queryList."""
    start = ARTICLES.search(text)
    try:
        if start:
            rows, _ = json.JSONDecoder().raw_decode(text, start.end())
            return [row for row in rows if isinstance(row, dict)]
        answer = json.loads(text)
    except json.JSONDecodeError:
        return []
    results = (answer.get("data") or {}).get("results") if isinstance(answer, dict) else None
    return [row.get("source") or row for row in results or ()]


def _entry(row: dict[str, Any], base: str) -> Entry | None:
    url = absolute(base, str(_unpacked(row.get("urls")).get("pc") or ""))
    title = (row.get("title") or row.get("showTitle") or "").strip()
    return Entry(title, url, read_date(row.get("pubDate") or "")) if url and title else None


def _unpacked(value: Any) -> dict[str, Any]:
    """`urls` comes as an object, or as a string that holds one."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            return {}
    return value if isinstance(value, dict) else {}


def _next(response: ListResponse) -> list[ListRequest]:
    referer = response.request.headers.get("Referer", response.url)
    place = LIST_PATH.match(urlsplit(referer).path)
    target = absolute(referer, "/queryList")
    if not place or not target:
        return []
    page = response.request.page + 1
    return [
        ListRequest(
            target,
            method="POST",
            form={
                "current": str(page),
                "pageSize": str(PAGE_SIZE),
                "webSiteCode": place["site"],
                "channelCode": place["channel"].rsplit("/", 1)[-1],
            },
            headers={"Referer": referer, "X-Requested-With": "XMLHttpRequest"},
            page=page,
        )
    ]
