"""Lists of any make, the GBK pages of old portals among them: rows with dates and a 下一页, or rows in JSON.

Options as in `rendered.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.adapters import json_list
from crawler.adapters.contract import ListPage, ListRequest, ListResponse
from crawler.adapters.json_values import looks_like_json
from crawler.adapters.rendered import Rendered

if TYPE_CHECKING:
    from crawler.config import Column, Portal

HTML = Rendered()


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:
    return HTML.list_requests(column, portal)


def entries(response: ListResponse) -> ListPage:
    return json_list.ADAPTER.read(response) if looks_like_json(response.text) else HTML.entries(response)
