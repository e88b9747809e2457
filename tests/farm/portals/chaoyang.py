"""Chaoyang: a legacy static site in GBK over http, with doubled slashes and navigation written by script.

Not established for the real one, chosen here: rows are table rows, further pages are `index_2.html`, with a 下一页.
"""

from __future__ import annotations

from ..portal import Answer, Asked, Column, Portal, Reply, pages_for
from ..publications import Publication

FOLDERS = {"file": "/affair/file/otherfile", "notice": "/affair/notice"}


class Chaoyang(Portal):
    id = "chaoyang"
    host = "127.0.0.11"
    site = "北京市朝阳区人民政府"
    region = "北京市朝阳区"
    division_code = "110105"
    adapter = "generic"
    rows = 16
    encoding = "gb18030"
    html_type = "text/html"  # the character set stands in the page only, and under its old name gb2312
    columns = (
        Column("file", "其他文件", "/affair/file/otherfile/index.html"),
        Column("notice", "通知公告", "/affair/notice/index.html"),
    )
    evidence = "farm: bjchy.gov.cn, legacy static; list rows and paging are not established and were chosen"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return tuple(
            (rf"{folder}/(?:index(?:_(\d+))?\.html)?", self.list_of(key)) for key, folder in FOLDERS.items()
        )

    def list_of(self, key: str) -> Answer:
        def answer(asked: Asked, number: str | None) -> Reply | None:
            rows, page = self.shown(asked, key), int(number or 1)
            return self.listing(rows, self.column(key), page) if page <= pages_for(rows, self.rows) else None

        return answer

    def path_of(self, publication: Publication) -> str:
        return f"{FOLDERS[publication.column]}/{hex_id(publication)}.html"


def hex_id(publication: Publication) -> str:
    """A Hibernate uuid.hex: digits 17 to 28 are the time of creation in unix milliseconds."""
    milliseconds = int(publication.published.timestamp() * 1000)
    return f"4028805a{0x8C3F0000 + publication.serial:08x}{milliseconds:012x}{publication.serial:04x}"
