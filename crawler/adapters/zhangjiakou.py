"""The platform of Zhangjiakou and Xingtai: `.thtml` lists, and a search that answers in JSON.

A column's address is either a list page (`/xxgk/list/lm_zc.thtml?pid=74`) or the search
(`/tseach/searchKeywords?keyword=…&size=20&p=1&…`), whose further pages are asked for by `p`. Options: `rendered.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.adapters.contract import ListPage, ListRequest, ListResponse
from crawler.adapters.json_list import Service
from crawler.adapters.json_values import looks_like_json
from crawler.adapters.rendered import Rendered

if TYPE_CHECKING:
    from crawler.config import Column, Portal

HTML = Rendered()
SEARCH = Service(
    rows=("data.infos.content",),
    title=("content_title",),
    url=("content_pageUrl",),
    date=("content_addTime",),
    page="p",
    pages="data.infos.totalPages",
)


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:
    return HTML.list_requests(column, portal)


def entries(response: ListResponse) -> ListPage:
    return SEARCH.read(response) if looks_like_json(response.text) else HTML.entries(response)
