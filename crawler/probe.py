"""An unknown portal's address -> its family, its policy columns, and what stands in them.

Nothing is fetched here: `fetch` does it, as politely as its owner sees fit. At most MOST_REQUESTS are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.adapters import ListRequest, ListResponse, OptionError, adapter_named, recognise
from crawler.adapters.links import absolute, same_page
from crawler.adapters.row import squeeze, words
from crawler.adapters.rows import base_of, parse
from crawler.config import Column, Portal
from crawler.faults import Fault
from crawler.health import in_words
from crawler.survey import Fetch, first_rows
from storage.models import Entry

# What the link to a column says, and how likely plans stand behind it; the first that is found counts.
COLUMN_WORDS = (
    ("政策文件库", 10),
    ("规范性文件", 9),
    ("政府文件", 9),
    ("政策文件", 8),
    ("府文件", 7),
    ("其他文件", 5),
    ("政策法规", 5),
    ("通知公告", 4),
    ("公示公告", 3),
    ("公告公示", 3),
    ("政策解读", 2),
)
# Sections in which columns are looked for when the front page names none with entries.
SECTION_WORDS = ("政府信息公开", "政务公开", "信息公开", "法定主动公开内容")
LONGEST_NAME = 14  # characters; what is longer is an entry and no column
MOST_REQUESTS = 12
MOST_COLUMNS = 4
SAMPLE = 5

WRITTEN = re.compile(r"""document\.write(?:ln)?\(\s*(["'])(.*?)(?<!\\)\1""", re.DOTALL)
SITE_NAME = re.compile(r"""<meta\s+name=["']?SiteName["']?\s*content=["']([^"']+)""", re.IGNORECASE)
GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:人民政府|委员会|[厅局])")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
HOME_PATH = re.compile(r"/?(?:index|default)?(?:\.\w+)?")
NO_SIGN = "no sign of a known family"


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column as the portal calls it, the family that its page shows, its entries, newest first as a rule, and the
    answer that held them."""

    name: str
    url: str
    family: str
    evidence: str
    entries: tuple[Entry, ...]
    answer: ListResponse


@dataclass(frozen=True, slots=True)
class Probed:
    """What a probe found. `site` is the portal's own name, `entries` a sample from the best of its columns.

    Without columns nothing could be read; `evidence` then says why.
    """

    site: str | None
    family: str
    evidence: str
    columns: tuple[FoundColumn, ...]
    entries: tuple[Entry, ...]


async def probe(url: str, fetch: Fetch) -> Probed:
    """The family and the columns of the portal at `url`, the address of its front page or of one of its lists."""
    ask = _at_most(MOST_REQUESTS, fetch)
    page = await ask(ListRequest(url))
    if isinstance(page, Fault):
        return Probed(None, "generic", f"{url}: {in_words(page.name, page.detail)}", (), ())
    site, found = _site(page.text), await _columns(page, ask)
    if not found:
        shown = recognise(page.url, page.text)
        told = f"no column with entries was found; {shown.evidence or NO_SIGN}"
        return Probed(site, shown.family, told, (), ())
    best = next((column for column in found if column.family != "generic"), found[0])
    # a portal is read by one adapter; its columns without a sign of their own are of its family
    columns = tuple(column for column in found if column.family in (best.family, "generic"))
    return Probed(site, best.family, best.evidence, columns, best.entries[:SAMPLE])


def _site(text: str) -> str | None:
    """What the portal calls itself: the meta tag that is prescribed, else a government's name in the title."""
    told = SITE_NAME.search(text)
    if told:
        return told[1].strip()
    named = GOVERNMENT.search(_title(text))
    return named[0] if named else None


async def _columns(page: ListResponse, ask: Fetch) -> tuple[FoundColumn, ...]:
    """The columns with entries: the page itself, or those it leads to, or those its sections lead to."""
    if not HOME_PATH.fullmatch(urlsplit(page.request.url).path):
        itself = await _read(_title(page.text), page.url, page, ask)
        if itself:
            return (itself,)
    found = await _behind(page, ask)
    if found:
        return found
    for name, url in _links(page):
        if name not in SECTION_WORDS:
            continue
        section = await ask(ListRequest(url))
        found = () if isinstance(section, Fault) else await _behind(section, ask)
        if found:
            break
    return found


async def _behind(page: ListResponse, ask: Fetch) -> tuple[FoundColumn, ...]:
    found: list[FoundColumn] = []
    for name, url in _candidates(page):
        if len(found) == MOST_COLUMNS:
            break
        column = await _read(name, url, await ask(ListRequest(url)), ask)
        if column:
            found.append(column)
    return tuple(found)


def _candidates(page: ListResponse) -> list[tuple[str, str]]:
    """The links that lead to columns by their names, the likeliest first."""
    ranked = [(_likelihood(name), name, url) for name, url in _links(page)]
    ranked = sorted((one for one in ranked if one[0]), key=lambda one: -one[0])
    return [(name, url) for _, name, url in ranked]


def _likelihood(name: str) -> int:
    return next((weight for word, weight in COLUMN_WORDS if word in name), 0)


def _links(page: ListResponse) -> Iterator[tuple[str, str]]:
    """Name and address of every link to the same site, once, with those that scripts write."""
    written = "".join(text.replace("\\", "") for _, text in WRITTEN.findall(page.text))
    seen = {page.url}
    for text in (page.text, written):
        tree = parse(text)
        for link in tree.iter("a") if tree is not None else ():
            name = squeeze(words(link) or link.get("title") or "")
            url = absolute(base_of(tree, page.url), link.get("href") or "")
            if url and url not in seen and 0 < len(name) <= LONGEST_NAME and _of_one_site(page.url, url):
                seen.add(url)
                yield name, url


def _of_one_site(one: str, other: str) -> bool:
    host, site = urlsplit(other).hostname or "", (urlsplit(one).hostname or "").removeprefix("www.")
    return host == site or host.endswith(f".{site}")


async def _read(name: str, url: str, page: ListResponse | Fault, ask: Fetch) -> FoundColumn | None:
    """A column as its family's adapter reads it; None where that finds no entries."""
    if isinstance(page, Fault):
        return None
    shown = recognise(url, page.text)
    family, request = _opened(shown.family, name, url)
    answer = page if request.method == "GET" and same_page(request.url, url) else await ask(request)
    opened = await first_rows(adapter_named(family), request, answer, ask)
    if not opened.entries or isinstance(opened.answer, Fault):
        return None
    return FoundColumn(name, url, family, shown.evidence or NO_SIGN, opened.entries, opened.answer)


def _opened(family: str, name: str, url: str) -> tuple[str, ListRequest]:
    """The first request for a column; of a family that cannot do with the address, `generic` takes its place."""
    column = Column(name=name or url, url=url)
    portal = Portal(
        id="probed",
        name=name,
        region="",
        adapter=family,
        home=url,
        columns=[column],
        evidence="",
        checked="never",
    )
    try:
        return family, adapter_named(family).list_requests(column, portal)[0]
    except OptionError:
        return "generic", ListRequest(url)


def _title(text: str) -> str:
    found = TITLE.search(text)
    return squeeze(found[1]) if found else ""


def _at_most(number: int, fetch: Fetch) -> Fetch:
    """`fetch`, which makes no more than that many requests."""
    left = iter(range(number))

    async def ask(request: ListRequest) -> ListResponse | Fault:
        if next(left, None) is None:
            return Fault("refused", f"a probe makes {number} requests at most")
        return await fetch(request)

    return ask
