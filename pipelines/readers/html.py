"""HTML: a portal's page to title, labels, main text and attachments.

lxml builds the tree and finds the text; only that fragment goes through BeautifulSoup, which is ten times slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from pipelines.labels import FIELDS
from pipelines.readers.container import UNSEEN, Container, find_container, visible_text
from pipelines.readers.decode import decode
from pipelines.readers.file_text import FileText
from pipelines.readers.fragment import read_fragment
from pipelines.readers.labels import (
    NEAR,
    UNLABELLED_NUMBER,
    Cell,
    cells,
    cells_behind,
    has_index,
    read_labels,
)
from pipelines.readers.links import Link, attachments, embedded_files, scripted_files
from pipelines.readers.scripted import Article, scripted_article
from pipelines.readers.sniff import HTML
from pipelines.titles import is_complete, without_gaps, without_number
from storage.models import Block

TITLE_LABELS = FIELDS["title"]
META_TITLES = ("pagetitle", "article:title", "og:title", "title")  # beside the prescribed ArticleTitle
TITLE_MARK = re.compile(r"<\$\[(?:标题|标题名称)[^\]]*\]>begin", re.IGNORECASE)
TITLE_CLASS = re.compile(r"tit(?:le)?(?:$|[\s_-])|(?:^|[\s_-])tit", re.IGNORECASE)
LESSER_HEADINGS = ("h2", "h3", "h4")
# Names of sites and columns, which pages give in the place of a title.
NO_TITLE = re.compile(
    r"(?:人民政府|政府网|门户|网站|信息公开(?:网|平台|专栏|目录)?|首页|正文|详情页?|内容页?)$"
)
TITLE_LENGTH = range(8, 151)
# A dash parts only between Chinese characters: 2018—2035 and VR-AR are whole.
SITE_PARTS = re.compile(r"\s*[_|>]+\s*|\s{2,}|(?<=[\u4e00-\u9fff）》])\s*[-–—]+\s*(?=[\u4e00-\u9fff])")
# The line under a page's title; what stands above it inside the container is not the text.
DATE_LINE = re.compile(
    r"(?:发布(?:时间|日期)|来源|浏览次数|阅读次数|点击次?数?)\s*[:：]|^(?:时间|日期)\s*[:：]\s*\d{4}[-/]\d"
)
HEAD_BLOCKS = 8
# What a page hangs below the text, inside the same container.
FOOT = re.compile(
    r"[【\[（(]?(?:相关(?:附件|链接|阅读|解读|文件|稿件|新闻|政策)|附件下载|扫一扫|打印|关闭(?:窗口|本页)?|分享|上一[篇条]|下一[篇条]"
    r"|责任编辑|编辑[:：]|版权所有|主办单位|政府网站标识码|网站标识码|.{0,12}ICP备)"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a detail page shows of a document.

    `metas` has lower-cased names and the first content that is not empty; `labels` are those of the first information
    block and of the date line; `blocks` are the main text, `links` the attached files.
    """

    url: str
    title: str | None
    metas: dict[str, str] = field(default_factory=dict)
    labels: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()


def read_html(data: bytes, charset: str | None = None) -> FileText:
    """A page as a file among others: its main text only."""
    decoded = decode(data, charset)
    blocks = read_page(decoded.text, "").blocks
    if decoded.garbled:
        return FileText(HTML, blocks, "partial", f"characters were lost decoding it as {decoded.charset}")
    return FileText(HTML, blocks)


def read_page(source: str, url: str) -> Page:
    """A detail page; `url` is where it came from, for its relative links. An empty page gives an empty `Page`."""
    root = _parsed(source)
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        return Page(url, title=None)
    files = [*scripted_files(root), *embedded_files(root)]
    article = scripted_article(root)
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    container = find_container(root)
    if article and (container is None or _says_more(article, container)):
        body.append(article.content)
        container = Container(article.content, deepcopy(article.content))
    above = list(cells(body, container.element if container else None))
    blocks = read_fragment(container.content) if container else []
    head, text = _cut(blocks)
    labels = read_labels([*above, *(cell for block in head for cell in _cells_of(block))])
    if article and container and container.element is article.content:
        labels = (*labels, *article.labels)
    metas = dict(_metas(root))
    if container and not has_index(labels):
        labels = (*labels, *_labels_behind(container.element, labels, dated="pubdate" in metas))
    title = _title(root, container, metas, labels, above)
    labels = (*labels, *_number_beside(title, above, labels))
    if container and (title is None or container.element is body):
        # A document that somebody saved as HTML: no frame tells what its first lines say.
        text, labels = blocks, read_labels(above)
    return Page(
        url=url,
        title=title,
        metas=metas,
        labels=labels,
        blocks=tuple(text),
        links=attachments(root, container.element if container else None, url, files),
    )


def _says_more(article: Article, container: Container) -> bool:
    """Is what the script holds the text, and what the page shows only its frame?"""
    return len(visible_text(article.content)) > 2 * len(visible_text(container.element))


def _number_beside(
    title: str | None, above: Sequence[Cell], labels: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The number that a heading prints with the title, where neither the block nor the title itself has one."""
    if title is None or any(label in FIELDS["doc_number"] for label, _ in labels):
        return
    for cell in above:
        if len(cell.text) in TITLE_LENGTH and (split := without_number(without_gaps(cell.text)))[1]:
            rest = _bare(split[0])
            if len(rest) in TITLE_LENGTH and (rest in _bare(title) or _bare(title) in rest):
                yield UNLABELLED_NUMBER, split[1].printed
                return


def _parsed(source: str) -> etree._Element | None:
    # not lxml.html, whose elements get their class from a look-up in Python each time one is touched
    parser = etree.HTMLParser(encoding="utf-8")
    return etree.fromstring(source.encode("utf-8", "replace"), parser)


def _labels_behind(
    element: etree._Element, above: Sequence[tuple[str, str]], *, dated: bool
) -> Iterator[tuple[str, str]]:
    """The information block, if it stands behind the text; else the date line, unless the page is `dated` already."""
    behind = list(cells_behind(element))
    block = read_labels(behind)
    if has_index(block):
        yield from block
    elif not dated and not any(label in FIELDS["published_date"] for label, _ in above):
        yield from (pair for pair in read_labels(behind[:NEAR]) if pair[0] in FIELDS["published_date"])


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    seen = set()
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = " ".join(meta.get("content", "").split())
        if name and content and name not in seen:
            seen.add(name)
            yield name, content


def _cut(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """What stands above the text (title, labels, date line), and the text without what hangs below it."""
    start = max((at + 1 for at, block in enumerate(blocks[:HEAD_BLOCKS]) if _is_head(block)), default=0)
    body = blocks[start:]
    total = sum(len(block.text) for block in body)
    seen = 0
    for at, block in enumerate(body):
        if FOOT.match(block.text) and total - seen <= max(300, 0.3 * total):
            return blocks[:start], body[:at]
        seen += len(block.text)
    return blocks[:start], body


def _is_head(block: Block) -> bool:
    """A date line, or a table that is an information block."""
    if block.kind == "table":
        return len(read_labels(_cells_of(block))) > 1
    return len(block.text) < 150 and DATE_LINE.search(block.text) is not None


def _cells_of(block: Block) -> Iterator[Cell]:
    yield from (Cell(cell) for row in block.rows for cell in row) if block.rows else (Cell(block.text),)


def _title(
    root: etree._Element,
    container: Container | None,
    metas: dict[str, str],
    labels: Sequence[tuple[str, str]],
    above: Sequence[Cell],
) -> str | None:
    """By trust: the standard meta tag, the information block, the template's mark, headings, the window's title."""
    window = root.findtext(".//title") or ""
    candidates = chain(
        (metas.get("articletitle"), *(value for label, value in labels if label in TITLE_LABELS)),
        _marked_titles(root),
        _likely_headings(root, container, window),
        _repeated(above, window),
        (metas.get(name) for name in META_TITLES),
        (max(SITE_PARTS.split(window), key=len),),
        _headings(root, container, LESSER_HEADINGS),
        _shaped(above),
    )
    titles = (" ".join(title.split()) for title in candidates if title)
    return next((title for title in titles if _is_title(title, metas.get("sitename"))), None)


def _is_title(text: str, site: str | None) -> bool:
    return bool(text) and text != site and not NO_TITLE.search(text)


def _likely_headings(root: etree._Element, container: Container | None, window: str) -> Iterator[str]:
    """What stands as a title, what the window's title repeats first."""
    yield from sorted(_headings(root, container), key=lambda heading: _bare(heading) not in _bare(window))


def _repeated(above: Sequence[Cell], window: str) -> Iterator[str]:
    """The longest line above the text that the window's title repeats."""
    repeated = [
        cell.text for cell in above if len(cell.text) in TITLE_LENGTH and _bare(cell.text) in _bare(window)
    ]
    yield from sorted(repeated, key=len, reverse=True)


def _shaped(above: Sequence[Cell]) -> Iterator[str]:
    """The nearest line above the text that is worded as a document's title."""
    for cell in reversed(above):
        if len(cell.text) in TITLE_LENGTH and "关于" in cell.text and is_complete(cell.text):
            yield cell.text


def _bare(text: str) -> str:
    return "".join(text.split())


def _marked_titles(root: etree._Element) -> Iterator[str]:
    for comment in root.iter(etree.Comment):
        if TITLE_MARK.search(comment.text or ""):
            yield comment.tail or ""


def _headings(root: etree._Element, container: Container | None, tags: Sequence[str] = ()) -> Iterator[str]:
    """What stands in these tags, or without them h1 and what is classed as a title; the nearest above the text first."""
    found: list[str] = []
    for element in root.iter(tags or etree.Element):
        if container is not None and element is container.element:
            break
        if tags or element.tag == "h1" or TITLE_CLASS.search(element.get("class", "")):
            text = visible_text(element)
            if len(text) in TITLE_LENGTH and len(element.findall(".//a")) == 0:
                found.append(text)
    yield from reversed(found)
