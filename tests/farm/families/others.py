"""What is of no family: the legacy GBK page, a modern page nobody has seen, one-off services, and the State Council's."""

from __future__ import annotations

from typing import Any, ClassVar

from ..portal import Answer, Asked, Reply
from ..publications import Publication
from .base import Family, digest, json_reply
from .platforms import Linked


class Unknown(Linked):
    """A page of cards: the day in large letters beside year and month, the next page behind an arrow."""

    id, host, adapter, place = "generic", "127.0.1.29", "generic", "松石市"
    path = "/xwzx/gsgg/"
    around = '<section class="cards">{rows}</section>{pager}'

    def row(self, paper: Publication) -> str:
        day = paper.published
        return (
            f'<article><a href="{self.path_of(paper)}"><div class="d"><em>{day:%d}</em><small>{day:%Y.%m}</small></div>'
            f"<h4>{paper.title}</h4><p>为进一步做好有关工作……</p></a></article>"
        )

    def pager(self, asked: Asked, page: int) -> str:
        return f'<a class="next" href="index_{page + 1}.html">&gt;</a>' if page < self.pages(asked) else ""

    def path_of(self, publication: Publication) -> str:
        return f"/xwzx/gsgg/{digest(publication.title)[:8]}"


class Legacy(Linked):
    """GBK under an older name and without a charset in the header; rows of a table, slashes doubled."""

    id, host, adapter, place = "legacy", "127.0.1.30", "generic", "柏庄市"
    path = "/affair/file/gfxfile/"
    encoding, html_type = "gb18030", "text/html"
    quirks: ClassVar = {"wrong-charset": "the header says utf-8"}
    around = "<table width=100%>{rows}</table>{pager}"
    article = (
        "<table><tr><td align=center><b>{title}</b></td></tr><tr><td>发布时间：{minute} 来源：{source}</td></tr></table>"
        "{block}<div class=content_article>{text}</div><table><tr><td>附件：{files}</td></tr></table>"
    )
    label = "<td>{0}</td><td>{1}</td>"
    block = "<table border=1><tr>{labels}</tr></table>"
    file_link = '<a href="{href}">{name}</a>'

    def reply(self, asked: Asked) -> Reply | None:
        reply = super().reply(asked)
        if reply and asked.quirk == "wrong-charset" and reply.content_type == self.html_type:
            return Reply(reply.body, "text/html; charset=utf-8", reply.status, reply.modified)
        return reply

    def row(self, paper: Publication) -> str:
        return f'<tr><td>·<a href="{self.origin}/{self.path_of(paper)}">{paper.title}</a></td><td>({paper.day})</td></tr>'

    def path_of(self, publication: Publication) -> str:
        milliseconds = f"{int(publication.published.timestamp() * 1000):012x}"
        return f"/affair/file/gfxfile/8a24fe8368{digest(publication.title)[:6]}{milliseconds}000a.html"

    def file_url(self, paper: Publication) -> str:
        return f"/UserFiles/File/{self.file_name(paper)}"


class OneOff(Family):
    """Suzhou's own service: a form, keys in capitals; the configuration tells its paths."""

    id, host, adapter, place = "one-off", "127.0.1.31", "json_list", "杨浦口市"
    shown_as = "generic"
    path = "/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=5"
    options: ClassVar = {
        "form": {"pageIndex": "1", "channel_id": "abc"},
        "page": "pageIndex",
        "pages": "data.totalPage",
        "date": "PUBLISHED_TIME_FORMAT",
    }
    article = '<h1>{title}</h1>{block}<div class="article-content">{text}{files}</div>'
    label = '<div><label><font>{0}</font></label><div class="display-block">{1}</div></div>'
    block = "{labels}"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/szinf/xxgk/interfacesWebZcwj/loadData", self.load),)

    def load(self, asked: Asked) -> Reply:
        rows = [
            {
                "TITLE": paper.title,
                "URL": self.path_of(paper),
                "C_WJBH": paper.body.fields.number if paper.body.fields else "",
                "PUBLISHED_TIME_FORMAT": paper.day,
                "MANUSCRIPT_ID": digest(paper.title),
            }
            for paper in self.sheet(asked, asked.number("pageIndex", 1))
        ]
        return json_reply(
            {"data": {"allRow": len(self.shown(asked)), "totalPage": self.pages(asked), "list": rows}}
        )

    def path_of(self, publication: Publication) -> str:
        return f"/szsrmzf/zfwj/{publication.published:%Y%m}/{digest(publication.title)}.shtml"


class Govcn(Family):
    """The State Council's library: rows by category, a count of 0 above them, dates with dots, words found in `em`."""

    id, host, adapter, place = "govcn", "127.0.1.32", "govcn", "榆关市"
    path = "/search-gov/data?t=zhengcelibrary&q=%E9%80%9A%E7%9F%A5&sort=pubtime&p=1&n=5"
    quirks: ClassVar = {"empty-api": "the service answers, without a row"}
    article = (
        "<table>{block}</table><h1 id=ti>{title}</h1><div class=pages-date>{minute}<span class=font>来源：{source}</span></div>"
        "<div id=UCAP-CONTENT>{text}</div><p>{files}</p>"
    )
    label = "<tr><td><b>{0}：</b></td><td>{1}</td></tr>"
    block = "{labels}"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/search-gov/data", self.search),)

    def search(self, asked: Asked) -> Reply:
        rows = [] if asked.quirk == "empty-api" else list(self.sheet(asked, asked.number("p", 1)))
        by_sort = {
            "gongwen": [self.hit(paper) for paper in rows if paper.body.fields and paper.body.fields.number],
            "otherfile": [
                self.hit(paper) for paper in rows if paper.body.fields and not paper.body.fields.number
            ],
        }
        catalogue = {name: {"totalCount": len(found), "listVO": found} for name, found in by_sort.items()}
        return json_reply({"code": 200, "searchVO": {"totalCount": 0, "catMap": catalogue}})

    def hit(self, paper: Publication) -> dict[str, Any]:
        return {
            "title": paper.title.replace("通知", "<em>通知</em>"),
            "url": self.origin + self.path_of(paper),
            "pubtimeStr": f"{paper.published:%Y.%m.%d}",
            "pubtime": int(paper.published.timestamp() * 1000),
        }

    def path_of(self, publication: Publication) -> str:
        return f"/zhengce/content/{publication.published:%Y%m}/content_{6_900_000 + publication.serial}.htm"
