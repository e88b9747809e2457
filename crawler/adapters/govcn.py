"""The State Council's policy library: `/search-gov/data?t=zhengcelibrary&q=…&p=1&n=20`, and its feed of new policies.

The answer has its documents by category (`catMap`) or, for `zhengcelibrary_gw` and `_bm`, in one list; the feed is a
list and nothing else. Options: `json_list.py`.
"""

from __future__ import annotations

from crawler.adapters.json_list import Service

ADAPTER = Service(
    rows=("searchVO.catMap.*.listVO", "searchVO.listVO", ""),
    title=("title", "TITLE"),
    url=("url", "URL"),
    date=("pubtimeStr", "pubtime", "DOCRELPUBTIME"),
    page="p",
    pages="searchVO.totalpage",
)
