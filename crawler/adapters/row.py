"""One row of a list in HTML: which of its links is the entry, its full title, and its date."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, islice

from lxml import etree, html

from crawler.adapters.links import absolute, day_in
from storage.models import Entry

SHORT_TITLE = 6  # characters; the words of navigation are shorter as a rule
SURE_TITLE = 10  # the first link of a row that is as long is its entry; shorter ones may be a category
ITEM_TAGS = (
    "li",
    "tr",
    "dd",
    "article",
)  # rows by their nature; inside another row they are rows of their own
BLOCK_TAGS = {"p", "div", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"}
UNSEEN_TAGS = {"script", "style", "template"}

YEAR = re.compile(r"(?:19|20)\d\d")
DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)",
)
# The day in large letters above or below year and month, and the year above or below month and day.
SPLIT_DATES = (
    re.compile(r"(?<![\d./-])(?P<d>\d{1,2})日?\s+(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})月?(?![\d./-])"),
    re.compile(r"(?<![\d./-])(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?(?![\d./-])"),
    re.compile(r"(?<![\d./-])(?P<m>\d{1,2})(?:\s*[-.月]\s*|/)(?P<d>\d{1,2})日?\s+(?P<y>20\d\d)(?![\d./-])"),
    re.compile(r"(?<![\d./-])(?P<y>20\d\d)年?\s+(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?(?![\d./-])"),
)
# Day and month in elements of their own, in an order that another row of the page may tell.
APART = re.compile(r"(?<![\d./-])(\d{1,2})\s+/\s+(\d{1,2})\s+(20\d\d)(?![\d./-])")
# A day without its year, and where that stands then: in the link's address, or alone, with the month or without, as a
# heading above.
MONTH_DAY = re.compile(
    r"[\[(（【]?(?:(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?|(?P<day>\d{1,2})\s*日)[\])）】]?"
)
LONGEST_DAY = 20  # characters, blanks around it included
YEAR_IN_PATH = re.compile(r"/((?:19|20)\d\d)(?:/|(?:0[1-9]|1[0-2])(?:\d\d)?[/_])")
HEADING = re.compile(r"[\[(（【]?(?P<y>(?:19|20)\d\d)\s*(?:年?度?|[-年]\s*(?P<m>\d{1,2})\s*月?)[\])）】]?")
LABELLED_DATE = re.compile(rf"(?:时间|日期)\s*[:：]?\s*{DATE.pattern}")
# A date at an end of a link's text is no part of the title.
DATE_AT_END = re.compile(
    rf"^[\[(（【]?{DATE.pattern}日?[\])）】]\s*|\s*[\[(（【]?(?<!\d)(?:19|20)\d\d[-/.]\s*\d{{1,2}}[-/.]\s*\d{{1,2}}"
    r"(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*[\])）】]?$"
)
# What a `title` attribute holds beside the title.
BESIDE_A_TITLE = re.compile(r"^(?:标题|名称)[:：]\s*|\s(?:发布|发文|成文|更新)?(?:时间|日期)[:：].*$")
SCRIPTED_LINK = re.compile(
    r"""(?:window\.open\(|location(?:\.href)?\s*=|location\.(?:replace|assign)\()\s*["']([^"']+)"""
)
# Parts of a link, and elements around it, that may have its full title as an attribute.
TITLE_HOLDERS = 6
NO_ENTRY = re.compile(r"ICP备|公网安备")  # what every foot of a page links to
BESIDE_A_DATE = re.compile(r"[\s\d年月日时分秒\[\]()（）【】:：./|·-]|发布|公开|成文|更新|日期|时间")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROSE = 40  # characters; a date in a text node as long is told about, not the row's own


def read_date(text: str) -> date | None:
    """The last full date in a row's text; a day without its year is none."""
    if not YEAR.search(text):
        return None
    for shape in (DATE, *SPLIT_DATES):
        for found in reversed(list(shape.finditer(text))):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
    return None


@dataclass(frozen=True, slots=True)
class Link:
    """A link that leads to a page and has a title. `item` is the row by its nature that holds it, if any."""

    element: html.HtmlElement
    title: str
    url: str
    item: html.HtmlElement | None


class RowReader:
    """Reads the rows of one page or fragment; `base` is what its relative links start from."""

    def __init__(self, tree: html.HtmlElement, base: str) -> None:
        self.tree, self.base = tree, base
        self.links: dict[html.HtmlElement, Link] = {}
        for element in tree.iter("a"):
            item = next(element.iterancestors(*ITEM_TAGS), None)
            url = absolute(base, element.get("href") or "") or _scripted_url(base, element, item)
            title = title_of(element) if url else ""
            if url and title and not NO_ENTRY.search(title):
                self.links[element] = Link(element, title, url, item)
        self._dates: dict[html.HtmlElement, date | None] = {}

    def entry(self, row: html.HtmlElement) -> Entry | None:
        """The row's entry; None if it has no usable link."""
        link = self.main_link(row)
        return Entry(link.title, link.url, self.entry_date(row)) if link else None

    def main_link(self, row: html.HtmlElement) -> Link | None:
        """The row's first link with a title of some length, for what follows may be its interpretation."""
        links = self.own_links(row)
        sure = (link for link in links if len(link.title) >= SURE_TITLE)
        return next(sure, None) or max(links, key=lambda link: len(link.title), default=None)

    def own_links(self, row: html.HtmlElement) -> list[Link]:
        """The links of a row without those of rows inside it (“related documents”), unless it has no others."""
        links = [self.links[element] for element in row.iter("a") if element in self.links]
        item = row if row.tag in ITEM_TAGS else next(row.iterancestors(*ITEM_TAGS), None)
        return [link for link in links if link.item is item] or links

    def entry_date(self, row: html.HtmlElement) -> date | None:
        """The row's printed date, else the one that its address carries."""
        link = self.main_link(row)
        return self.printed_date(row) or (day_in(link.url) if link else None)

    def printed_date(self, row: html.HtmlElement) -> date | None:
        """The date in the smallest part of the row around its link, else the one behind the row, else one that the row
        has out of sight, else a day whose year stands elsewhere."""
        if row not in self._dates:
            self._dates[row] = (
                self._date_in(row)
                or _date_behind(row)
                or _unseen_date(row)
                or self._day_of_a_year(row)
                or self._date_apart(row)
            )
        return self._dates[row]

    def _date_apart(self, row: html.HtmlElement) -> date | None:
        found = APART.search(" ".join(_words(row)))
        if found is None or self._day_first is None:
            return None
        one, other, year = map(int, found.groups())
        try:
            return date(year, other, one) if self._day_first else date(year, one, other)
        except ValueError:
            return None

    @cached_property
    def _day_first(self) -> bool | None:
        """Whether the page sets the day before the month; None where no row is beyond doubt."""
        for one, other, _ in APART.findall(" ".join(self.tree.itertext())):
            if (int(one) > 12) != (int(other) > 12):
                return int(one) > 12
        return None

    def _day_of_a_year(self, row: html.HtmlElement) -> date | None:
        """A month and a day by themselves, with the year in the address or in the heading above."""
        main = self.main_link(row)
        if main is None:
            return None
        item = row if main.item is None or main.element is row else main.item
        short = (squeeze(text) for text in _words(item) if len(text) < LONGEST_DAY)
        told = next(filter(None, map(MONTH_DAY.fullmatch, short)), None)
        if told is None:
            return None
        year, month = self._headings.get(main.element, (None, None))
        if in_path := YEAR_IN_PATH.search(main.url):
            year = in_path[1]
        month, day = told["m"] or month, told["d"] or told["day"]
        try:
            return date(int(year), int(month), int(day)) if year and month else None
        except ValueError:
            return None

    @cached_property
    def _headings(self) -> dict[html.HtmlElement, tuple[str | None, str | None]]:
        """The year, and the month if it stands there, alone above each link. Several without a link between them are a
        choice, no headings."""
        headings: dict[html.HtmlElement, tuple[str | None, str | None]] = {}
        heading: tuple[str | None, str | None] = (None, None)
        unused = False
        for element in self.tree.iter(etree.Element):
            if element in self.links:
                headings[element], unused = heading, False
            elif element.tag not in ("a", "option") and (
                alone := HEADING.fullmatch(squeeze(element.text or ""))
            ):
                heading, unused = (None, None) if unused else (alone["y"], alone["m"]), True
        return headings

    def _date_in(self, row: html.HtmlElement) -> date | None:
        """The nearest date that stands alone, else the nearest among other words."""
        main = self.main_link(row)
        if main is None:
            return None
        if found := _date_beside_title(main.element):
            return found
        titled = {
            link.element for link in self.own_links(row) if len(link.title) >= SHORT_TITLE or link is main
        }
        texts: list[list[str]] = []
        part = main.element
        while part is not row:
            part = part.getparent()
            texts.append(list(_words(part, without=titled)))
        alone = (read_date(" ".join(filter(_has_no_words, part))) for part in texts)
        return next(filter(None, alone), None) or next(filter(None, map(_date_among, texts)), None)


def title_of(link: html.HtmlElement) -> str:
    """The full title: the `title` attribute where the visible text is a cut version of it. A date beside it is dropped."""
    part = _title_part(link)
    text = squeeze("".join(_words(part, without=set(_dates_in(part)))))
    text = DATE_AT_END.sub("", text).strip()
    shown = text.rstrip(".…")
    holders = islice(chain(link.iter(etree.Element), link.iterancestors(*ITEM_TAGS, "td")), TITLE_HOLDERS)
    told = (BESIDE_A_TITLE.sub("", squeeze(title)) for holder in holders if (title := holder.get("title")))
    return next((title for title in told if _is_whole(title, shown)), text)


def _is_whole(title: str, shown: str) -> bool:
    """Is it the title of which this much is shown?"""
    return shown[:SHORT_TITLE] in title and (len(title) > len(shown) or title == shown)


def _scripted_url(base: str, *elements: html.HtmlElement | None) -> str | None:
    """Where a click leads by script, on the link itself or on its row."""
    scripts = (element.get("onclick") or "" for element in elements if element is not None)
    found = next(filter(None, map(SCRIPTED_LINK.search, scripts)), None)
    return absolute(base, found[1]) if found else None


def words(element: html.HtmlElement) -> str:
    """Visible text, scripts and comments left out."""
    return "".join(_words(element))


def squeeze(text: str) -> str:
    """Text with single spaces, without bullets at its ends."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip(" \u3000·•▪■◆●")


def _words(element: html.HtmlElement, without: Container[html.HtmlElement] = ()) -> Iterator[str]:
    """Text nodes in order, past the elements in `without` and past rows inside the row."""
    if element.text:
        yield element.text
    for child in element:
        inside = child.tag in ITEM_TAGS and child.find(".//a") is not None
        if (
            isinstance(child.tag, str)
            and child.tag not in UNSEEN_TAGS
            and child not in without
            and not inside
        ):
            yield from _words(child, without)
        if child.tail:
            yield child.tail


def _date_among(texts: Iterable[str]) -> date | None:
    return read_date(" ".join(text for text in texts if len(squeeze(text)) < PROSE))


def _date_beside_title(link: html.HtmlElement) -> date | None:
    """A date inside a link that is no part of its title."""
    part = _title_part(link)
    if part is not link:
        return _date_among(_words(link, without={part}))
    text = squeeze("".join(_words(link)))
    at_end = DATE_AT_END.search(text)
    return _date_among(map(words, _dates_in(link))) or (read_date(at_end[0]) if at_end else None)


def _title_part(link: html.HtmlElement) -> html.HtmlElement:
    """The part of a link that is its title: its first block of words, where it holds blocks."""
    for part in link.iterdescendants(*BLOCK_TAGS) if len(link) else ():
        text = squeeze(words(part))
        if len(text) >= SHORT_TITLE and CHINESE.search(text) and not _is_date(part):
            return part
    return link


def _dates_in(link: html.HtmlElement) -> list[html.HtmlElement]:
    return [part for part in link.iterdescendants() if _is_date(part)] if len(link) else []


def _is_date(part: html.HtmlElement) -> bool:
    """Whether an element holds a date and no other words."""
    text = " ".join(_words(part))
    return _has_no_words(text) and read_date(text) is not None


def _has_no_words(text: str) -> bool:
    return not BESIDE_A_DATE.sub("", text)


def _date_behind(row: html.HtmlElement) -> date | None:
    """The date between a row and the next, where rows lie flat in a row of siblings: link, date, link, date; or before
    each row, where the first has one before it."""
    parent = row.getparent()
    if parent is None:
        return None
    first = next((child for child in parent if _has_link(child)), row)
    if _date_among(_words_before(first)):
        return _date_among(_words_before(row))
    behind = [row.tail or ""]
    for sibling in row.itersiblings():
        if _has_link(sibling):
            break
        behind += [words(sibling), sibling.tail or ""]
    return _date_among(behind)


def _words_before(row: html.HtmlElement) -> list[str]:
    """What stands between a row and the one before it."""
    before: list[str] = []
    for sibling in row.itersiblings(preceding=True):
        before.append(sibling.tail or "")
        if _has_link(sibling):
            return before
        before.append(words(sibling))
    parent = row.getparent()
    return [*before, (parent.text or "") if parent is not None else ""]


def _has_link(element: html.HtmlElement) -> bool:
    return element.tag == "a" or element.find(".//a") is not None


def _unseen_date(row: html.HtmlElement) -> date | None:
    """A date in a script or a comment of the row, or, alone or with its label, in what a part of it shows when pointed at."""
    for part in row.iter():
        if part.tag is etree.Comment or part.tag == "script":
            found = read_date(part.text or "")
        else:
            found = next(filter(None, map(_told_date, part.values())), None)
        if found:
            return found
    return None


def _told_date(attribute: str) -> date | None:
    if not YEAR.search(attribute):
        return None
    labelled = LABELLED_DATE.search(attribute)
    return read_date(labelled[0] if labelled else attribute) if labelled or _has_no_words(attribute) else None
