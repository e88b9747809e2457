"""The platform of Zhangjiakou and Xingtai: `.thtml` lists, and a search that answers in JSON.

A column's address is either a list page (`/xxgk/list/lm_zc.thtml?pid=74`) or the search
(`/tseach/searchKeywords?keyword=…&size=20&p=1&…`), whose further pages are asked for by `p`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.adapters import generic
from crawler.adapters.contract import ListPage, ListRequest, ListResponse
from crawler.adapters.links import absolute
from crawler.adapters.rows import read_date
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

TAG = re.compile(r"<[^>]+>")


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:
    return generic.list_requests(column, portal)


def entries(response: ListResponse) -> ListPage:
    if response.text.lstrip()[:1] != "{":
        return generic.entries(response)
    infos = _infos(response.text)
    found = tuple(entry for row in infos.get("content") or () if (entry := _entry(row, response.url)))
    page = response.request.page
    if not found or page >= int(infos.get("totalPages") or 1):
        return ListPage(found)
    return ListPage(found, (ListRequest(_page_url(response.url, page + 1), page=page + 1),))


def _infos(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except json.JSONDecodeError:
        return {}
    infos = (answer.get("data") or {}).get("infos")
    return infos if isinstance(infos, dict) else {}


def _entry(row: dict[str, Any], base: str) -> Entry | None:
    url = absolute(base, row.get("content_pageUrl") or "")
    title = TAG.sub("", row.get("content_title") or "").strip()
    return Entry(title, url, read_date(row.get("content_addTime") or "")) if url and title else None


def _page_url(url: str, page: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"p": str(page)}
    return parts._replace(query=urlencode(query)).geturl()
