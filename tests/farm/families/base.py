"""What all families share: the frame of a page, a list with its rows and pager, documents and their files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from ..pages import shorten
from ..portal import Answer, Asked, Column, Portal, Reply, newest, pages_for, sheet
from ..publications import Publication
from .papers import papers_of

CUT = 22  # characters of a title that a list shows
JSON = "application/json;charset=UTF-8"
FRAME = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}-{site}</title>
<meta name="SiteName" content="{site}"><meta name="SiteIDCode" content="1300000099">{head}</head><body>
<div class="top"><a href="/">{site}</a> <a href="/zwfw/index.html">政务服务</a> <a href="/hdjl/index.html">互动交流</a></div>
<div class="nav"><ul><li><a href="/szf/index.html">市政府领导分工与机构职能</a></li><li><a href="/ztzl/index.html">优化营商环境专题专栏</a></li></ul></div>
<div class="hot"><h3>热点推荐</h3><ul>
<li><a href="/rd/1.html" title="{place}政务服务网上办事指南">{place}政务服务网上办事指南</a></li>
<li><a href="/rd/2.html">{place}人民政府门户网站改版意见征集</a></li></ul></div>
{main}
<div class="links"><a href="http://www.gov.cn/">中国政府网</a> <a href="http://www.ndrc.gov.cn/">国家发展改革委</a></div>
<div class="footer"><p>主办单位：{place}人民政府办公室　政府网站标识码：1300000099　冀ICP备00000000号</p></div>
</body></html>"""


class Family(Portal):
    """A portal of one family: three pages of history and one more.

    A subclass names its facts and `around`, `row`, `pager` for its lists, `article` for its documents; a family whose
    lists are no HTML answers for itself in `routes`. `place`: whose government it is. `shown_as`: the family that its
    pages show, where that is not its adapter.
    """

    place: ClassVar[str]
    site = "人民政府门户网站"
    division_code = None
    rows = 5
    evidence = "farm: written after the family's documented shape"
    shown_as: ClassVar[str | None] = None
    path: ClassVar[str]  # of the column
    options: ClassVar[dict[str, Any]] = {}

    around: ClassVar[str] = '<div class="list"><ul>{rows}</ul></div>{pager}'
    article: ClassVar[str] = (
        '<h1>{title}</h1><div class="info">发布时间：{minute}　来源：{source}</div>{block}<div id="zoom">{text}{files}</div>'
    )
    label: ClassVar[str] = "<li><b>{0}：</b><span>{1}</span></li>"
    block: ClassVar[str] = '<ul class="xxgk">{labels}</ul>'
    file_link: ClassVar[str] = '<p><a href="{href}">{name}</a></p>'

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "place") and hasattr(cls, "path"):
            cls.site, cls.region = f"{cls.place}人民政府", f"河北省{cls.place}"
            cls.columns = (
                Column("policy", "政策文件", cls.path, follow="all", expect=3, options=cls.options),
            )

    @classmethod
    def published(cls, texts: Path) -> list[Publication]:  # noqa: ARG003
        return papers_of(cls.id, cls.place)

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        raise NotImplementedError

    def reply(self, asked: Asked) -> Reply | None:
        return super().reply(asked) or self.file(asked)

    # ---------------------------------------------------------------- lists

    def sheet(self, asked: Asked, page: int) -> Sequence[Publication]:
        """The rows of a page of the list; `page` counts from 1."""
        return sheet(self.shown(asked), self.rows, page)

    def pages(self, asked: Asked) -> int:
        return pages_for(self.shown(asked), self.rows)

    def list_page(self, asked: Asked, page: int) -> Reply | None:
        """A page of the list; beyond the last there is none."""
        rows = self.sheet(asked, page)
        if page > self.pages(asked):
            return None
        main = self.around.format(rows="".join(map(self.row, rows)), pager=self.pager(asked, page))
        return self.html("政策文件", main, newest(self.shown(asked)))

    def row(self, paper: Publication) -> str:
        return f'<li><a href="{self.path_of(paper)}" title="{paper.title}">{self.cut(paper)}</a><span>{paper.day}</span></li>'

    def pager(self, asked: Asked, page: int) -> str:
        raise NotImplementedError

    def cut(self, paper: Publication) -> str:
        """The title as a list shows it."""
        return shorten(paper.title, CUT)

    # ---------------------------------------------------------------- documents

    def detail(self, publication: Publication) -> Reply:
        body, metas = publication.body, self.metas(publication)
        main = self.article.format(
            title=publication.title,
            minute=publication.minute,
            source=body.source,
            block=self.block.format(
                labels="".join(self.label.format(*pair) for pair in self.labels(publication))
            ),
            text="".join(f"<p>　　{part}</p>" for part in body.parts),
            files="".join(
                self.file_link.format(href=self.file_url(publication), name=file.name) for file in body.files
            ),
        )
        head = "".join(f'<meta name="{name}" content="{value}">' for name, value in metas)
        return self.html(publication.title, main, publication.published, head)

    def metas(self, paper: Publication) -> Sequence[tuple[str, str]]:
        return (
            ("ArticleTitle", paper.title),
            ("PubDate", paper.minute),
            ("ContentSource", paper.body.source),
        )

    def labels(self, paper: Publication) -> Iterator[tuple[str, str]]:
        fields = paper.body.fields
        if fields and fields.signed:
            yield from (("索 引 号", fields.index or "无"), ("发布机构", fields.issuer or "无"))
            yield from (("发文字号", fields.number or "无"), ("成文日期", fields.signed.isoformat()))
            yield from (("发布日期", paper.day), ("有效性", fields.validity or "-"))

    def file_url(self, paper: Publication) -> str:
        return f"/attach/{self.file_name(paper)}"

    def file_name(self, publication: Publication) -> str:
        return f"{digest(publication.title)}.docx"

    def file(self, asked: Asked) -> Reply | None:
        """The file whose name ends the path or stands in the query."""
        for name in (asked.path.rpartition("/")[2], *asked.query.values()):
            if paper := self.with_file(asked, name):
                file = paper.body.files[0]
                shown = f"attachment; filename*=UTF-8''{quote(file.name)}"
                return Reply(file.data, "application/octet-stream", headers=(("Content-Disposition", shown),))
        return None

    # ---------------------------------------------------------------- answers

    def html(self, title: str, main: str, modified: datetime | None = None, head: str = "") -> Reply:
        """A page with the portal's head, navigation and foot around `main`."""
        charset = "gb2312" if self.encoding == "gb18030" else self.encoding
        text = FRAME.format(
            charset=charset, title=title, site=self.site, place=self.place, head=head, main=main
        )
        return Reply(text.encode(self.encoding), self.html_type, modified=modified)


def json_reply(value: Any) -> Reply:
    """An answer of a service; such come without validators."""
    return Reply(json.dumps(value, ensure_ascii=False).encode(), JSON)


def digest(text: str) -> str:
    """32 hexadecimal digits, as content management systems name things."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
