"""Lists in HTML: which elements of a page are the rows of its list, and where its next page lies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from lxml import etree, html

from crawler.adapters.links import absolute
from crawler.adapters.row import SHORT_TITLE, SURE_TITLE, Link, RowReader, squeeze, words
from storage.models import Entry

NEXT_PAGE = re.compile(r"^(下一?页|下页|后一页|next|>|›|»)[>›»]?$", re.IGNORECASE)
PAPER = re.compile(
    r"(?:通知|公告|通告|公示|通报|意见|决定|命令|批复|方案|办法|细则|措施|规定|规划|条例|函)[》）)]?(?:[（(].{1,20}[）)])?[.…]*$|^关于"
)
COMMENT = re.compile(r"<!--(?!\[)(.*?)-->", re.DOTALL)
SIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:aside|side(?:bar)?|hot|rank(?:ing)?|recommend(?:ed)?|relat(?:ed|ion)|tuijian|paihang)(?:$|[\s_-])",
    re.IGNORECASE,
)
SIDE_HEADING = re.compile(r"热点|热门|热搜|排行|推荐|相关|猜你|延伸阅读|图片新闻")
PAGER = re.compile(r"下一?页|尾页|末页|createPage(?:HTML)?\(|共\s*\d+\s*页")
PAGER_WITHIN = 2  # elements below the list
LONGEST_PAGER = 600  # characters
LONGEST_HEADING = 14  # characters
SIDE_LEVELS = 3  # of elements around a group whose names count
HEADLINE_LEVELS = 2
OWN, BESIDE = 4, 0.25  # what the words of a group weigh
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
    date: links without dates are a page's navigation, most of all after a redesign. Rows in a comment, from which a
    script draws them, are taken where they lie in the list's own folder, or where nothing but a side column is shown.
    """
    shown, is_beside = _rows_in(text, url, css)
    if css or _in_folder(shown, url) or (shown and not is_beside):
        return shown
    drawn = [_rows_in(comment[1], url)[0] for comment in COMMENT.finditer(text) if "<a " in comment[1]]
    return next((rows for rows in drawn if rows and (is_beside or _in_folder(rows, url))), shown)


def _rows_in(text: str, url: str, css: str | None = None) -> tuple[tuple[Entry, ...], bool]:
    """The entries, and whether they stand in what a page has beside its list."""
    tree = parse(text)
    if tree is None:
        return (), False
    reader = RowReader(tree, base_of(tree, url))
    if css:
        return each_once(map(reader.entry, tree.cssselect(css))), False
    rows = _main_group(reader)
    found = each_once(map(reader.entry, rows))
    if not any(entry.date for entry in found):
        return (), False
    return found, _is_beside(rows[-1].getparent())


def _in_folder(entries: Sequence[Entry], url: str) -> bool:
    """Do most of the entries lie in the folder of the list?"""
    folder = folder_of(url)
    return bool(folder) and 2 * sum(entry.url.startswith(folder) for entry in entries) > len(entries)


def folder_of(url: str) -> str:
    """The folder that a page lies in; nothing for pages at the root, where everything lies below."""
    folder = url.partition("?")[0].rpartition("/")[0]
    return f"{folder}/" if folder.count("/") > 2 else ""


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
    rows = _with_short_titles(_alike_a_dated(_largest_group(reader), reader), reader)
    return [*_headline(rows, reader), *rows]


def _headline(rows: Rows, reader: RowReader) -> Rows:
    """What a page sets in large type above its list: one dated entry, whose address is of the rows' shape."""
    shapes = {_shape(link.url) for row in rows if (link := reader.main_link(row))}
    part = rows[0].getparent() if rows else None
    for _ in range(HEADLINE_LEVELS):
        if part is None:
            break
        for above in part.itersiblings("*", preceding=True):
            titles = {link.url for link in reader.own_links(above) if len(link.title) >= SURE_TITLE}
            if titles:
                fits = len(titles) == 1 and _shape(*titles) in shapes and reader.printed_date(above)
                return [above] if fits else []
        part = part.getparent()
    return []


def _shape(url: str) -> str:
    return re.sub(r"[0-9a-f]{16,}|\d+", "0", url)


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
    best = max(groups, key=lambda group: _weight(group, groups[group], reader), default=None)
    return [] if best is None else groups[best]


def _weight(group: html.HtmlElement, rows: Rows, reader: RowReader) -> tuple[float, float]:
    """The words of rows with a printed date first, for dates in addresses stand in side columns as well; all words second."""
    links = [(reader.main_link(row), reader.printed_date(row)) for row in rows]
    words = [(min(len(link.title), LONG_TITLE), day) for link, day in links if link]
    dated, whole = sum(length for length, day in words if day), sum(length for length, _ in words)
    trust = _trust(group, [link.url for link, _ in links if link], reader.base) if dated else 1
    return trust * dated, trust * whole


def _trust(group: html.HtmlElement, urls: Sequence[str], base: str) -> float:
    """How much more than its words a group weighs: most with a pager below or where its entries lie in the list's own
    folder, little in what pages call hot, related or recommended."""
    folder = folder_of(base)
    inside = bool(folder) and 2 * sum(url.startswith(folder) for url in urls) > len(urls)
    return (OWN if inside or _has_pager(group) else 1) * (BESIDE if _is_beside(group) else 1)


def _has_pager(group: html.HtmlElement) -> bool:
    """Does what leads to the next page stand right below the group, or at its end?"""
    above = group.getparent()
    below = [*islice(group.itersiblings("*"), PAGER_WITHIN), *islice(reversed(group), 1)]
    below += islice(above.itersiblings("*"), PAGER_WITHIN) if above is not None else ()
    return any(
        PAGER.search(part.text_content()[-LONGEST_PAGER:]) for part in below if isinstance(part.tag, str)
    )


def _is_beside(group: html.HtmlElement | None) -> bool:
    if group is None:
        return False
    around = [group, *islice(group.iterancestors(), SIDE_LEVELS)]
    if any(
        part.tag == "aside" or SIDE_CLASS.search(f"{part.get('class')} {part.get('id')}") for part in around
    ):
        return True
    above = (sibling for part in around[:2] for sibling in part.itersiblings("*", preceding=True))
    heading = next(filter(None, (squeeze(words(each)) for each in above)), "")
    return len(heading) <= LONGEST_HEADING and SIDE_HEADING.search(heading) is not None


def _row_around(link: Link, reader: RowReader, titles: Counter[html.HtmlElement]) -> html.HtmlElement:
    """The largest element around a link that has no other title; a row by its nature may have titles inside."""
    row = link.item
    if row is None or titles[row] > ROW_LINKS or not reader.printed_date(row):
        row = link.element
    elif (cell := _own_cell(link, row, reader, titles)) is not None:
        return cell
    for element in row.iterancestors():
        if titles[element] > titles[row]:
            break
        row = element
    return row


def _own_cell(
    link: Link, row: html.HtmlElement, reader: RowReader, titles: Counter[html.HtmlElement]
) -> html.HtmlElement | None:
    """The cell of a table's row that is an entry by itself: every cell with a title has a date of its own."""
    cells = [cell for cell in row if titles[cell]] if row.tag == "tr" and titles[row] > 1 else []
    if len(cells) < 2 or not all(map(reader.printed_date, cells)):
        return None
    return next((cell for cell in cells if cell in link.element.iterancestors("td")), None)


def _list_around(row: html.HtmlElement, titles: Counter[html.HtmlElement]) -> html.HtmlElement:
    """What holds a row together with the others: its parent, or, for lists cut into fives or months, the parent's parent."""
    parent = row.getparent()
    if parent is None:
        return row
    above = parent.getparent()
    if above is None or not _two(each for each in parent if each.tag == row.tag and titles[each]):
        return parent
    return above if _two(each for each in above if _alike(parent, each) and titles[each]) else parent


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
