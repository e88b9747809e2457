"""Kaifeng: UCAP of the new generation. The first page is JSON in the page, the next ones come from POST /queryList.

The plan stands in two channels, each with an address of its own.
"""

from __future__ import annotations

import json
from typing import Any

from ..portal import Answer, Asked, Column, Portal, Reply, newest, sheet
from ..publications import Publication

SITE = "kfsrmzfwz"
TWITTER_EPOCH = 1_288_834_974_657  # the platform's ids are snowflakes


class Kaifeng(Portal):
    id = "kaifeng"
    host = "127.0.0.15"
    site = "开封市人民政府"
    region = "河南省开封市"
    division_code = "410200"
    adapter = "ucap_new"
    rows = 15
    columns = (
        Column("c01011", "政府文件", f"/{SITE}/c01011/pc/list.html", quiet_days=60),
        Column("tzgg", "通知公告", f"/{SITE}/tzgg/pc/list.html"),
    )
    evidence = (
        "farm: kaifeng.gov.cn, UCAP new generation; the policy channel's code is taken from its counties"
    )

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((rf"/{SITE}/(\w+)/pc/list\.html", self.list_page), ("/queryList", self.query))

    def list_page(self, asked: Asked, channel: str) -> Reply | None:
        if channel not in {column.key for column in self.columns}:
            return None
        rows = self.shown(asked, channel)
        articles = [self.article(each) for each in rows[: self.rows]]
        return self.page(
            "kaifeng/list.html",
            newest(rows),
            column=self.column(channel),
            articles=json.dumps(articles, ensure_ascii=False),
            total=len(rows),
        )

    def query(self, asked: Asked) -> Reply | None:
        """One page of a channel. The plain names and the browser's array names both work; page 1 is the first."""
        if asked.method != "POST":
            return None
        channel = asked.form.get("channelCode") or asked.form.get("channelCode[]")
        size = asked.number("pageSize", 0) or asked.number("perPage", self.rows)
        rows = sheet(self.shown(asked, channel or ""), size, max(asked.number("current", 1), 1))
        results = [{"source": self.article(each)} for each in rows]
        answer = json.dumps({"data": {"results": results}}, ensure_ascii=False)
        return Reply(answer.encode(), "application/json;charset=UTF-8")

    def article(self, publication: Publication) -> dict[str, Any]:
        """A row as the platform gives it: `urls` and `articleFiles` are strings of JSON."""
        return {
            "id": str(snowflake(publication)),
            "title": publication.title,
            "showTitle": publication.title,
            "pubDate": publication.minute,
            "contentSource": publication.body.source,
            "urls": json.dumps({"pc": self.path_of(publication)}),
            "images": "[]",
            "articleFiles": "[]",
            "metadata": json.dumps({"author": publication.body.source}, ensure_ascii=False),
        }

    def path_of(self, publication: Publication) -> str:
        return f"/{SITE}/{publication.column}/pc/content/content_{snowflake(publication)}.html"


def snowflake(publication: Publication) -> int:
    """A 19-digit id whose upper bits are the time of creation."""
    milliseconds = int(publication.published.timestamp() * 1000) - TWITTER_EPOCH
    return (milliseconds << 22) | (publication.serial << 12) | 0x200
