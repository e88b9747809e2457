"""TRS in Fujian: POST `/fjdzapp/search`, the site's documents in JSON.

Options as in `json_list.py`; `form` names at least `channelid` and `classsql` (`chnlid=32377`).
"""

from __future__ import annotations

from crawler.adapters.json_list import Service

ADAPTER = Service(
    rows=("data",),
    title=("doctitle",),
    url=("docpuburl", "chnldocurl"),
    date=("docreltime",),
    page="page",
    form={
        "sortfield": "-docorderpri,-docreltime",
        "classcol": "publishyear",
        "classnum": "100",
        "classsort": "0",
        "cache": "true",
        "page": "1",
        "prepage": "75",
    },
)
