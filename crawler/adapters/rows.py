"""Lists in HTML: which elements of a page are the rows of its list, and where its next page lies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from lxml import etree, html

from crawler.adapters.links import absolute
from crawler.adapters.row import SHORT_TITLE, Link, RowReader, squeeze, words
from storage.models import Entry

NEXT_PAGE = re.compile(r"^(下一?页|下页|后一页|next|>|›|»)[>›»]?$", re.IGNORECASE)
PAPER = re.compile(
    r"(?:通知|公告|通告|公示|通报|意见|决定|命令|批复|方案|办法|细则|措施|规定|规划|条例|函)[》）)]?(?:[（(].{1,20}[）)])?[.…]*$|^关于"
)
LEAST_PAPERS = 5
LONG_TITLE = 40  # characters; what is longer weighs no more
ROW_LINKS = 3  # a row by its nature has no more titles than these; a cell of the page's layout has

Rows = list[html.HtmlElement]


def parse(text: str) -> html.HtmlElement | None:
    """The tree of an HTML page or fragment; None if there is nothing in it."""
    text = re.sub(r"^\s*<\?xml[^>]*>?", "", text)
    try:
        return html.fromstring(text) if text.strip() else None
    except etree.ParserError:
        return None


def base_of(tree: html.HtmlElement, url: str) -> str:
    """What the page's relative links start from: its `<base>`, if it has one."""
    found = tree.xpath("string(//base/@href)")
    return absolute(url, found) or url if found else url


def read_rows(text: str, url: str, css: str | None = None) -> tuple[Entry, ...]:
    """The entries of a list page.

    `css` chooses the rows. Without it the group of rows with the most dates is taken, and none where no row has a
    date: links without dates are a page's navigation, most of all after a redesign.
    """
    tree = parse(text)
    if tree is None:
        return ()
    reader = RowReader(tree, base_of(tree, url))
    if css:
        return each_once(map(reader.entry, tree.cssselect(css)))
    found = each_once(map(reader.entry, _main_group(reader)))
    return found if any(entry.date for entry in found) else ()


def read_papers(text: str, url: str) -> tuple[Entry, ...]:
    """The entries of a list page that prints no dates, known by titles that only documents have."""
    tree = parse(text)
    if tree is None:
        return ()
    reader = RowReader(tree, base_of(tree, url))
    found = each_once(map(reader.entry, _largest_group(reader)))
    papers = sum(PAPER.search(entry.title) is not None for entry in found)
    return found if len(found) >= LEAST_PAPERS and papers > len(found) / 2 else ()


def entries_of(rows: Iterable[html.HtmlElement], base: str) -> tuple[Entry, ...]:
    """The entries of rows that stand alone, as records in XML do."""
    return each_once(RowReader(row, base).entry(row) for row in rows)


def each_once(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """The entries in their order, each address once."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry:
            found.setdefault(entry.url, entry)
    return tuple(found.values())


def next_page(text: str, url: str) -> str | None:
    """The address behind 下一页, on the same host."""
    tree = parse(text)
    if tree is None:
        return None
    base = base_of(tree, url)
    for anchor in tree.iter("a"):
        if NEXT_PAGE.match(squeeze(words(anchor)).replace(" ", "")):
            target = absolute(base, anchor.get("href") or "")
            if target and target != url and target.split("/")[2] == url.split("/")[2]:
                return target
    return None


def _main_group(reader: RowReader) -> Rows:
    """The rows that form the page's list: siblings, most of them with a printed date."""
    return _with_short_titles(_alike_a_dated(_largest_group(reader), reader), reader)


def _largest_group(reader: RowReader) -> Rows:
    """Of all groups of siblings with titles the one that weighs most."""
    links = [link for link in reader.links.values() if len(link.title) >= SHORT_TITLE]
    titles = Counter(element for link in links for element in (link.element, *link.element.iterancestors()))
    groups: dict[html.HtmlElement, Rows] = defaultdict(list)
    for link in links:
        row = _row_around(link, reader, titles)
        group = groups[_list_around(row, titles)]
        if row not in group:
            group.append(row)
    return max(groups.values(), key=lambda rows: _weight(rows, reader), default=[])


def _weight(rows: Rows, reader: RowReader) -> tuple[int, int]:
    """The words of rows with a printed date first, for dates in addresses stand in side columns as well; all words second."""
    links = [(reader.main_link(row), reader.printed_date(row)) for row in rows]
    words = [(min(len(link.title), LONG_TITLE), day) for link, day in links if link]
    return sum(length for length, day in words if day), sum(length for length, _ in words)


def _row_around(link: Link, reader: RowReader, titles: Counter[html.HtmlElement]) -> html.HtmlElement:
    """The largest element around a link that has no other title; a row by its nature may have titles inside."""
    row = link.item
    if row is None or titles[row] > ROW_LINKS or not reader.printed_date(row):
        row = link.element
    for element in row.iterancestors():
        if titles[element] > titles[row]:
            break
        row = element
    return row


def _list_around(row: html.HtmlElement, titles: Counter[html.HtmlElement]) -> html.HtmlElement:
    """What holds a row together with the others: its parent, or, for lists cut into fives, the parent's parent."""
    parent = row.getparent()
    if parent is None:
        return row
    above = parent.getparent()
    if above is None or not _two(each for each in parent if each.tag == row.tag and titles[each]):
        return parent
    return above if _two(each for each in above if _alike(parent, each) and titles[each] > 1) else parent


def _two(elements: Iterable[html.HtmlElement]) -> bool:
    """Are there two or more?"""
    return len(list(islice(elements, 2))) > 1


def _alike(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    return bool(one.tag == other.tag and one.get("class") == other.get("class"))


def _alike_a_dated(rows: Rows, reader: RowReader) -> Rows:
    """The rows without their neighbours of another make: a list of one row may stand beside the navigation."""
    dated = [row for row in rows if reader.entry_date(row)]
    return [row for row in rows if any(_alike(row, other) for other in dated)]


def _with_short_titles(rows: Rows, reader: RowReader) -> Rows:
    """The rows with those between them whose title is too short to tell a row by it, but that have a date."""
    parents = {row.getparent() for row in rows}
    parent = parents.pop() if len(parents) == 1 else None
    if parent is None:
        return rows
    known = set(rows)
    return [
        each for each in parent if each in known or (each.tag == rows[0].tag and reader.printed_date(each))
    ]
