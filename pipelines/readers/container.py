"""Where on a page the document's own text stands: comment marks, the containers of known systems, else density."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

# Containers by trust: an id with #, a class with a dot, a bare name is a tag; all compared in lower case.
BODIES = (
    "#ucap-content",
    "ucapcontent",
    "#zoom",
    ".zoom",
    "#zoomcon",
    ".trs_ueditor",
    ".trs_editor",
    ".trs_editor_view",
    "#vsb_content",
    "#vsb_content_2",
    "#vsb_content_4",
    "#vsb_content_500",
    "#vsb_content_501",
    "#vsb_content_502",
    "#vsb_content_1001",
    ".v_news_content",
    ".j-fontcontent",
    ".article-content",
    ".content_article",
    ".art_con",
    ".bt_content",
    ".bt-content",
    ".main-txt",
    ".wz_zoom",
    ".show-detail",
    "#maintext",
    "#div_zhengwen",
    ".xl_content",
    ".article_con",
    ".article_content",
    ".details-main",
    ".ymain",
    ".tys-main-zt-show",
    ".tys-main-zt",
    ".zcwjk-xlcon",
    ".zwxl-content",
    ".zwxl-main",
    ".pages_content",
    ".zfwjwzcontent",
    "#ivs_content",
    ".news_cont_d_wrap",
    ".tyxxy_main",
    ".jgz_box",
    ".zoomty",
    ".artcon",
    ".tyxlcenter",
    ".message-box",
    "#xlrllt",
    ".common-content",
    "#img-content",
)
# Rank by trust, of ids, of classes, and of tags.
ID_RANK, CLASS_RANK, TAG_RANK = (
    {
        name.lstrip("#."): rank
        for rank, name in enumerate(BODIES)
        if (name[0] if name[0] in "#." else "") == sign
    }
    for sign in ("#", ".", "")
)
BEGIN_MARK = re.compile(r"<\$\[信息内容\]>begin|\.content\.begin", re.IGNORECASE)
END_MARK = re.compile(r"<\$\[信息内容\]>end|\.content\.end", re.IGNORECASE)

UNSEEN = ("script", "style", "noscript", "template", "select", "textarea", "iframe")
BLOCK_NAMES = """
address article aside blockquote body br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main
nav ol p pre section table tbody td tfoot th thead tr ucapcontent ul
"""
BLOCK_TAGS = frozenset(BLOCK_NAMES.split())
# What stands around the text of any page, by tag, by the words of its class or id, and by its own words.
ASIDE_TAGS = frozenset(("footer", "nav", "header", "aside"))
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|copy(?:right)?|nav|menu|head(?:er)?|bottom|side(?:bar)?|crumbs?|relat(?:ed|ion)|xgxx|share)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
IMPRINT = re.compile(r"版权所有|ICP备|公网安备|网站标识码|技术支持|主办单位|当前位置")
LINKED_TITLE = 10  # characters
PUNCTUATION = re.compile(r"[，。；：、,;]")


TEXT = etree.XPath("string()", smart_strings=False)


@dataclass(frozen=True, slots=True)
class Container:
    """The `element` that holds the text, and a copy of that part of its inside that is the text, as `content`."""

    element: etree._Element
    content: etree._Element


def find_container(root: etree._Element) -> Container | None:
    """The main text's place, None for a page without text. What is `UNSEEN` must be out of the tree."""
    return _between_marks(root) or _by_name(root) or _by_density(root)


def visible_text(element: etree._Element) -> str:
    """What a reader sees inside the element, without white space at the ends."""
    whole = TEXT(element) if len(element) else element.text or ""
    return str(whole).strip()


def _between_marks(root: etree._Element) -> Container | None:
    for comment in root.iter(etree.Comment):
        if BEGIN_MARK.search(comment.text or ""):
            parent, content = comment.getparent(), _until_end_mark(comment)
            if parent is not None and content is not None and _says_something(content):
                return Container(parent, content)
    return None


def _until_end_mark(begin: etree._Element) -> etree._Element | None:
    content = etree.Element("div")
    content.text = begin.tail
    for sibling in begin.itersiblings():
        if sibling.tag is etree.Comment and END_MARK.search(sibling.text or ""):
            return content
        content.append(deepcopy(sibling))
    return None


def _by_name(root: etree._Element) -> Container | None:
    found: dict[int, list[etree._Element]] = defaultdict(list)
    for element in root.iter(etree.Element):
        rank = _rank(element.tag, element.get("id", ""), element.get("class", ""))
        if rank is not None:
            found[rank].append(element)
    for rank in sorted(found):
        best = max(found[rank], key=lambda element: len(visible_text(element)))
        if _says_something(best):
            return Container(best, deepcopy(best))
    return None


@lru_cache(8192)  # the names of a portal's elements stand on each of its pages
def _rank(tag: str, named: str, classes: str) -> int | None:
    """How much a container's name is trusted, 0 most; None where it is no name of a container."""
    ranks = [CLASS_RANK.get(name) for name in classes.lower().split()]
    ranks += [ID_RANK.get(named.lower()), TAG_RANK.get(tag)]
    return min((rank for rank in ranks if rank is not None), default=None)


def _by_density(root: etree._Element) -> Container | None:
    """The element whose paragraphs, its own and half of its grandchildren's, weigh most for their share of links."""
    weights: defaultdict[etree._Element, float] = defaultdict(float)
    for element in root.iter("p", "div", "td", "section", "article", "main", "center", "pre"):
        text = _own_text(element)
        if len(text) < 10 or not PUNCTUATION.search(text) or IMPRINT.search(text):
            continue
        if is_aside(element) or _is_teaser(element):
            continue
        weight = 1 + len(PUNCTUATION.findall(text)) + min(len(text) / 50, 6)
        holders = [] if element.tag == "p" else [element]
        holders += list(element.iterancestors())[:2]
        for distance, holder in enumerate(holders):
            weights[holder] += weight / 2**distance
    if not weights:
        return None
    best = max(weights, key=lambda element: weights[element] * (1 - _share_of_links(element)))
    return Container(best, deepcopy(best))


def is_aside(element: etree._Element) -> bool:
    """Is it part of what stands around the text of any page: navigation, foot, side column?"""
    around = (element, *element.iterancestors())
    return any(
        one.tag in ASIDE_TAGS or ASIDE.search(f"{one.get('class', '')} {one.get('id', '')}") for one in around
    )


def _is_teaser(element: etree._Element) -> bool:
    """Does it stand in an item of a list, with the title of the page that the item leads to?"""
    item = next(element.iterancestors("li", "dd"), None)
    return item is not None and any(len(visible_text(link)) >= LINKED_TITLE for link in item.iter("a"))


def _own_text(element: etree._Element) -> str:
    """The text of the element and of what stands in its lines, not of links and of blocks inside it."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in BLOCK_TAGS and child.tag != "a":
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _share_of_links(element: etree._Element) -> float:
    whole = len(visible_text(element))
    return sum(len(visible_text(link)) for link in element.iter("a")) / whole if whole else 1.0


def _says_something(element: etree._Element) -> bool:
    return bool(visible_text(element)) or element.find(".//img") is not None
