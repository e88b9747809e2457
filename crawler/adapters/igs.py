"""TRS IGS, a site search in JSON: `/igs/front/search.jhtml?code=…&pageNumber=1&pageSize=10&searchWord=…&siteId=…`."""

from __future__ import annotations

from crawler.adapters.json_list import Service

ADAPTER = Service(
    rows=("page.content",),
    date=("trs_time", "pubdate", "docreltime"),
    page="pageNumber",
    pages="page.totalPages",
)
