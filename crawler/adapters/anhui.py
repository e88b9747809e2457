"""Anhui's 集约化 platform, also seen in Hubei, Sichuan, Qinghai, Gansu: `/public/column/<organ>?type=4&catId=…&action=list`.

The column page, then its further pages, or all of them where the page leaves its rows to a script, from
`/site/label/8888` as HTML. Options: `site`, the site's number; with it the label is asked at once, without it the column
page, which names it. `rows` as in `rendered.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, opening, turned
from crawler.adapters.rendered import Rendered, check_rows, with_parameter

if TYPE_CHECKING:
    from crawler.config import Column, Portal

HTML = Rendered(rows=("ul.xxgk_nav_list li", "div.xxgk_navli"))
ORGAN = re.compile(r"/public/column/(\d+)")
SITE = re.compile(r"""\bsiteId["']?\s*[:=]\s*["']?(\d+)""", re.IGNORECASE)
PAGES = re.compile(r"""\bpageCount["']?\s*[:=]\s*["']?(\d+)""")
LABEL = "/site/label/8888"
ASKED = {
    "IsAjax": 1,
    "dataType": "html",
    "labelName": "publicInfoList",
    "action": "list",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "length": 100,  # characters of a title
    "type": 4,
    "result": "",
    "file": "/xxgk/publicInfoList_newest2020",
    "fuzzySearch": "",
    "fromCode": "title",
    "sortType": "",
}
ROWS_A_PAGE = 20


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    (request,) = opening(column, frozenset({"site", "rows"}))
    check_rows(column.options.get("rows"))
    site = column.options.get("site")
    label = _label(column.url, str(site)) if site else None
    return [replace(label, options=column.options) if label else request]


def entries(response: ListResponse) -> ListPage:
    asked = response.request
    if LABEL not in asked.url:
        return _column_page(response)
    found = HTML.entries(response).entries
    following = with_parameter(asked.url, "pageIndex", asked.page + 1)
    return turned(response, found, replace(asked, url=following) if _goes_on(response) else None)


def _column_page(response: ListResponse) -> ListPage:
    page, site = HTML.entries(response), SITE.search(response.text)
    shown = len(page.entries)
    label = _label(response.url, site[1], shown) if site else None
    if label is None:
        return page
    if not page.entries:
        return ListPage((), (replace(label, options=response.request.options),))
    return turned(response, page.entries, label if _goes_on(response) else None)


def _goes_on(response: ListResponse) -> bool:
    pages = PAGES.search(response.text)
    return pages is None or response.request.page < int(pages[1])


def _label(column: str, site: str, shown: int = 0) -> ListRequest | None:
    """The request for the rows after the `shown` ones of the column at that address; None where it names no organ."""
    organ = ORGAN.search(column)
    if not organ:
        return None
    query = {name: values[0] for name, values in parse_qs(urlsplit(column).query).items()}
    category = query.get("catId", "")
    asked = {
        **ASKED,
        "siteId": site,
        "organId": organ[1],
        "catId": category,
        "cId": category,
        "pageSize": shown or ROWS_A_PAGE,
        "pageIndex": 2 if shown else 1,
    }
    return ListRequest(urljoin(column, f"{LABEL}?{urlencode(asked)}"), headers={"Referer": column})
