"""A plain reader of web pages: one connection a request, no redirects, nothing unpacked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from lxml import html


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # lower-case names
    body: bytes

    def text(self, charset: str = "utf-8") -> str:
        return self.body.decode(charset)

    def tree(self, charset: str = "utf-8") -> html.HtmlElement:
        return html.fromstring(self.text(charset))


def ask(
    url: str,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    timeout: float = 10,
) -> Answer:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    connection.request("POST" if form else "GET", path, urlencode(form) if form else None, sent)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


def squeezed(text: str) -> str:
    """A text without white space and without what only the saved copies have: markdown and bookmarks."""
    text = re.sub(r"\[bookmark: [^\]]*\]|\*\*|^[ \t]*[#-]+[ \t]", "", text, flags=re.MULTILINE)
    return re.sub(r"\s+", "", text)
