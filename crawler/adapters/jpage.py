"""Hanweb jpage: the first rows lie in an XML island of the page, the rest behind `dataproxy.jsp`.

The island's `nextgroup` is the next request word for word; without it the records are asked for by number.
Where the island is empty (Shandong province) the rows are links of the page itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, opening, turned
from crawler.adapters.links import absolute
from crawler.adapters.rows import entries_of, next_page, parse, read_rows
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

DATASTORE = re.compile(r"<datastore>(.*?)</datastore>", re.DOTALL)
RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
PARAMETERS = re.compile(r"var\s+param_\d+\s*=\s*\{(.*?)\}", re.DOTALL)
PAIR = re.compile(r"(\w+)\s*:\s*(?:'([^']*)'|([\w.]+))")
PROXY = re.compile(r"proxyUrl\s*:\s*'([^']+)'")
NUMBERS = {name: re.compile(rf"{name}\s*:\s*(\d+)") for name in ("totalRecord", "perPage", "groupSize")}


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    return opening(column)


def entries(response: ListResponse) -> ListPage:
    island = max(DATASTORE.findall(response.text), key=lambda store: len(RECORD.findall(store)), default="")
    found = _records(island, response.url)
    if found:
        return _with_next(response, island, found)
    if response.request.page > 1:
        return ListPage(())
    return _plain_page(response)


def _records(island: str, url: str) -> tuple[Entry, ...]:
    rows = [parse(record) for record in RECORD.findall(island)]
    return entries_of([row for row in rows if row is not None], url)


def _plain_page(response: ListResponse) -> ListPage:
    following = next_page(response.text, response.url)
    found = read_rows(response.text, response.url)
    return turned(response, found, _asked(response, following) if following else None)


def _with_next(response: ListResponse, island: str, found: tuple[Entry, ...]) -> ListPage:
    group = NEXT_GROUP.search(island)
    if not group:
        return ListPage(found, _by_number(response))
    target = absolute(response.url, group[1].replace("&amp;", "&"))
    return turned(response, found, _asked(response, target) if target else None)


def _by_number(response: ListResponse) -> tuple[ListRequest, ...]:
    """The records after the inline ones, where the page tells how many there are and names no next group."""
    counts = {
        name: int(found[1]) for name, shape in NUMBERS.items() if (found := shape.search(response.text))
    }
    proxy, parameters = PROXY.search(response.text), PARAMETERS.search(response.text)
    if not proxy or not parameters or len(counts) < len(NUMBERS):
        return ()
    target = absolute(response.url, proxy[1])
    form = {key: quoted or bare for key, quoted, bare in PAIR.findall(parameters[1])}
    step = counts["perPage"] * counts["groupSize"]
    requests = []
    for page, start in enumerate(range(step + 1, counts["totalRecord"] + 1, step), start=2):
        records = {"startrecord": start, "endrecord": start + step - 1, "perpage": counts["perPage"]}
        requests.append(_asked(response, f"{target}?{urlencode(records)}", form, page))
    return tuple(requests)


def _asked(
    response: ListResponse, url: str, form: dict[str, str] | None = None, page: int = 1
) -> ListRequest:
    referer = response.request.headers.get("Referer", response.url)
    return ListRequest(
        url,
        method="POST" if form else "GET",
        form=form or {},
        headers={"Referer": referer, "X-Requested-With": "XMLHttpRequest"},
        page=page,
    )
