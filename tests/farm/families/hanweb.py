"""大汉 Hanweb: jpage with its XML islands, JPaaS with its units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import quote

from ..portal import Answer, Asked, Reply, newest, sheet
from ..publications import Publication
from .base import CUT, Family, digest, json_reply

PROXY = "/module/web/jpage/dataproxy.jsp"
PARAMETERS = "{{col:1,appid:'1',webid:3,path:'/',columnid:284,sourceContentType:1,unitid:'{unit}',webname:'示例',permissiontype:0}}"
ISLAND = (
    '<div id="{unit}"><script type="text/xml"><datastore>{group}<recordset><ul class="list"></ul>{records}</recordset>'
    "</datastore></script></div><script>var param_{unit}={parameters};$('#{unit}').jpage({{themeName:'default',showMode:'full',"
    "totalRecord:{total},dataBefore:'<ul>',dataAfter:'</ul>',groupSize:1,proxyUrl:'{proxy}',perPage:{size},ajaxParam:param_{unit}}});"
    "</script>"
)


class Jpage(Family):
    """The next group is named in the island; the list stands there twice, for PC and for mobile."""

    id, host, adapter, place = "jpage", "127.0.1.12", "jpage", "东篱市"
    path = "/col/col284/index.html"
    quirks: ClassVar = {
        "no-referer": "the proxy answers 403 to whoever names no page he comes from",
        "empty-proxy": "dataproxy.jsp has no records; the page lists its rows as plain links (Shandong)",
        "deep-empty": "groups after the first are 54 bytes without a record (nhsa, nrta)",
    }
    article = (
        "<table class=xxgk_table>{block}</table><p class=bt-art-title><!--<$[标题名称(html)]>begin-->{title}<!--<$[标题名称(html)]>end--></p>"
        "<p>发布日期：{minute}　信息来源：<!--<$[信息来源]>begin-->{source}<!--<$[信息来源]>end--></p>"
        '<div class="bt-content zoom" id=zoom><!--<$[信息内容]>begin-->{text}<!--<$[信息内容]>end--></div>'
        "<table><tr><td>{files}</td></tr></table>"
    )
    label = "<tr><th>{0}</th><td>{1}</td></tr>"
    block = "{labels}"
    named_group = True

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/col/col284/(?:index\.html)?", self.column_page), (PROXY, self.proxy))

    def column_page(self, asked: Asked) -> Reply:
        rows = self.shown(asked)
        if asked.quirk == "empty-proxy":
            plain = "".join(map(self.row, self.sheet(asked, 1)))
            return self.html("政策文件", f"{self.island('423656', (), asked)}<ul>{plain}</ul>", newest(rows))
        islands = self.island("423656", self.sheet(asked, 1), asked) + self.island("423699", rows[:2], asked)
        return self.html("政策文件", islands, newest(rows))

    def island(self, unit: str, rows: Sequence[Publication], asked: Asked) -> str:
        return ISLAND.format(
            unit=unit,
            group=self.next_group(2) if self.named_group else "",
            records="".join(map(self.record, rows)),
            parameters=PARAMETERS.format(unit=unit),
            total=len(self.shown(asked)),
            size=self.rows,
            proxy=PROXY,
        )

    def record(self, paper: Publication) -> str:
        day = paper.day.replace("-", "-\n") if paper.serial % 2 else f"[{paper.day}]"
        row = self.row(paper).replace("<li>", "<li style=<br/>").replace(paper.day, day)
        return f"<record><![CDATA[{row}]]></record>"

    def next_group(self, page: int) -> str:
        name = quote(quote("示例"))
        return (
            f'<nextgroup><![CDATA[<a href="{PROXY}?page={page}&appid=1&appid=1&webid=3&path=/&columnid=284&unitid=423656'
            f'&webname={name}&permissiontype=0"></a>]]></nextgroup>'
        )

    def proxy(self, asked: Asked) -> Reply:
        """A group by `page`, or records from `startrecord` to `endrecord`."""
        if asked.quirk == "no-referer" and "referer" not in asked.headers:
            return Reply(b"<html><body>403 Forbidden</body></html>", self.html_type, 403)
        if asked.quirk in ("empty-proxy", "deep-empty"):
            return Reply(b"<datastore><recordset></recordset></datastore>", self.html_type)
        page, rows = asked.number("page", 0), self.shown(asked)
        start = asked.number("startrecord", 1) - 1 if not page else (page - 1) * self.rows
        end = asked.number("endrecord", len(rows)) if not page else page * self.rows
        group = self.next_group(page + 1) if page and end < len(rows) else ""
        records = "".join(map(self.record, rows[start:end]))
        text = f"<datastore><totalrecord>{len(rows)}</totalrecord>{group}<recordset>{records}</recordset></datastore>"
        return Reply(text.encode(), self.html_type)

    def path_of(self, publication: Publication) -> str:
        day = publication.published
        return f"/art/{day.year}/{day.month}/{day.day}/art_284_{11_820_000 + publication.serial}.html"

    def file_url(self, paper: Publication) -> str:
        return f"/module/download/downfile.jsp?classid=0&filename={self.file_name(paper)}"


class ByRecord(Jpage):
    """No group is named: the records are asked for by number. The address has no day."""

    id, host, place = "jpage-records", "127.0.1.13", "西陵市"
    named_group = False

    def path_of(self, publication: Publication) -> str:
        return f"/art/{publication.published.year}/art_{digest(publication.title)}.html"


class Xxgk(Jpage):
    """The 信息公开 module: a form is answered with a fragment; the address names the form as the column's page sends it."""

    id, host, adapter, place = "xxgk", "127.0.1.34", "xxgk", "南屏市"
    path = "/module/xxgk/search.jsp?infotypeId=C0101&jdid=3&divid=div284&area=11370800004312466C"
    quirks: ClassVar = {}

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/module/xxgk/search\.jsp", self.search),)

    def search(self, asked: Asked) -> Reply:
        page = asked.number("currpage", 1)
        rows = "".join(map(self.row, self.sheet(asked, page))) if asked.form.get("infotypeId") else ""
        onward = "<a onclick='toPage()'>下一页</a> <a>尾&nbsp;页</a>" if page < self.pages(asked) else ""
        return Reply(
            f'<div class="zfxxgk_zdgkc"><ul>{rows}</ul></div><div>{onward}</div>'.encode(), self.html_type
        )

    def row(self, paper: Publication) -> str:
        return (
            f'<li><a gkfs="主动公开" href="{self.path_of(paper)}" title="{paper.title}">{self.cut(paper)}</a>'
            f"<b>{paper.day}</b></li>"
        )


UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
UNIT = {
    "parseType": "bulidstatic",
    "webId": "3185",
    "tplSetId": "o0YcExample",
    "pageType": "column",
    "tagId": "信息列表",
    "editType": "null",
    "pageId": "1229565788",
}


class Jpaas(Family):
    """No rows in the page but units that a script asks for; files at addresses that expire."""

    id, host, adapter, place = "jpaas", "127.0.1.14", "jpaas", "南浦市"
    path = "/col/col1229565788/index.html"
    options: ClassVar = {"unit": UNIT}
    quirks: ClassVar = {
        "library-agent": "403 to a user agent that looks like a library",
        "ignored-page": "every page of the list is the first",
    }
    article = (
        "<table class=xxgktab>{block}</table><p class=con-title>{title}</p><div class=small-title><span>发布日期：{minute}</span>"
        "<span>信息来源：{source}</span><span>浏览次数：<i>12</i></span></div><div class=main-txt id=zoom>{text}{files}</div>"
    )
    label = "<tr><td>{0}</td><td>{1}</td></tr>"
    block = "{labels}"
    file_link = '<p><a href="{href}" download="{name}">{name}</a></p>'

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/col/col1229565788/(?:index\.html)?", self.column_page), (UNIT_PATH, self.unit))

    def column_page(self, asked: Asked) -> Reply:
        units = "".join(self.unit_script({**UNIT, "tagId": tag}) for tag in ("导航", UNIT["tagId"], "页脚"))
        main = f'<div id="barrierfree_container">{units}</div>'
        return self.html(
            "政策文件", main, newest(self.shown(asked)), '<meta name="ColId" content="1229565788">'
        )

    def unit_script(self, data: dict[str, str]) -> str:
        pairs = ",".join(f"'{name}':'{value}'" for name, value in data.items())
        return (
            f'<script id="{digest(pairs)}" src="/cms_files/default/script/unitbuild.js?v=4.5.12.1" webId="3185" '
            f'parseType="bulidstatic" url="{UNIT_PATH}" queryData="{{{pairs}}}"></script>'
        )

    def unit(self, asked: Asked) -> Reply | None:
        if asked.quirk == "library-agent" and "python" in asked.headers.get("user-agent", "").lower():
            return Reply(b"<html><body>403 Forbidden</body></html>", self.html_type, 403)
        if not UNIT.keys() <= asked.query.keys() or asked.query["tagId"] != UNIT["tagId"]:
            return None
        page = int(json.loads(asked.query.get("paramJson") or "{}").get("pageNo", 1))
        rows = sheet(self.shown(asked), self.rows, 1 if asked.quirk == "ignored-page" else page)
        listed = "".join(
            f'<li class="clearfix"><a class="bt-left" title="{paper.title}" href="{self.link(paper)}">{self.cut(paper)}</a>'
            f'<span class="bt-right">{paper.day}</span></li>'
            for paper in rows
        )
        html = (
            f'<ul><div class="page-content">{listed}</div></ul><table class="pagination" rows="{self.rows}" '
            f'count="{len(self.shown(asked))}" pageNo="{page}" unitUrl="{UNIT_PATH}"></table>'
        )
        return json_reply({"success": True, "message": "生成成功", "code": "200", "data": {"html": html}})

    def link(self, paper: Publication) -> str:
        """New documents by a root-relative address, old ones by the host without its scheme."""
        return (
            self.path_of(paper)
            if paper.serial > CUT // 2
            else self.origin.removeprefix("http:") + self.path_of(paper)
        )

    def path_of(self, publication: Publication) -> str:
        day = publication.published
        if publication.serial > CUT // 2:
            return f"/col/col1229565788/art/{day.year}/art_{digest(publication.title)}.html"
        return f"/art/{day.year}/{day.month}/{day.day}/art_1229123351_{2_540_000 + publication.serial}.html"

    def file_url(self, paper: Publication) -> str:
        return (
            "/api-gateway/jpaas-web-server/front/document/download?fileUrl="
            + digest(paper.minute)
            + f"&fileName={self.file_name(paper)}"
        )
