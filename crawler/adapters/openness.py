"""The second family of Anhui, also in Hulunbuir: `/OpennessContent/showList/<organ>/<category>/page_<n>.html`.

The address counts the pages from 1; `/XxgkPolicy/` and `/Special/` do the same. Options: `rendered.py`.
"""

from __future__ import annotations

from crawler.adapters.rendered import Rendered

ADAPTER = Rendered(counter=r"/page_(?P<n>\d+)\.html")
