"""博达 VSB: pages end in `.htm`, articles are `/info/1021/4567.htm`, rows carry ids such as `line_u8_0` or `line1060_0`.

Older pages are said to be numbered downwards (`gfxwj/5.htm`), so the next one is where 下页 leads. Options: `rendered.py`.
"""

from __future__ import annotations

from crawler.adapters.rendered import Rendered

ADAPTER = Rendered(rows=('[id^="line_u"]', 'li[id^="line"], tr[id^="line"]'))
