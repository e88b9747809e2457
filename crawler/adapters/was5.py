"""TRS WAS5, a site search: `/was5/web/search?channelid=…&searchword=…&page=1&perpage=10`, in HTML or in XML.

Options: `rows` and `page` as in `rendered.py`, for the answer in HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, turned
from crawler.adapters.json_values import day, plain
from crawler.adapters.links import absolute
from crawler.adapters.rendered import Rendered, with_parameter
from crawler.adapters.rows import each_once
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

HTML = Rendered(parameter="page")
RECORD = re.compile(r"<REC>(.*?)</REC>", re.DOTALL | re.IGNORECASE)
FIELD = re.compile(
    r"<(TITLE|URL|DOCRELTIME)>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</\1>", re.DOTALL | re.IGNORECASE
)
COUNT = re.compile(r"RECORDCOUNT\W{0,12}(\d+)", re.IGNORECASE)


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:
    return HTML.list_requests(column, portal)


def entries(response: ListResponse) -> ListPage:
    records = RECORD.findall(response.text)
    if not records:
        return HTML.entries(response)
    found = each_once(_entry(record, response.url) for record in records)
    count = COUNT.search(response.text)
    asked = response.request
    if count and asked.before + len(found) >= int(count[1]):
        return ListPage(found)
    return turned(response, found, ListRequest(with_parameter(response.url, "page", asked.page + 1)))


def _entry(record: str, base: str) -> Entry | None:
    fields = {name.upper(): value for name, value in FIELD.findall(record)}
    title, url = plain(fields.get("TITLE")), absolute(base, fields.get("URL", "").replace("&amp;", "&"))
    return Entry(title, url, day(fields.get("DOCRELTIME"))) if title and url else None
