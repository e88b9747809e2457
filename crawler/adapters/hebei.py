"""The platform of Hebei: `/columns/<uuid>/index.html`, articles `/columns/<uuid>/202405/08/<uuid>.html`.

Paging is not established: the next page is where 下一页 leads, if it leads anywhere. Options: `rendered.py`.
"""

from __future__ import annotations

from crawler.adapters.rendered import Rendered

ADAPTER = Rendered()
