"""Hanweb JPaaS: a column page holds no rows, but names the unit that builds them; the rows come as HTML inside JSON.

Options: `unit`, what the page's list unit names in its `queryData` (webId, tplSetId, tagId, pageId …); with it the unit
is asked at once, without it the column page is asked first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode, urljoin

from lxml import html

from crawler.adapters import jpage
from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening, turned
from crawler.adapters.json_values import at, load, looks_like_json
from crawler.adapters.rendered import with_parameter
from crawler.adapters.rows import parse, read_rows

if TYPE_CHECKING:
    from crawler.config import Column, Portal

UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
# Of a page's units (navigation, head, list), the one whose tag is a list's: tags that were seen first.
LIST_TAGS = re.compile(
    r"信息列表|当前栏目_?list|列表新闻|ajax分页|阳光政务_分页列表|内容(?:1|区域)", re.IGNORECASE
)
LIST_LIKE = re.compile(r"列表|分页|list|内容", re.IGNORECASE)
PAIR = re.compile(r"'(\w+)'\s*:\s*'([^']*)'")
COUNT = re.compile(r"""<table[^>]*\bcount=["']?(\d+)""")
ROWS_A_PAGE = 15


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    (request,) = opening(column, frozenset({"unit"}))
    if "unit" not in column.options:
        return [request]
    unit = column.options["unit"]
    if not isinstance(unit, Mapping):
        raise OptionError("unit", f"expected the names and values of queryData, found {unit!r}")
    return [_unit_request(column.url, UNIT_PATH, unit, column.url)]


def entries(response: ListResponse) -> ListPage:
    if looks_like_json(response.text):
        return _built(response)
    tree = parse(response.text)
    unit = _list_unit(tree) if tree is not None else None
    if unit is None:
        return jpage.entries(response)  # the platform before it: not every column has moved
    data = dict(PAIR.findall(unit.get("querydata")))
    return ListPage((), (_unit_request(response.url, unit.get("url"), data, response.url),))


def _list_unit(tree: html.HtmlElement) -> html.HtmlElement | None:
    units = [each for each in tree.iter("script") if each.get("querydata") and each.get("url")]
    for tags in (LIST_TAGS, LIST_LIKE):
        for unit in units:
            if tags.search(dict(PAIR.findall(unit.get("querydata"))).get("tagId", "")):
                return unit
    return units[-1] if units else None


def _unit_request(base: str, path: str, unit: Mapping[str, str], referer: str) -> ListRequest:
    url = f"{urljoin(base, path)}?{urlencode({**unit, 'paramJson': _wanted(1)})}"
    return ListRequest(url, headers={"Referer": referer, "X-Requested-With": "XMLHttpRequest"})


def _built(response: ListResponse) -> ListPage:
    built = next(iter(at(load(response.text), "data.html")), None)
    if not isinstance(built, str):
        return ListPage(())
    found = read_rows(built, response.url)
    return turned(response, found, _next(response, built, len(found)))


def _next(response: ListResponse, built: str, shown: int) -> ListRequest | None:
    """The same unit's next page; the pager in what was built tells how many rows there are."""
    asked, count = response.request, COUNT.search(built)
    if count and asked.before + shown >= int(count[1]):
        return None
    return replace(asked, url=with_parameter(asked.url, "paramJson", quote_plus(_wanted(asked.page + 1))))


def _wanted(page: int) -> str:
    """Sites differ in what they call the number of rows."""
    return json.dumps({"pageNo": page, "pageSize": ROWS_A_PAGE, "rows": ROWS_A_PAGE}, separators=(",", ":"))
