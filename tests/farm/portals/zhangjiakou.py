"""Zhangjiakou: `.thtml` lists, and a search that answers in JSON.

Not established for the real one, chosen here: rows are `div.xxgk-list li` with title attribute, number and date; further
pages are asked for by `page` in the query, with a 下一页.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from ..portal import Answer, Asked, Column, Portal, Reply, pages_for, sheet
from ..publications import Publication

LIST, SEARCH = "/xxgk/list/lm_zc.thtml", "/tseach/searchKeywords"
SLUGS = {"plan": "xzgfxwj", "policy": "qtszfwj", "interpretation": "zcjd", "central": "sjwj"}
KEYWORDS = {"keyword": "以旧换新", "fieldSt": 1, "size": 20, "p": 1, "siteId": 1}


class Zhangjiakou(Portal):
    id = "zhangjiakou"
    host = "127.0.0.14"
    site = "张家口市人民政府"
    region = "河北省张家口市"
    division_code = "130700"
    adapter = "zhangjiakou"
    robots = "User-agent: *\nAllow: /\n"
    columns = (
        Column("policy", "政策文件", f"{LIST}?pid=74"),
        Column("search", "站内搜索：以旧换新", f"{SEARCH}?{urlencode(KEYWORDS)}", expect=3, quiet_days=60),
    )
    evidence = "farm: zjk.gov.cn; list markup and paging are not established and were chosen"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((re.escape(LIST), self.list_page), (SEARCH, self.search))

    def list_page(self, asked: Asked) -> Reply:
        return self.listing(self.shown(asked), self.columns[0], max(asked.number("page", 1), 1))

    def search(self, asked: Asked) -> Reply:
        """Titles that hold the keyword, newest first, the keyword between `em` tags."""
        keyword = asked.query.get("keyword", "")
        hits = [each for each in self.shown(asked) if keyword and keyword in each.title]
        size, page = max(asked.number("size", 10), 1), max(asked.number("p", 1), 1)
        infos = {
            "totalPages": pages_for(hits, size),
            "totalElements": len(hits),
            "content": [self.hit(each, keyword) for each in sheet(hits, size, page)],
        }
        answer = {"code": 200, "msg": "success", "data": {"infos": infos}}
        return Reply(json.dumps(answer, ensure_ascii=False).encode(), "application/json;charset=UTF-8")

    def hit(self, publication: Publication, keyword: str) -> dict[str, str]:
        return {
            "content_title": publication.title.replace(keyword, f"<em>{keyword}</em>"),
            "content_pageUrl": self.path_of(publication),
            "content_orgName": self.site,
            "content_addTime": f"{publication.published:%Y-%m-%d %H:%M:%S}",
            "content_className": self.columns[0].name,
        }

    def path_of(self, publication: Publication) -> str:
        slug = SLUGS.get(publication.sort, "tzgg")
        return f"/content/{slug}/{198_000 + publication.serial * 217}.html"
