"""开普 UCAP, classic: lists `common_list.shtml`, articles `/<site>/c100010/202405/<32 hex>.shtml`; or JSON.

The rows stand in the page, or in a comment from which a script draws them, or come from `/common/search/<channelId>`;
such an address with `_isJson=true` may be a column's own. Options: `rows` as in `rendered.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, opening, turned
from crawler.adapters.json_list import Service
from crawler.adapters.json_values import looks_like_json
from crawler.adapters.links import absolute
from crawler.adapters.rendered import check_rows
from crawler.adapters.rows import COMMENT, next_page, read_rows

if TYPE_CHECKING:
    from crawler.config import Column, Portal

SEARCH = Service(
    rows=("data.results",),
    title=("title",),
    url=("url",),
    date=("publishedTimeStr", "publishedTime"),
    page="page",
    total="data.total",
)
# createPageHTML('page_div', pages, current, 'common_list', 'shtml', records); counts from 1, unlike TRS
PAGER = re.compile(
    r"""createPageHTML\(\s*["']\w+["']\s*,\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*,\s*["'](?P<name>\w+)["']\s*,\s*["'](?P<ext>\w+)["']"""
)
CHANNEL = re.compile(r"""<meta\s+name=["']channelId["']\s+content=["']([0-9a-f]{32})["']""", re.IGNORECASE)


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    requests = opening(column, frozenset({"rows"}))
    check_rows(column.options.get("rows"))
    return requests


def entries(response: ListResponse) -> ListPage:
    if looks_like_json(response.text):
        return SEARCH.read(response)
    css = response.request.options.get("rows")
    found = read_rows(response.text, response.url, css) or read_rows(
        _uncommented(response.text), response.url, css
    )
    if not found and response.request.page == 1:
        return _from_search(response)
    following = _following(response)
    return turned(response, found, ListRequest(following) if following else None)


def _uncommented(text: str) -> str:
    """The page with the rows that stand in comments."""
    return COMMENT.sub(lambda comment: comment[1] if "<a " in comment[1] else "", text)


def _from_search(response: ListResponse) -> ListPage:
    """A page that leaves its rows to a script: the channel's number leads to the service that the script asks."""
    channel = CHANNEL.search(response.text)
    if not channel:
        return ListPage(())
    query = {"page": 1, "_pageSize": 15, "_isAgg": "true", "_isJson": "true", "_template": "index"}
    url = urljoin(response.url, f"/common/search/{channel[1]}?{urlencode(query)}")
    request = ListRequest(url, headers={"Referer": response.url})
    return ListPage((), (replace(request, options=response.request.options),))


def _following(response: ListResponse) -> str | None:
    pager = PAGER.search(response.text)
    if not pager:
        return next_page(response.text, response.url)
    number = int(pager["current"]) + 1
    if number > int(pager["pages"]):
        return None
    return absolute(response.url, f"./{pager['name']}_{number}.{pager['ext']}")
