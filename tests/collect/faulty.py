"""A portal for every fault: what it does wrong, and what is to be said of it.

`python -m tests.collect.test_faults > docs/faults.md` makes the table anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from tests.farm.families.base import Family
from tests.farm.portal import Answer, Asked, Column, Portal, Reply
from tests.farm.publications import Publication

FOLDER = "/zwgk/tzgg"
LIST, DEEPER, DOCUMENTS = f"{FOLDER}/index.html", "/index_", f"{FOLDER}/wz"
WELL, QUIET, THIN, GARBLED, BLOCKED, BROKEN = "well", "quiet", "thin", "garbled", "blocked", "broken"


@dataclass(frozen=True, slots=True)
class Case:
    """`fault`: its name in the farm, or what the portal `has` wrong by its nature; `only`: the paths that show it.

    `first`: from the first poll on, else later.
    """

    fault: str
    does: str
    verdict: str
    only: str = ""
    first: bool = False
    has: tuple[str, ...] = ()


CASES = (
    Case("403", "forbids every page", BLOCKED),
    Case("412", "answers with a challenge, 412", BLOCKED),
    Case("521", "answers with a challenge, 521", BLOCKED),
    Case("202", "answers with a challenge, 202", BLOCKED),
    Case("422", "answers with a challenge, 422", BLOCKED),
    Case("429", "has had too many requests", BLOCKED),
    Case("cookie-shell", "answers with a challenge, 200", BLOCKED),
    Case("shell", "answers with a page of script that leads to a login", BLOCKED),
    Case("leads-away", "answers with a page of script that leads to another host", BLOCKED, only=LIST),
    Case("no-referer", "forbids pages that are asked for without Referer", BLOCKED),
    Case("robots", "has a robots.txt that keeps all robots out", BLOCKED),
    Case("home", "throttles: the front page comes for everything, as 200", BLOCKED),
    Case("busy-home", "throttles: a front page with the newest rows comes for everything", BLOCKED),
    Case("handshake", "sends back to itself until a cookie is sent", BROKEN),
    Case("redirect-loop", "sends back to itself for ever", BROKEN),
    Case("404", "answers 404", BROKEN),
    Case("410", "answers 410", BROKEN),
    Case("soft404", "says 页面不存在 as 200", BROKEN),
    Case("500", "answers 500", BROKEN),
    Case("503", "answers 503 and asks to come back later", BROKEN),
    Case("down", "hangs up without an answer", BROKEN),
    Case("slow", "drips a byte now and then", BROKEN, only=FOLDER),
    Case("endless", "never ends its answer", BROKEN),
    Case("bomb", "sends a small answer that unpacks to a huge one", BROKEN),
    Case("old-tls", "speaks TLS 1.0 only", BROKEN, first=True, has=("old_tls",)),
    Case("file", "sends a file in the place of the list", BROKEN),
    Case("empty", "shows the list without a row", BROKEN),
    Case("markup", "leaves the rows to a script", BROKEN),
    Case("garbled", "sends replacement characters", GARBLED),
    Case("nothing", "sends an empty answer", GARBLED),
    Case("stub", "sends a page without content", GARBLED, only=LIST),
    Case("placeholder", "sends the web server's own page", GARBLED),
    Case("few-rows", "shows one row where there were five", THIN, only=LIST),
    Case("undated", "shows no dates any more", THIN, only=LIST),
    Case("future", "shows dates that lie in the future", THIN, only=LIST),
    Case("moved-columns", "shows another column's rows", THIN, only=LIST),
    Case("500", "fails on its documents", THIN, only=DOCUMENTS, first=True),
    Case("home", "throttles: the front page comes for every document", THIN, only=DOCUMENTS, first=True),
    Case("bare-documents", "shows documents without their text", THIN, only=DOCUMENTS, first=True),
    Case("dates-stop", "publishes nothing any more", QUIET),
    Case(
        "old-tls", "speaks TLS 1.0 only, which its YAML allows", WELL, first=True, has=("old_tls", "legacy")
    ),
    Case("script-leads-on", "leads on to its list by a line of script", WELL, only=LIST, first=True),
    Case("meta-leads-on", "leads on to its list by a meta refresh", WELL, only=LIST, first=True),
    Case("stub", "leaves stubs in the place of deep pages", WELL, only=DEEPER, first=True),
    Case("first-page", "ignores the number of the page", WELL, first=True),
    Case("no-referer-file", "gives files only to readers of the page", WELL, first=True),
    Case("gzip", "compresses though nobody asked", WELL, first=True),
    Case("mislabelled", "names a wrong charset in the header", WELL, first=True),
    Case("gbk-no-charset", "writes GBK and does not say so", WELL, first=True),
    Case("gbk-wrong-charset", "writes GBK and calls it UTF-8", WELL, first=True),
    Case("broken-dates", "breaks its dates over lines", WELL, only=FOLDER, first=True),
    Case("doubled", "shows every row twice", WELL, first=True),
    Case("odd-links", "doubles slashes behind the host", WELL, first=True),
    Case("relative-scheme", "leaves the scheme out of its links", WELL, first=True),
)
SEEN_IN_PART = ("stub", "first-page")  # well, and only the first page of the list can be had
PROGRAMME = re.compile(r"以旧换新|设备更新")
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉"


class Plain(Family):
    """A list with a pager, and documents: a portal of no known make."""

    adapter = "generic"
    followed: ClassVar[int] = 5  # papers that speak of the programme

    @classmethod
    def published(cls, texts: Path) -> list[Publication]:
        papers = super().published(texts)
        spoken = [paper for paper in papers if PROGRAMME.search(paper.title)]
        return [paper for paper in papers if paper not in spoken[cls.followed :]]

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        return ((rf"{FOLDER}/index(?:_(\d+))?\.html", self.numbered_page),)

    def numbered_page(self, asked: Asked, number: str | None) -> Reply | None:
        return self.list_page(asked, int(number or 1))

    def pager(self, asked: Asked, page: int) -> str:
        return f'<div><a href="index_{page + 1}.html">下一页</a></div>' if page < self.pages(asked) else ""

    def path_of(self, publication: Publication) -> str:
        return f"{DOCUMENTS}/{4_500 + publication.serial}.html"


def portal_of(number: int, case: Case) -> type[Portal]:
    """A portal of its own for a case, on an address of its own."""
    facts: dict[str, Any] = {
        "id": f"p{number:02}-{case.fault}",
        "host": f"127.0.4.{number}",
        "place": f"{NAMES[number]}水市",
        "path": LIST,
        "followed": 5 if case.first else 1,  # documents matter where they are read under the fault
        "__module__": __name__,
        **dict.fromkeys(case.has, True),
    }
    kind = type(f"Faulty{number}", (Plain,), facts)
    kind.columns = (
        Column("policy", "通知公告", LIST, expect=3, quiet_days=5 if case.verdict == QUIET else 30),
    )
    return kind


PORTALS: dict[Case, type[Portal]] = {case: portal_of(number, case) for number, case in enumerate(CASES, 1)}
