"""TRS 海云 IRS, a site search in JSON: POST `/irs/front/search`.

Options as in `json_list.py`; `json` names at least `code` and `searchWord`, for some portals `configCode` and `tenantId`.
"""

from __future__ import annotations

from crawler.adapters.json_list import Service

ADAPTER = Service(
    rows=("data.middle.list", "data.middle.listAndBox.*.data"),
    title=("title_no_tag", "title"),
    date=("time",),
    page="pageNo",
    pages="data.pager.pageCount",
    json={
        "orderBy": "time",  # this and searchBy are mandatory
        "searchBy": "title",
        "dataTypeId": "",
        "appendixType": "",
        "granularity": "ALL",
        "isSearchForced": 0,
        "filters": [],
        "pageNo": 1,
        "pageSize": 20,
    },
)
