"""What every portal of the farm has: an address, columns, publications, and an answer for each request."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from .pages import render
from .publications import Publication, publications_of

PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a portal sees it, on the day it is made. `query` and `form` keep the last value of each name."""

    method: str
    path: str  # without query, doubled slashes collapsed
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] = field(default_factory=dict)  # what came as JSON
    day: date = date.max
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    redesigned: bool = False  # the portal has moved to other markup by then
    quirk: str = ""  # which of its own quirks the portal shows

    def number(self, name: str, default: int) -> int:
        """A whole number from form or query; `default` where it is missing or no number."""
        value = self.form.get(name) or self.query.get(name) or ""
        return int(value) if value.isdecimal() else default


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it goes over the wire. Only a reply with `modified` carries validators."""

    body: bytes
    content_type: str
    status: int = 200
    modified: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    delivery: str = "whole"  # whole, dropped, dripping, endless: see server.py


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it stands in the portal's configuration. `expect` is its least number of entries."""

    key: str  # its section in the entry table
    name: str
    path: str
    follow: str = "programme"
    quiet_days: int = 30
    expect: int = 10
    options: Mapping[str, Any] = field(default_factory=dict)


Answer = Callable[..., "Reply | None"]


class Portal:
    """A virtual portal. A subclass is one CMS: it names its facts and maps paths to answers in `routes`.

    origin: scheme, address and port under which it is served.
    publications: everything it will ever publish; a page shows what is dated up to the day of the request.
    """

    id: ClassVar[str]
    host: ClassVar[str]
    site: ClassVar[str]
    region: ClassVar[str]
    division_code: ClassVar[str | None]
    adapter: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    rows: ClassVar[int] = 20
    encoding: ClassVar[str] = "utf-8"
    html_type: ClassVar[str] = "text/html; charset=utf-8"
    old_tls: ClassVar[bool] = False  # served over https as old servers speak it
    legacy: ClassVar[bool] = False  # its configuration allows that
    robots: ClassVar[str | None] = None  # None: answered 404, as on most portals
    quirks: ClassVar[
        Mapping[str, str]
    ] = {}  # what its CMS is known to do wrong, a switch each, and what it does
    evidence: ClassVar[str]

    @classmethod
    def published(cls, texts: Path) -> list[Publication]:
        """Everything the portal will ever publish; `texts` is the folder with the plan texts."""
        return publications_of(cls.id, texts)

    def __init__(self, origin: str, publications: Sequence[Publication]) -> None:
        self.origin = origin
        self.publications = sorted(publications, key=lambda each: each.published, reverse=True)
        self.by_path = {self.path_of(each): each for each in self.publications}

    def routes(self) -> tuple[tuple[str, Answer], ...]:
        """Path pattern -> answer, for everything but detail pages; an answer gets the request and the pattern's groups."""
        raise NotImplementedError

    def path_of(self, publication: Publication) -> str:
        """The path of a publication's page."""
        raise NotImplementedError

    def reply(self, asked: Asked) -> Reply | None:
        """The answer to a request; None where the portal has no such page."""
        if asked.redesigned and asked.path in {column.path.partition("?")[0] for column in self.columns}:
            return self.redesigned()
        for pattern, answer in (("/", self.home), ("/robots.txt", self.rules), *self.routes()):
            if found := re.fullmatch(pattern, asked.path):
                return answer(asked, *found.groups())
        publication = self.by_path.get(asked.path)
        return self.detail(publication) if publication in self.shown(asked) else None

    def home(self, asked: Asked) -> Reply:
        """The portal's front page: links to its columns and its newest entries."""
        return self.page("home.html", newest=self.shown(asked)[:8])

    def redesigned(self) -> Reply:
        """A list after a change of markup: a shell that a browser fills with rows."""
        return self.page("redesigned.html")

    def rules(self, _: Asked) -> Reply | None:
        return Reply(self.robots.encode(), PLAIN) if self.robots is not None else None

    def detail(self, publication: Publication) -> Reply:
        """The page of one publication; a redesign leaves it as it was."""
        return self.page(
            f"{self.id}/detail.html", publication.published, item=publication, body=publication.body
        )

    def file_name(self, publication: Publication) -> str:
        """The name under which a publication's file lies on the server; asked only of what has a file."""
        raise NotImplementedError

    # ---------------------------------------------------------------- what an answer is made of

    def shown(self, asked: Asked, column: str | None = None) -> list[Publication]:
        """What is published by the day of the request, newest first."""
        return [
            each
            for each in self.publications
            if each.published.date() <= asked.day and column in (None, each.column)
        ]

    def with_file(self, asked: Asked, name: str | None) -> Publication | None:
        """The publication whose file lies under that name."""
        having = (each for each in self.shown(asked) if each.body.files)
        return next((each for each in having if self.file_name(each) == name), None)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def listing(self, rows: Sequence[Publication], column: Column, page: int) -> Reply:
        """A page of a column's list, changed when the newest of all its rows came; `page` counts from 1."""
        return self.page(
            f"{self.id}/list.html",
            newest(rows),
            column=column,
            items=sheet(rows, self.rows, page),
            current=page,
            pages=pages_for(rows, self.rows),
        )

    def page(self, template: str, modified: datetime | None = None, **context: Any) -> Reply:
        """A page from a template, in the portal's own character set."""
        text = render(template, portal=self, **context)
        return Reply(text.encode(self.encoding), self.html_type, modified=modified)


def newest(publications: Sequence[Publication]) -> datetime | None:
    """When the newest of them came out: a list page's time of change."""
    return max((each.published for each in publications), default=None)


def sheet(rows: Sequence[Publication], size: int, page: int) -> Sequence[Publication]:
    """The rows of one page of a list; `page` counts from 1."""
    return rows[(page - 1) * size : page * size]


def pages_for(rows: Sequence[Publication], size: int) -> int:
    return max(1, math.ceil(len(rows) / size))
