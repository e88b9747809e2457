"""The platforms of single provinces and vendors: Anhui's two, VSB, iList.jsp, Hebei, Shandong, Zhangjiakou."""

from __future__ import annotations

from typing import ClassVar
from uuid import NAMESPACE_URL, uuid5

from ..portal import Answer, Asked, Reply, newest
from ..publications import Publication
from .base import Family, digest

NEXT = '<div class="page"><a href="{0}">上一页</a><a href="{1}">下一页</a></div>'


class Anhui(Family):
    """The first rows stand in the page, the others come from the label 8888 as a fragment."""

    id, host, adapter, place = "anhui", "127.0.1.21", "anhui", "梅渡市"
    path = "/public/column/6596491?type=4&catId=7002931&action=list"
    around = (
        '{rows}<script>var siteId = "6784331"; Ls.pagination(".page", function(i){{}}, {pager});</script>'
    )
    article = "<h1>{title}</h1><p>{block}</p><div class=j-fontContent>{text}</div><div class=ls-article-files>{files}</div>"
    label = " {0}：{1} |"
    block = "{labels}"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return (("/public/column/6596491", self.column_page), ("/site/label/8888", self.fragment))

    def column_page(self, asked: Asked) -> Reply | None:
        return self.list_page(asked, 1)

    def fragment(self, asked: Asked) -> Reply:
        page = asked.number("pageIndex", 1)
        rows = "".join(map(self.row, self.sheet(asked, page)))
        return Reply(f"{rows}<script>{self.pager(asked, page)}</script>".encode(), self.html_type)

    def row(self, paper: Publication) -> str:
        return (
            f'<div class="xxgk_navli"><ul class="clearfix"><li class="mc"><a href="{self.origin}{self.path_of(paper)}" '
            f'title="{paper.title}">{self.cut(paper)}</a></li><li class="rq"><span class="date">{paper.day}</span></li></ul></div>'
        )

    def pager(self, asked: Asked, page: int) -> str:
        return f"{{pageIndex: {page}, pageCount:{self.pages(asked)}, total:{len(self.shown(asked))}}}"

    def path_of(self, publication: Publication) -> str:
        return f"/public/6596491/{9_000_000 + publication.serial}.html"

    def file_url(self, paper: Publication) -> str:
        return f"/group6/M00/05/09/{self.file_name(paper)}"


class AnhuiLabel(Anhui):
    """The page leaves all its rows to the label."""

    id, host, place = "anhui-label", "127.0.1.22", "兰溪口市"
    options: ClassVar = {"site": 6784331}

    def column_page(self, asked: Asked) -> Reply:
        main = '<div id="list"></div><script>var siteId = "6784331";</script>'
        return self.html("政策文件", main, newest(self.shown(asked)))


class Openness(Family):
    """The address counts the pages from 1, and there is no other pager."""

    id, host, adapter, place = "openness", "127.0.1.23", "openness", "竹坪市"
    path = "/OpennessContent/showList/784/34502/page_1.html"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/OpennessContent/showList/784/34502/page_(\d+)\.html", self.numbered_page),)

    def numbered_page(self, asked: Asked, number: str) -> Reply | None:
        return self.list_page(asked, int(number))

    def pager(self, asked: Asked, page: int) -> str:
        return f"<p>共{self.pages(asked)}页 第{page}页</p>"

    def path_of(self, publication: Publication) -> str:
        return f"/OpennessContent/show/{1_234_000 + publication.serial}.html"

    def file_url(self, paper: Publication) -> str:
        return f"/OpennessContent/download/{self.file_name(paper)}"


class Vsb(Family):
    """Older pages count downwards; files hang below the form that holds the text, behind download.jsp."""

    id, host, adapter, place = "vsb", "127.0.1.24", "vsb", "菊园市"
    path = "/zfxxgk/zcwj/gfxwj.htm"
    article = (
        '<form name="_newscontent_fromname"><h1>{title}</h1><div>时间：{minute} 来源：{source} 点击：<span>[<script>_showDynClicks("wbnews",'
        '1, 4567)</script>]</span>次</div>{block}<div id="vsb_content"><div class="v_news_content">{text}</div></div>{files}</form>'
    )
    file_link = '<ul style="list-style-type:none;"><li>附件【<a href="{href}" target="_blank">{name}</a>】已下载<span>3</span>次</li></ul>'

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/zfxxgk/zcwj/gfxwj(?:/(\d+))?\.htm", self.numbered_page),)

    def numbered_page(self, asked: Asked, number: str | None) -> Reply | None:
        return self.list_page(asked, self.pages(asked) - int(number) + 1 if number else 1)

    def row(self, paper: Publication) -> str:
        return f'<li id="line_u8_{paper.serial}"><a href="{self.path_of(paper)}" title="{paper.title}">{self.cut(paper)}</a><span>{paper.day}</span></li>'

    def pager(self, asked: Asked, page: int) -> str:
        older = self.pages(asked) - page
        following = f"gfxwj/{older}.htm" if page == 1 else f"{older}.htm"
        return f'<span class="p_next p_fun"><a href="{following}">下页</a></span>' if older else ""

    def path_of(self, publication: Publication) -> str:
        return f"/info/1021/{4_500 + publication.serial}.htm"

    def file_url(self, paper: Publication) -> str:
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid={self.file_name(paper)}"


class Ilist(Family):
    """`cur_page` counts the pages; documents are told apart by their query alone."""

    id, host, adapter, place = "ilist", "127.0.1.25", "ilist", "荷塘坝市"
    path = "/info/iList.jsp?node_id=GKdyszf&cat_id=25723&cur_page=1"
    around = '<div class="list_div"><ul>{rows}</ul></div>{pager}'

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/info/iList\.jsp", self.numbered_page), (r"/info/iIndex\.jsp", self.document))

    def numbered_page(self, asked: Asked) -> Reply | None:
        return self.list_page(asked, asked.number("cur_page", 1))

    def document(self, asked: Asked) -> Reply | None:
        paper = self.by_path.get(f"{asked.path}?cat_id=25723&info_id={asked.query.get('info_id')}")
        return self.detail(paper) if paper else None

    def pager(self, asked: Asked, page: int) -> str:
        return f"<p>{page}/{self.pages(asked)}</p>"

    def path_of(self, publication: Publication) -> str:
        return f"/info/iIndex.jsp?cat_id=25723&info_id={40_000 + publication.serial}"


class Linked(Family):
    """Families whose paging is not established: a 下一页 is chosen."""

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((rf"{self.path}(?:index(?:_(\d+))?\.html)?", self.numbered_page),)

    def numbered_page(self, asked: Asked, number: str | None) -> Reply | None:
        return self.list_page(asked, int(number or 1))

    def pager(self, asked: Asked, page: int) -> str:
        return (
            NEXT.format(f"index_{page - 1}.html", f"index_{page + 1}.html")
            if page < self.pages(asked)
            else ""
        )


class Hebei(Linked):
    """Columns and documents are named by uuid, the day stands between."""

    id, host, adapter, place = "hebei", "127.0.1.26", "hebei", "柳沟市"
    path = "/columns/49f13cc2-db03-4d0c-b4fe-2f3f659d3b6e/"

    def path_of(self, publication: Publication) -> str:
        return f"{self.path}{publication.published:%Y%m/%d}/{uuid5(NAMESPACE_URL, publication.title)}.html"


class Gongkai(Linked):
    """Shandong's 政务公开 as far as established: ids are Mongo's, and begin with the time in hexadecimal."""

    id, host, adapter, place = "gongkai", "127.0.1.27", "gongkai", "槐荫坡市"
    path = "/gongkai/channel_63899ccd3759918282629980/"
    quirks: ClassVar = {"script": "the rows come by a script that asks nobody knows whom"}

    def numbered_page(self, asked: Asked, number: str | None) -> Reply | None:
        if asked.quirk == "script":
            return self.html("政策文件", "<div id=app></div><script src='/gongkai/datacall.js'></script>")
        return super().numbered_page(asked, number)

    def path_of(self, publication: Publication) -> str:
        number = f"{int(publication.published.timestamp()):08x}{digest(publication.title)[:16]}"
        return f"{self.path}doc_{number}.html"

    def file_url(self, paper: Publication) -> str:
        return self.file_name(paper)

    def file_name(self, publication: Publication) -> str:
        return f"doc_{digest(publication.title)[:24]}_{digest(publication.minute)}.docx"


class ZhangjiakouLike(Family):
    """`.thtml` lists; a date split over two elements in every row."""

    id, host, adapter, place = "zhangjiakou", "127.0.1.28", "zhangjiakou", "杏林堡市"
    path = "/xxgk/list/lm_zc.thtml?pid=74"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((r"/xxgk/list/lm_zc\.thtml", self.numbered_page),)

    def numbered_page(self, asked: Asked) -> Reply | None:
        return self.list_page(asked, asked.number("p", 1))

    def row(self, paper: Publication) -> str:
        day = paper.published
        return f'<li><div class="date"><b>{day:%d}</b><i>{day:%Y-%m}</i></div><a href="{self.path_of(paper)}">{paper.title}</a></li>'

    def pager(self, asked: Asked, page: int) -> str:
        following = f"?pid=74&p={page + 1}"
        return NEXT.format("#", following) if page < self.pages(asked) else ""

    def path_of(self, publication: Publication) -> str:
        return f"/content/qtszfwj/{252_000 + publication.serial}.html"
