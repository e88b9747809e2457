"""The CMS of Deyang and others: `/info/iList.jsp?node_id=…&cat_id=…&cur_page=1`. Options: `rendered.py`."""

from __future__ import annotations

from crawler.adapters.rendered import Rendered

ADAPTER = Rendered(rows=(".list_div li", "table.gk_list_table tr"), parameter="cur_page")
