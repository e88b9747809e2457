"""开普 UCAP: the classic generation with its .shtml lists and its search, and the new one with articleList and /queryList."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from urllib.parse import urlencode

from ..portal import Answer, Asked, Reply, newest, sheet
from ..publications import Publication
from .base import Family, digest, json_reply

CHANNEL = "e5eb2abb5014415399847ba2bb99b31f"
EPOCH = 1_288_834_974_657  # the ids of the new generation are snowflakes


class Ucap(Family):
    """createPageHTML('page_div', …) counts from 1: page two is common_list_2.shtml."""

    id, host, adapter, place = "ucap", "127.0.1.15", "ucap", "北辛市"
    path = "/bx/c100010/common_list.shtml"
    article = "<h1>{title}</h1>{block}<p>发布时间：{minute} 来源：{source}</p><ucapcontent>{text}</ucapcontent><div class=fujian>{files}</div>"
    label = "<dt>{0}：</dt><dd>{1}</dd>"
    block = "<dl>{labels}</dl>"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/bx/c100010/common_list(?:_(\d+))?\.shtml", self.numbered_page),)

    def numbered_page(self, asked: Asked, number: str | None) -> Reply | None:
        return self.list_page(asked, int(number or 1))

    def pager(self, asked: Asked, page: int) -> str:
        call = f"createPageHTML('page_div', {self.pages(asked)}, {page}, 'common_list', 'shtml', {len(self.shown(asked))})"
        return f"<div id=page_div></div><script>{call};</script>"

    def path_of(self, publication: Publication) -> str:
        return f"/bx/c100010/{publication.published:%Y%m}/{digest(publication.title)}.shtml"


class Commented(Ucap):
    """The rows stand in a comment from which a script draws them; addresses of Heilongjiang's sort."""

    id, host, place = "ucap-commented", "127.0.1.16", "中岭市"
    around = '<ul id="list"></ul><!-- <ul>{rows}</ul> -->{pager}'

    def path_of(self, publication: Publication) -> str:
        return f"/bx/c100010/{publication.published:%Y%m}/c00_{31_915_000 + publication.serial}.shtml"


class Search(Ucap):
    """The column is the service that its page's script asks: /common/search/<channel> with _isJson=true."""

    id, host, place = "ucap-search", "127.0.1.17", "上禾市"
    path = f"/common/search/{CHANNEL}?" + urlencode(
        {"page": 1, "_pageSize": 5, "_isAgg": "true", "_isJson": "true", "_template": "index"}
    )
    quirks: ClassVar = {"empty-api": "the service answers, without a row"}

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((f"/common/search/{CHANNEL}", self.search),)

    def search(self, asked: Asked) -> Reply:
        page = asked.number("page", 1)
        rows = [] if asked.quirk == "empty-api" else [self.hit(paper) for paper in self.sheet(asked, page)]
        data = {"total": len(self.shown(asked)), "page": page, "rows": self.rows, "results": rows}
        return json_reply({"data": data})

    def hit(self, paper: Publication) -> dict[str, Any]:
        number = paper.body.fields.number if paper.body.fields else None
        return {
            "title": paper.title,
            "url": self.path_of(paper),
            "publishedTimeStr": f"{paper.published:%Y-%m-%d %H:%M:%S}",
            "domainMetaList": [{"resultList": [{"key": "refno", "name": "文号", "value": number or ""}]}],
        }


class UcapNew(Family):
    """The first page is JSON in the page, what follows comes from POST /queryList; `urls` is JSON in a string."""

    id, host, adapter, place = "ucap-new", "127.0.1.18", "ucap_new", "下塘市"
    path = "/xtsrmzf/c00145/pc/list.html"
    quirks: ClassVar = {"empty-api": "/queryList answers, without a row"}
    article = (
        '<div class="tit">{title}</div><div class="ly">时间：{minute} 来源：{source}</div>{block}<div class="jgz_box" id="zoom">'
        '{text}</div><div class="fjxz">附件：{files}</div>'
    )

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/xtsrmzf/c00145/pc/list\.html", self.column_page), ("/queryList", self.query))

    def column_page(self, asked: Asked) -> Reply:
        articles = json.dumps([self.told(paper) for paper in self.sheet(asked, 1)], ensure_ascii=False)
        main = f"<div id=list></div><script>var articleList = {articles};\nvar total = 1;</script>"
        return self.html("政策文件", main, newest(self.shown(asked)))

    def query(self, asked: Asked) -> Reply | None:
        if asked.method != "POST" or asked.form.get("channelCode") not in ("c00145", "col14590"):
            return None
        size, page = asked.number("pageSize", self.rows), asked.number("current", 1)
        rows = [] if asked.quirk == "empty-api" else sheet(self.shown(asked), min(size, self.rows), page)
        return json_reply({"data": {"results": [{"source": self.told(paper)} for paper in rows]}})

    def told(self, paper: Publication) -> dict[str, Any]:
        urls = {"pc": self.path_of(paper)}
        return {
            "id": str(snowflake(paper)),
            "title": paper.title,
            "showTitle": paper.title,
            "pubDate": paper.minute,
            "urls": json.dumps(urls) if paper.serial % 2 else urls,
            "articleFiles": "[]",
        }

    def path_of(self, publication: Publication) -> str:
        return f"/xtsrmzf/c00145/pc/content/content_{snowflake(publication)}.html"

    def file_url(self, paper: Publication) -> str:
        return f"/doc/ucap/1/document/{paper.published:%Y%m%d}/{self.file_name(paper)}"


class UcapHanweb(UcapNew):
    """Jiangxi: the addresses are Hanweb's still, the page is a shell, all rows come from /queryList."""

    id, host, place = "ucap-hanweb", "127.0.1.19", "左权坪市"
    path = "/jxsfgw/col/col14590/index.html?uid=522756&pageNum=1"
    options: ClassVar = {"shell": True}

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/jxsfgw/col/col14590/index\.html", self.column_page), ("/queryList", self.query))

    def column_page(self, asked: Asked) -> Reply:
        main = (
            '<script id="div522756" type="text/x-handlebars-template"></script><script src="/commonfiles/jquery.jpage.js"></script>'
            "<script>loadPageData(params,'522756')</script>"
        )
        return self.html("政策文件", main, newest(self.shown(asked)))


def snowflake(paper: Publication) -> int:
    """A 19-digit id whose upper bits are the time of creation."""
    return (int(paper.published.timestamp() * 1000) - EPOCH) << 22 | paper.serial << 12
