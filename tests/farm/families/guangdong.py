"""Guangdong's gkmlpt: a shell that names its site, rows as JSON with times in seconds."""

from __future__ import annotations

from typing import ClassVar

from ..portal import Answer, Asked, Reply
from ..publications import Publication
from .base import Family, json_reply


class Gkmlpt(Family):
    id, host, adapter, place = "gkmlpt", "127.0.1.20", "gkmlpt", "右江口市"
    path = "/gkmlpt/index"
    options: ClassVar = {"sid": "755011"}
    quirks: ClassVar = {
        "fewer": "`total` is below what is there: archived rows are dropped from the count",
        "empty-api": "the service answers, without a row",
    }
    article = '<h1 class="title">{title}</h1>{block}<div class="article-content">{text}{files}</div>'
    label = "<tr><td>{0}：</td><td>{1}</td></tr>"
    block = "<table class=classify>{labels}</table>"

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return (("/gkmlpt/index", self.shell), (r"/gkmlpt/api/all/0", self.rows_of))

    def shell(self, _: Asked) -> Reply:
        config = 'window._CONFIG = { LANG: \'zh\', SID: \'755011\', TREE: [{"id":2139,"name":"规范性文件","post_count":57}] }'
        return self.html("政府信息公开目录", f"<div id=app></div><script>{config}</script>")

    def rows_of(self, asked: Asked) -> Reply | None:
        if asked.query.get("sid") != "755011":
            return None
        rows = [] if asked.quirk == "empty-api" else self.sheet(asked, asked.number("page", 1))
        total = len(self.shown(asked)) - 3 * (asked.quirk == "fewer")
        articles = [
            {
                "title": paper.title,
                "type": "normal",
                "url": self.origin + self.path_of(paper),
                "document_number": paper.body.fields.number if paper.body.fields else "",
                "date": int(paper.published.timestamp()) - 172_800,
                "create_time": int(paper.published.timestamp()),
                "created_at": f"{paper.published:%Y-%m-%d %H:%M:%S}",
                "display_publish_time": int(paper.published.timestamp()),
            }
            for paper in rows
        ]
        return json_reply({"classify": {"id": 0, "post_count": 57}, "total": total, "articles": articles})

    def path_of(self, publication: Publication) -> str:
        return f"/gkmlpt/content/9/9000/post_{900_000 + publication.serial}.html"

    def file_url(self, paper: Publication) -> str:
        return f"/attachment/0/619/{self.file_name(paper)}"
