"""Rows of lists in HTML: which links of a page are its entries, with full title and date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from lxml import etree, html

from crawler.adapters.links import absolute, day_in
from storage.models import Entry

ROW_TAGS = {"li", "tr", "dd", "dl", "p", "div", "article", "section"}
SHORT_TITLE = 6  # characters; the words of navigation are shorter as a rule
NEXT_PAGE = re.compile(r"^(下一?页|下页|后一页|next|>|›|»)[>›»]?$", re.IGNORECASE)
DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)",
)


def parse(text: str) -> html.HtmlElement | None:
    """The tree of an HTML page or fragment; None if there is nothing in it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        return html.fromstring(text) if text.strip() else None
    except etree.ParserError:
        return None


def base_of(tree: html.HtmlElement, url: str) -> str:
    """What the page's relative links start from: its `<base>`, if it has one."""
    found = tree.xpath("string(//base/@href)")
    return absolute(url, found) or url if found else url


def read_date(text: str) -> date | None:
    """The last full date in a row's text; a day without its year is none."""
    for found in reversed(list(DATE.finditer(text))):
        try:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            continue
    return None


def read_rows(text: str, url: str, css: str | None = None) -> tuple[Entry, ...]:
    """The entries of a list page.

    `css` chooses the rows. Without it the group of rows with the most dates is taken, and none where no row has a
    date: links without dates are a page's navigation, most of all after a redesign.
    """
    tree = parse(text)
    if tree is None:
        return ()
    base = base_of(tree, url)
    if css:
        return entries_of(tree.cssselect(css), base)
    found = entries_of(_main_group(tree, base), base)
    return found if any(entry.date for entry in found) else ()


def entries_of(rows: Iterable[html.HtmlElement], base: str) -> tuple[Entry, ...]:
    """One entry a row, each address once."""
    entries: dict[str, Entry] = {}
    for row in rows:
        entry = entry_of(row, base)
        if entry:
            entries.setdefault(entry.url, entry)
    return tuple(entries.values())


def entry_of(row: html.HtmlElement, base: str) -> Entry | None:
    """The row's entry: its link with the longest title. None if it has no usable link."""
    links = [(title_of(a), absolute(base, a.get("href"))) for a in row.iter("a") if a.get("href")]
    usable = [(title, url) for title, url in links if title and url]
    if not usable:
        return None
    title, url = max(usable, key=lambda link: len(link[0]))
    return Entry(title, url, read_date(_words(row).replace(title, " ")) or day_in(url))


def title_of(anchor: html.HtmlElement) -> str:
    """The full title: the `title` attribute where the visible text is a cut version of it. A date inside is dropped."""
    text = _squeeze(DATE.sub(" ", _words(anchor)))
    attribute = _squeeze(anchor.get("title") or "")
    start = text.rstrip(".…")[:SHORT_TITLE]
    return attribute if len(attribute) > len(text.rstrip(".…")) and start in attribute else text


def next_page(text: str, url: str) -> str | None:
    """The address behind 下一页, on the same host."""
    tree = parse(text)
    if tree is None:
        return None
    base = base_of(tree, url)
    for anchor in tree.iter("a"):
        if NEXT_PAGE.match(_squeeze(_words(anchor)).replace(" ", "")):
            target = absolute(base, anchor.get("href") or "")
            if target and target != url and target.split("/")[2] == url.split("/")[2]:
                return target
    return None


def _main_group(tree: html.HtmlElement, base: str) -> Sequence[html.HtmlElement]:
    """The rows that form the page's list: siblings, or rows of one shape, with dates first and many words second."""
    groups: dict[html.HtmlElement, list[html.HtmlElement]] = defaultdict(list)
    for anchor in tree.iter("a"):
        if len(title_of(anchor)) >= SHORT_TITLE and absolute(base, anchor.get("href") or ""):
            row = _row_around(anchor)
            group = groups[_list_around(row)]
            if row not in group:
                group.append(row)
    return max(groups.values(), key=_weight(base), default=[])


def _weight(base: str) -> Callable[[list[html.HtmlElement]], tuple[int, int]]:
    def weigh(rows: list[html.HtmlElement]) -> tuple[int, int]:
        entries = entries_of(rows, base)
        return sum(entry.date is not None for entry in entries), sum(len(entry.title) for entry in entries)

    return weigh


def _row_around(anchor: html.HtmlElement) -> html.HtmlElement:
    """The smallest row-like element around a link that holds a date, else the smallest row-like one."""
    nearest = None
    for element in anchor.iterancestors():
        if element.tag not in ROW_TAGS:
            continue
        titles = sum(len(title_of(a)) >= SHORT_TITLE for a in element.iter("a"))
        if titles > 1:
            break
        nearest = element if nearest is None else nearest
        if read_date(_words(element)):
            return element
    return anchor if nearest is None else nearest


def _list_around(row: html.HtmlElement) -> html.HtmlElement:
    """What holds a row together with the others: its parent, or, for lists cut into fives, the parent's parent."""
    parent = row.getparent()
    if parent is None:
        return row
    above = parent.getparent()
    alike = (
        above is not None and sum(sibling.tag == parent.tag and _has_rows(sibling) for sibling in above) > 1
    )
    return above if alike else parent


def _has_rows(element: html.HtmlElement) -> bool:
    return sum(child.tag in ROW_TAGS for child in element) > 1


def _words(element: html.HtmlElement) -> str:
    """Visible text, scripts and comments left out; a line break inside a date does not break it."""
    return "".join(element.xpath(".//text()[not(parent::script or parent::style)]"))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip(" \u3000[]·•")
