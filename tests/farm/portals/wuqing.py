"""Wuqing: TRS WCM. Static directories, relative links with the date in them, second page index_1.html.

The pager promises a third page, which is the stub that deep TRS pages often are.
"""

from __future__ import annotations

from ..portal import Answer, Asked, Column, Portal, Reply, newest, pages_for
from ..publications import Publication

FOLDER = "/zwgk/zcwj"


class Wuqing(Portal):
    id = "wuqing"
    host = "127.0.0.12"
    site = "天津市武清区人民政府"
    region = "天津市武清区"
    division_code = "120114"
    adapter = "trs"
    html_type = "text/html"
    robots = "User-agent: *\nDisallow: /was5/\nDisallow: /wcm/\n"
    columns = (Column("policy", "政策文件", f"{FOLDER}/"),)
    evidence = "farm: tjwq.gov.cn, TRS with table rows; the column path is inferred from its sister districts"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return (
            (rf"{FOLDER}/(?:index(?:_(\d+))?\.html)?", self.list_page),
            (rf"{FOLDER}/\d{{6}}/(W0\d+\.pdf)", self.file),
        )

    def list_page(self, asked: Asked, number: str | None) -> Reply | None:
        rows, page = self.shown(asked), int(number or 0) + 1
        beyond = pages_for(rows, self.rows) + 1
        if page > beyond:
            return None
        if page == beyond:
            return self.page("wuqing/stub.html", newest(rows))
        return self.listing(rows, self.columns[0], page)

    def file(self, asked: Asked, name: str) -> Reply | None:
        found = self.with_file(asked, name)
        if found is None:
            return None
        file = found.body.files[0]
        return Reply(file.data, file.media_type, modified=found.published)

    def file_name(self, publication: Publication) -> str:
        return f"W0{publication.published:%Y%m%d}{publication.serial * 51_967_730_668:012d}.pdf"

    def path_of(self, publication: Publication) -> str:
        return f"{FOLDER}/{relative(publication)}"


def relative(publication: Publication) -> str:
    """The link as it stands in the list, from the column's folder: 202406/t20240612_1234567.html."""
    number = 6_640_000 + publication.serial * 391
    return f"{publication.published:%Y%m}/t{publication.published:%Y%m%d}_{number}.html"
