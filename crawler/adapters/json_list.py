"""Lists that a service answers in JSON. A known family declares a `Service`; one-off services tell theirs in options.

Options: `rows`, the path to the rows (`data.list`, with `*` for any key or position); `title`, `url`, `date`, the keys
of a row; `page`, the parameter that counts the pages, in the query, the form or the JSON sent; `pages` or `total`, the
path to the number of pages or of rows; `form` or `json`, what is sent. All may be left out: the rows are then the
largest list of objects that have a title and an address, under the names that are usual, on one page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from crawler.adapters.contract import ListPage, ListRequest, ListResponse, OptionError, opening, turned
from crawler.adapters.json_values import day, first, lists_in, load, number_at, plain, rows_at
from crawler.adapters.links import absolute, day_in
from crawler.adapters.rendered import with_parameter
from crawler.adapters.rows import each_once
from storage.models import Entry

if TYPE_CHECKING:
    from crawler.config import Column, Portal

# What services call a title, an address and a date, in the order of trust.
TITLES = "title_no_tag title TITLE doctitle docTitle DRETITLE articleTitle infotitle content_title showTitle name".split()
URLS = "url URL docpuburl docpubUrl viewUrl linkUrl link href content_pageUrl infourl articleUrl chnldocurl".split()
DATES = (
    "pubDate publishedTimeStr PUBLISHED_TIME_FORMAT publishTime publish_time publishDate DOCRELPUBTIME docreltime DOCRELTIME"
    " pubtimeStr pubtime infodate releaseTime docDate DREDATE trs_time content_addTime display_publish_time create_time"
    " createTime time date"
).split()


@dataclass(frozen=True, slots=True)
class Service:
    """A family of services; the words are those of the options above.

    rows: paths whose rows are taken together; none: the largest list.
    title, url, date: keys of a row, the first that has a value counts.
    form, json: what is sent beside what a column's options name.
    """

    rows: tuple[str, ...] = ()
    title: tuple[str, ...] = tuple(TITLES)
    url: tuple[str, ...] = tuple(URLS)
    date: tuple[str, ...] = tuple(DATES)
    page: str | None = None
    pages: str | None = None
    total: str | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] = field(default_factory=dict)

    def list_requests(self, column: Column, portal: Portal) -> list[ListRequest]:
        (request,) = opening(column, frozenset(each.name for each in fields(self)))
        asked = self._told_by(column.options)
        if asked.form and asked.json:
            raise OptionError("json", "expected either `form` or `json`, found both")
        if asked.json:
            return [replace(request, method="POST", json=asked.json)]
        if asked.form:
            return [replace(request, method="POST", form=asked.form)]
        return [request]

    def entries(self, response: ListResponse) -> ListPage:
        return self._told_by(response.request.options).read(response)

    def read(self, response: ListResponse) -> ListPage:
        """The rows of an answer as this service tells them, whatever the options say."""
        answer = load(response.text)
        found = each_once(self._entry(row, response.url) for row in self._rows(answer))
        return turned(response, found, self._following(response, answer, len(found)))

    def _told_by(self, options: Mapping[str, Any]) -> Service:
        """The service as a column's options tell it. Raises OptionError."""
        told: dict[str, Any] = {}
        for key in ("rows", "title", "url", "date"):
            if key in options:
                told[key] = _names(key, options[key])
        for key in ("page", "pages", "total"):
            if key in options:
                (told[key],) = _names(key, options[key])
        for key in ("form", "json"):
            if key in options:
                told[key] = {**getattr(self, key), **_mapping(key, options[key])}
        return replace(self, **told)

    def _rows(self, answer: Any) -> list[Mapping[str, Any]]:
        if self.rows:
            return [row for path in self.rows for row in rows_at(answer, path)]
        lists = [[row for row in rows if self._has_entry(row)] for rows in lists_in(answer)]
        return max(lists, key=len, default=[])

    def _has_entry(self, row: Any) -> bool:
        return isinstance(row, dict) and bool(plain(first(row, self.title)) and first(row, self.url))

    def _entry(self, row: Mapping[str, Any], base: str) -> Entry | None:
        title = plain(first(row, self.title))
        address = first(row, self.url)
        url = absolute(base, address) if isinstance(address, str) else None
        return Entry(title, url, day(first(row, self.date)) or day_in(url)) if url and title else None

    def _following(self, response: ListResponse, answer: Any, shown: int) -> ListRequest | None:
        asked = response.request
        pages, total = number_at(answer, self.pages), number_at(answer, self.total)
        if (pages is not None and asked.page >= pages) or (
            total is not None and asked.before + shown >= total
        ):
            return None
        if self.page is None:
            return None
        if asked.json is not None:
            return replace(asked, json={**asked.json, self.page: _next(asked.json.get(self.page))})
        if asked.form:
            return replace(asked, form={**asked.form, self.page: str(_next(asked.form.get(self.page)))})
        counted = re.search(rf"[?&]{re.escape(self.page)}=(\d+)", asked.url)
        if counted is None and isinstance(answer, list):
            return None  # a feed: it is all that there is
        return replace(asked, url=with_parameter(asked.url, self.page, _next(counted and counted[1])))


ADAPTER = Service()


def _next(number: Any) -> int:
    """The number of the next page. Some services count from 0, so it is the one sent, and one."""
    return int(number) + 1 if str(number).isdecimal() else 2


def _names(key: str, value: Any) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names) or not names:
        raise OptionError(key, f"expected a name or a list of names, found {value!r}")
    return tuple(names)


def _mapping(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise OptionError(key, f"expected names and values, found {value!r}")
    return {str(name): str(each) if key == "form" else each for name, each in value.items()}
