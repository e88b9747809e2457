"""Lists of any make, the GBK pages of old portals among them: rows with dates and a 下一页, or rows in JSON.

Where a page has no dated rows, those are taken that one of its scripts holds as JSON, else titles of documents.

Options as in `rendered.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.adapters import json_list
from crawler.adapters.contract import ListPage, ListRequest, ListResponse
from crawler.adapters.json_values import looks_like_json
from crawler.adapters.rendered import Rendered
from crawler.adapters.rows import read_papers

if TYPE_CHECKING:
    from crawler.config import Column, Portal

HTML = Rendered()
ROWS_IN_SCRIPT = re.compile(r"[=:(]\s*(?=\[\s*\{\s*\")")


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:
    return HTML.list_requests(column, portal)


def entries(response: ListResponse) -> ListPage:
    if looks_like_json(response.text):
        return json_list.ADAPTER.read(response)
    page = HTML.entries(response)
    if page.entries or response.request.options.get("rows"):
        return page
    scripted = max(_scripted(response), key=lambda found: len(found.entries), default=page)
    return scripted if scripted.entries else ListPage(read_papers(response.text, response.url))


def _scripted(response: ListResponse) -> Iterator[ListPage]:
    """The rows of every list of objects that the page's scripts hold."""
    for found in ROWS_IN_SCRIPT.finditer(response.text):
        try:
            rows, _ = json.JSONDecoder().raw_decode(response.text, found.end())
        except json.JSONDecodeError:
            continue
        yield json_list.ADAPTER.read(replace(response, text=json.dumps(rows)))
