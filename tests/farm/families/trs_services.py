"""The list services of the TRS family: fjdzapp (Fujian), WAS5, IGS, and 海云 IRS; the documents are those of TRS."""

from __future__ import annotations

from typing import Any, ClassVar

from ..portal import Answer, Asked, Reply
from ..publications import Publication
from .base import json_reply
from .trs import Trs


class Service(Trs):
    """What the services share. A failing one answers with its envelope and no rows."""

    endpoint: ClassVar[str]
    quirks: ClassVar = {"empty-api": "the service answers, without a row"}

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((self.endpoint, self.answer),)

    def answer(self, asked: Asked) -> Reply | None:
        raise NotImplementedError

    def hits(self, asked: Asked, page: int) -> list[Publication]:
        return [] if asked.quirk == "empty-api" else list(self.sheet(asked, page))

    def path_of(self, publication: Publication) -> str:
        day = publication.published
        return f"/zwgk/zcwj/{day:%Y%m}/t{day:%Y%m%d}_{7_100_000 + publication.serial}.htm"


class Fjdzapp(Service):
    """Fujian: a form, `page` counts from 1, the links are absolute."""

    id, host, adapter, place = "fjdzapp", "127.0.1.7", "fjdzapp", "金沙市"
    endpoint = "/fjdzapp/search"
    path = f"{endpoint}?channelid=229105&classsql=chnlid%3D32377"

    def answer(self, asked: Asked) -> Reply | None:
        rows = [
            {
                "doctitle": paper.title,
                "docreltime": f"{paper.published:%Y-%m-%d %H:%M:%S}",
                "docpuburl": self.origin + self.path_of(paper),
                "chnldocurl": self.origin + self.path_of(paper),
            }
            for paper in self.hits(asked, asked.number("page", 1))
        ]
        return json_reply({"data": rows})


class Was5(Service):
    """WAS5: HTML for a reader, dates with dots."""

    id, host, adapter, place = "was5", "127.0.1.8", "was5", "银杏市"
    endpoint = "/was5/web/search"
    path = f"{endpoint}?channelid=1&searchword=%E9%80%9A%E7%9F%A5&page=1&perpage=5&orderby=-DOCRELTIME"

    def answer(self, asked: Asked) -> Reply | None:
        hits = self.hits(asked, asked.number("page", 1))
        rows = "".join(
            f'<li><a href="{self.origin}{self.path_of(paper)}">{paper.title}</a><p>…{paper.body.source}…</p>'
            f"<span>{paper.published:%Y.%m.%d}</span></li>"
            for paper in hits
        )
        return self.html("检索结果", f'<ol class="result">{rows}</ol>')


class Was5Xml(Was5):
    """WAS5: XML for a script."""

    id, host, place = "was5-xml", "127.0.1.9", "铜陵坪市"

    def answer(self, asked: Asked) -> Reply | None:
        records = "".join(
            f"<REC><TITLE><![CDATA[{paper.title.replace('设备', '<em>设备</em>')}]]></TITLE>"
            f"<URL>{self.origin}{self.path_of(paper)}</URL><WH/><DOCRELTIME>{paper.minute}:00</DOCRELTIME></REC>"
            for paper in self.hits(asked, asked.number("page", 1))
        )
        total = len(self.shown(asked))
        text = f'<?xml version="1.0" encoding="UTF-8"?><RESULT><RECORDCOUNT>{total}</RECORDCOUNT>{records}</RESULT>'
        return Reply(text.encode(), "text/xml; charset=utf-8")


class Igs(Service):
    """IGS: a search in JSON, words found between `em` tags."""

    id, host, adapter, place = "igs", "127.0.1.10", "igs", "铁岗市"
    endpoint = "/igs/front/search.jhtml"
    path = f"{endpoint}?code=0123456789abcdef0123456789abcdef&pageNumber=1&pageSize=5&searchWord=%E9%80%9A%E7%9F%A5&siteId=34"

    def answer(self, asked: Asked) -> Reply | None:
        content = [
            {
                "title": paper.title.replace("通知", "<em>通知</em>"),
                "url": self.origin + self.path_of(paper),
                "trs_time": f"{paper.published:%Y-%m-%dT%H:%M:%S}",
                "dept": paper.body.source,
            }
            for paper in self.hits(asked, asked.number("pageNumber", 1))
        ]
        return json_reply({"page": {"totalPages": self.pages(asked), "content": content}})


class Irs(Service):
    """海云 IRS: JSON in, JSON out; without `orderBy` and `searchBy` it refuses."""

    id, host, adapter, place = "irs", "127.0.1.11", "irs", "锡林坡市"
    endpoint = "/irs/front/search"
    path = f"{endpoint}?code=18a5"
    options: ClassVar = {"json": {"code": "18a5", "searchWord": "通知", "tenantId": "10"}}

    def answer(self, asked: Asked) -> Reply | None:
        wanted = asked.json
        if not {"orderBy", "searchBy"} <= wanted.keys():
            return json_reply({"success": False, "code": 400, "msg": "orderBy不能为空", "data": None})
        hits = self.hits(asked, int(wanted.get("pageNo", 1)))
        pager = {
            "pageNo": wanted.get("pageNo", 1),
            "pageSize": self.rows,
            "pageCount": self.pages(asked),
            "total": len(self.shown(asked)),
        }
        listed = [{"data": self.hit(paper)} for paper in hits]
        return json_reply(
            {"success": True, "data": {"pager": pager, "middle": {"list": [], "listAndBox": listed}}}
        )

    def hit(self, paper: Publication) -> dict[str, Any]:
        return {
            "title": paper.title.replace("通知", "<em>通知</em>"),
            "title_no_tag": paper.title,
            "url": self.origin + self.path_of(paper),
            "time": f"{paper.published:%Y-%m-%d %H:%M:%S}",
            "source": self.site,
        }
