"""Hanweb's 信息公开 module: `/module/xxgk/search.jsp` answers a form with a fragment of rows, a page at a time.

A column's address is the module's with the form in its query, as the column's page sends it:
`/module/xxgk/search.jsp?infotypeId=C0101&jdid=3&divid=div284&area=11370800004312466C`. Options: `rows` as in `rendered.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, opening, turned
from crawler.adapters.rendered import check_rows
from crawler.adapters.rows import read_rows

if TYPE_CHECKING:
    from crawler.config import Column, Portal

# What the module's own pages send beside the column's numbers.
FORM = {
    "vc_title": "",
    "vc_number": "",
    "vc_filenumber": "",
    "vc_all": "",
    "sortfield": ",compaltedate:0",
    "texttype": "0",
    "fbtime": "",
}
NEXT = re.compile(r"下一?页")


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:
    (request,) = opening(column, frozenset({"rows"}))
    check_rows(column.options.get("rows"))
    address, _, query = column.url.partition("?")
    form = {**FORM, **dict(parse_qsl(query)), "currpage": "1"}
    return [replace(request, url=address, method="POST", form=form, headers={"Referer": portal.home})]


def entries(response: ListResponse) -> ListPage:
    asked = response.request
    found = read_rows(response.text, response.url, asked.options.get("rows"))
    if not asked.form or not NEXT.search(response.text):
        return ListPage(found)
    return turned(response, found, replace(asked, form={**asked.form, "currpage": str(asked.page + 1)}))
