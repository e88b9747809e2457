"""TRS WCM: static directories, relative links with the day in them, and a pager for every taste."""

from __future__ import annotations

import base64
import hashlib
from typing import ClassVar
from urllib.parse import quote

from ..portal import Answer, Asked, Reply
from ..publications import Publication
from .base import Family


class Trs(Family):
    """createPageHTML: page two is index_1.html. Rows are commented out beside their twins; attributes are unquoted."""

    id, host, adapter, place = "trs", "127.0.1.1", "trs", "青石市"
    path = "/zwgk/zcwj/"
    quirks: ClassVar = {
        "deep-stub": "pages after the first are 350 bytes of nothing, answered 200",
        "ignored-page": "every page of the list is the first",
    }
    second = 1  # the number in the second page's file name
    article = (
        "<div class=article_con><h2 class=article_title>{title}</h2><p class=time>发布时间：{minute} 来源：{source}</p>"
        "{block}<div class=TRS_Editor>{text}</div></div><div class=fj>{files}</div>"
    )
    label = "<td><b>{0}：</b></td><td>{1}</td>"
    block = "<table class=zfxxgk_table><tr>{labels}</tr></table>"
    file_link = '<a href="{href}">{name}</a>'

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((rf"{self.path}(?:index(?:_(\d+))?\.s?html)?", self.numbered_page),)

    def numbered_page(self, asked: Asked, number: str | None) -> Reply | None:
        page = int(number) + 2 - self.second if number else 1
        if page > 1 and asked.quirk == "deep-stub":
            return Reply(b"<html><head><title></title></head><body></body></html>".ljust(350), self.html_type)
        return self.list_page(asked, 1 if asked.quirk == "ignored-page" else page)

    def row(self, paper: Publication) -> str:
        href = self.path_of(paper).removeprefix(self.path)
        row = (
            f'<li><a href="./{href}" title="{paper.title}">{self.cut(paper)}</a><span>{paper.day}</span></li>'
        )
        return f"{row}<!-- {row.replace(paper.title, '旧标题')} -->"

    def pager(self, asked: Asked, page: int) -> str:
        return f'<script>createPageHTML({self.pages(asked)}, {page - 1}, "index", "html");</script>'

    def path_of(self, publication: Publication) -> str:
        day = publication.published
        return f"{self.path}{day:%Y%m}/t{day:%Y%m%d}_{7_100_000 + publication.serial}.html"

    def file_url(self, paper: Publication) -> str:
        return f"./{self.file_name(paper)}"

    def file_name(self, publication: Publication) -> str:
        number = int(hashlib.md5(publication.title.encode(), usedforsecurity=False).hexdigest()[:12], 16)
        return f"W0{publication.published:%Y%m%d}{number}.docx"


class Records(Trs):
    """Beijing's departments: records, pages and current in one call of createPage; date in front of the link."""

    id, host, place = "trs-records", "127.0.1.2", "赤松市"
    path = "/zwgk/2024zcwj/"

    def row(self, paper: Publication) -> str:
        href = self.path_of(paper).removeprefix(self.path)
        return (
            f'<li><b class=u_time>{paper.day}</b><i class=flag></i><a href="./{href}">{paper.title}</a></li>'
        )

    def pager(self, asked: Asked, page: int) -> str:
        return f'<script>createPage({len(self.shown(asked))}, {self.pages(asked)}, {page - 1}, "index", "html")</script>'


class PageDec(Trs):
    """Henan: page two is index_2.html, the number of pages an attribute of `pageDec`."""

    id, host, place = "trs-pagedec", "127.0.1.3", "白水市"
    second = 2
    around = "<div class=zfxxgk_zdgkc><ul>{rows}</ul></div>{pager}"

    def row(self, paper: Publication) -> str:
        return f"<li><a href='.{self.path_of(paper).removeprefix(self.path[:-1])}'>{paper.title}</a><b>{paper.day}</b></li>"

    def pager(self, asked: Asked, page: int) -> str:
        return f'<div class="pageDec" pagecount="{self.pages(asked)}" curpage="{page}"></div>'


class Shanghai(Trs):
    """Shanghai: page two is index_2.html, a script draws the pager."""

    id, host, place = "trs-shanghai", "127.0.1.4", "黑川市"
    path = "/nw11494/"
    second = 2

    def pager(self, asked: Asked, page: int) -> str:
        pages = self.pages(asked)
        return f"<div class='pagination'></div><script>$('.pagination').pagination({{currentPage: {page}, totalPage: {pages}}})</script>"


class Counted(Trs):
    """The National Data Administration: the entries are counted, page two is index_pc_1.html (its number is a guess)."""

    id, host, place = "trs-counted", "127.0.1.33", "灰岭市"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((rf"{self.path}(?:index(?:_pc_(\d+))?\.html)?", self.numbered_page),)

    def pager(self, asked: Asked, page: int) -> str:
        return f'<div id="page"></div><script>var totalData = {len(self.shown(asked))};</script>'


class Hidden(Trs):
    """Yunnan: the pager percent-encoded and in base64; rows of a table with `width=30%`."""

    id, host, place = "trs-hidden", "127.0.1.5", "蓝岭市"
    around = "<table>{rows}</table>{pager}"

    def row(self, paper: Publication) -> str:
        href = self.path_of(paper).removeprefix(self.path)
        return f'<tr><td class=hanggao28><a href="./{href}">{paper.title}</a></td><td width=30%>{paper.day}</td></tr>'

    def pager(self, asked: Asked, page: int) -> str:
        plain = super().pager(asked, page)
        return f'<div id="pages">{base64.b64encode(quote(plain).encode()).decode()}</div>'


class Written(Trs):
    """Wuhan: scripts write the rows."""

    id, host, place = "trs-written", "127.0.1.6", "紫湖市"

    def row(self, paper: Publication) -> str:
        href = self.path_of(paper).removeprefix(self.path)
        number = paper.body.fields.number if paper.body.fields else None
        return (
            f'<script>var url="./{href}";var title="{paper.title}";var FILENUM="{number or ""}";'
            f'document.writeln("<li><a href=\'"+url+"\'>"+title+"</a>");document.writeln("{paper.minute}");</script>'
        )
