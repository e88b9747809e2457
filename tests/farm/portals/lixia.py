"""Lixia: Hanweb jpage. The rows lie in an XML island and behind dataproxy.jsp; the plan is a Word file.

From day 4 it has moved to Hanweb JPaaS: the column page holds no rows any more, they come as HTML inside JSON from the
unit endpoint, and dataproxy.jsp is gone. Documents stay at their addresses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from urllib.parse import quote

from ..pages import render
from ..portal import Answer, Asked, Column, Portal, Reply, newest, sheet
from ..publications import Publication

COLUMN, UNIT, MOBILE_UNIT, WEB = 37116, 4230716, 4230799, 178
UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
PROXY = "/module/web/jpage/dataproxy.jsp"
PER_PAGE, GROUP_SIZE = 10, 2
LIST_TAG = "当前栏目list"
GROUP = PER_PAGE * GROUP_SIZE


class Lixia(Portal):
    id = "lixia"
    host = "127.0.0.13"
    site = "济南市历下区人民政府"
    region = "山东省济南市历下区"
    division_code = "370102"
    adapter = "jpage"
    columns = (Column("policy", "区政府文件", f"/col/col{COLUMN}/index.html"),)
    evidence = "farm: lixia.gov.cn, Hanweb jpage; the policy column's number is not established"

    # what the templates need to know of the platform
    unit, mobile_unit = UNIT, MOBILE_UNIT
    web, number = WEB, COLUMN
    per_page, group_size = PER_PAGE, GROUP_SIZE

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return (
            (rf"/col/col{COLUMN}/(?:index\.html)?", self.list_page),
            (PROXY, self.proxy),
            (UNIT_PATH, self.built_unit),
            (r"/module/download/downfile\.jsp", self.file),
        )

    def list_page(self, asked: Asked) -> Reply:
        rows = self.shown(asked)
        return self.page(
            "lixia/list.html",
            newest(rows),
            column=self.columns[0],
            items=rows[:GROUP],
            total=len(rows),
            next_group=next_group(2, rows),
        )

    def redesigned(self) -> Reply:
        return self.page("lixia/redesigned.html", column=self.columns[0])

    def proxy(self, asked: Asked) -> Reply | None:
        """The rows of a group, or from startrecord to endrecord; beyond the last row an empty record set."""
        if asked.redesigned:
            return None
        rows = self.shown(asked)
        if page := asked.number("page", 0):
            start, end = (page - 1) * GROUP, page * GROUP
        else:
            start = max(asked.number("startrecord", 1), 1) - 1
            end = asked.number("endrecord", start + GROUP)
        per_page = max(asked.number("perpage", PER_PAGE), 1)
        return self.page(
            "lixia/proxy.xml",
            items=rows[start:end],
            total=len(rows),
            total_pages=-(-len(rows) // per_page),
            next_group=next_group(page + 1, rows) if page else None,
        )

    def built_unit(self, asked: Asked) -> Reply | None:
        """What JPaaS answers for a list: rows and pager as HTML inside JSON; `paramJson` holds page and size."""
        if not asked.redesigned or asked.query.get("tagId") != LIST_TAG:
            return None
        try:
            wanted = json.loads(asked.query.get("paramJson") or "{}")
        except json.JSONDecodeError:
            return None
        page, size = int(wanted.get("pageNo", 1)), int(wanted.get("pageSize", 15))
        rows = self.shown(asked)
        html = render(
            "lixia/built.html",
            portal=self,
            items=sheet(rows, size, page),
            total=len(rows),
            page=page,
            size=size,
        )
        answer = {"success": True, "message": "生成成功", "code": "200", "data": {"html": html}}
        return Reply(json.dumps(answer, ensure_ascii=False).encode(), "application/json;charset=UTF-8")

    def file(self, asked: Asked) -> Reply | None:
        found = self.with_file(asked, asked.query.get("filename"))
        if found is None:
            return None
        file = found.body.files[0]
        shown = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Reply(file.data, "application/octet-stream", headers=(("Content-Disposition", shown),))

    def file_name(self, publication: Publication) -> str:
        return hashlib.md5(publication.title.encode()).hexdigest() + ".docx"

    def path_of(self, publication: Publication) -> str:
        when = publication.published
        return f"/art/{when.year}/{when.month}/{when.day}/art_{COLUMN}_{4_780_000 + publication.serial * 113}.html"

    def file_url(self, publication: Publication) -> str:
        return f"/module/download/downfile.jsp?classid=0&filename={self.file_name(publication)}"


def next_group(page: int, rows: Sequence[Publication]) -> str | None:
    """The address of the next group of rows, `webname` encoded twice and `appid` doubled as the platform does."""
    if (page - 1) * GROUP >= len(rows):
        return None
    name = quote(quote("济南市历下区人民政府"))
    return (
        f"{PROXY}?page={page}&appid=1&appid=1&webid={WEB}&path=/&columnid={COLUMN}&unitid={UNIT}"
        f"&webname={name}&permissiontype=0"
    )
