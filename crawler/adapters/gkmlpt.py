"""政府信息公开目录平台, Guangdong only: a shell `/gkmlpt/index#<column>`, rows from `/gkmlpt/api/all/<column>?page=1&sid=<SID>`.

Options: `sid`, the site's number; without it the shell is asked first, which names it. Column 0 is the whole site.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlencode

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening
from crawler.adapters.json_list import Service
from crawler.adapters.json_values import looks_like_json

if TYPE_CHECKING:
    from crawler.config import Column, Portal

API = Service(
    rows=("articles",),
    title=("title",),
    url=("url", "post_url"),
    # `date` is the day of signature; the others are days of publication, in seconds
    date=("display_publish_time", "first_publish_time", "create_time"),
    page="page",
    total="total",
)
SHELL = re.compile(r"(?P<base>.*/gkmlpt)/index(?:#(?P<column>\d*))?$")
SID = re.compile(r"""\bSID["']?\s*:\s*["']?(\w+)""")


def list_requests(column: Column, portal: Portal) -> list[ListRequest]:  # noqa: ARG001
    (request,) = opening(column, frozenset({"sid"}))
    shell = SHELL.match(column.url)
    if not shell:
        raise OptionError("url", "expected an address that ends in /gkmlpt/index or /gkmlpt/index#<column>")
    if "sid" not in column.options:
        options = {"column": shell["column"] or "0"}
        return [replace(request, url=urldefrag(column.url).url, options=options)]
    return [replace(request, url=_api(shell["base"], shell["column"] or "0", str(column.options["sid"])))]


def entries(response: ListResponse) -> ListPage:
    if looks_like_json(response.text):
        return API.read(response)
    shell, sid = SHELL.match(response.url), SID.search(response.text)
    if not shell or not sid:
        return ListPage(())
    url = _api(shell["base"], response.request.options.get("column", "0"), sid[1])
    return ListPage((), (ListRequest(url, headers={"Referer": response.url}),))


def _api(base: str, column: str, sid: str) -> str:
    return f"{base}/api/all/{column}?{urlencode({'page': 1, 'sid': sid})}"
