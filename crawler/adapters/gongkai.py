"""政务公开 of the districts of Jinan and of Zibo: `/gongkai/channel_<24 hex>/`, documents `doc_<24 hex>.html`.

The rows come by a script whose service is not established. What is read are links to documents, should a page hold
any; else it has no rows, which is told as a fault of the portal and not taken for a quiet day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, opening, turned
from crawler.adapters.rows import next_page, read_rows

if TYPE_CHECKING:
    from crawler.config import Column, Portal

DOCUMENT = re.compile(r"/doc_[0-9a-f]{24}\.html$")


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    return opening(column)


def entries(response: ListResponse) -> ListPage:
    found = tuple(
        entry
        for entry in read_rows(response.text, response.url, 'li, tr, a[href*="doc_"]')
        if DOCUMENT.search(entry.url)
    )
    following = next_page(response.text, response.url)
    return turned(response, found, ListRequest(following) if following else None)
