"""Yunting: an invented city in an invented province, with a plain portal of no known make.

On day 2 it publishes its own plan; see README.md.
"""

from __future__ import annotations

from ..portal import Answer, Asked, Column, Portal, Reply, pages_for
from ..publications import Publication

FOLDER = "/zwgk/zfwj"


class Yunting(Portal):
    id = "yunting"
    host = "127.0.0.16"
    site = "云汀市人民政府"
    region = "澜川省云汀市"
    division_code = None
    adapter = "generic"
    rows = 18
    robots = "User-agent: *\nAllow: /\nDisallow: /admin/\n"
    columns = (Column("policy", "政策文件", f"{FOLDER}/list.html"),)
    evidence = "farm: an invented region on a portal of no known make"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((rf"{FOLDER}/list(?:-(\d+))?\.html", self.list_page),)

    def list_page(self, asked: Asked, number: str | None) -> Reply | None:
        rows, page = self.shown(asked), int(number or 1)
        return self.listing(rows, self.columns[0], page) if page <= pages_for(rows, self.rows) else None

    def path_of(self, publication: Publication) -> str:
        return f"{FOLDER}/{publication.published:%Y/%m/%d}/{10_200 + publication.serial * 7}.html"
