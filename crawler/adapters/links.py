"""Addresses as portals print them, made usable; and what an address tells of the page behind it."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit, urlunsplit

# Where an address carries the day of publication.
DAY_IN_URL = (
    re.compile(r"/t(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)_\d+"),  # TRS: ./202405/t20240530_12345.html
    re.compile(r"/art/(?P<y>20\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),  # Hanweb: /art/2024/5/8/art_1_2.html
    re.compile(r"/(?P<y>20\d\d)(?P<m>\d\d)/(?P<d>\d\d)/"),  # Hebei: /columns/…/202405/08/….html
    re.compile(r"/(?P<y>20\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),
    re.compile(r"/(?P<y>20\d\d)/[a-zA-Z]+_(?P<m>\d\d)(?P<d>\d\d)/"),  # PHPCMS: /html/2026/tzgg_0915/405.html
)
NO_PAGE = ("javascript:", "mailto:", "tel:", "data:", "#")


def absolute(base: str, href: str) -> str | None:
    """`href` as found on the page `base`, mended and made absolute; None where it leads to no page.

    Mends white space, backslashes, doubled slashes (`//affair` behind the host), a trailing dot of the host and
    `../` beyond the root. The fragment goes.
    """
    href = re.sub(r"\s+", "", href).replace("\\", "/")
    if not href or href.lower().startswith(NO_PAGE):
        return None
    try:
        parts = urlsplit(urljoin(base, _one_host(href)))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"^(/\.\.)+(?=/)", "", path) or "/"
    host = (
        parts.netloc.replace(f"{parts.hostname}.", parts.hostname, 1) if "." in parts.netloc else parts.netloc
    )
    return urlunsplit((parts.scheme, host.rstrip("."), path, parts.query, ""))


def _one_host(href: str) -> str:
    """`//affair/x.html` is a path with a slash too many, `//www.example.gov.cn/x.html` is another host."""
    if href.startswith("//") and "." not in href[2:].split("/", 1)[0]:
        return href[1:]
    return href


def day_in(url: str) -> date | None:
    """The day of publication that the address carries, if it is of a known shape."""
    for pattern in DAY_IN_URL:
        if found := pattern.search(url):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to one page: the scheme and `index.html` at the end make no difference."""
    return _bare(one) == _bare(other)


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    path = re.sub(r"/(index|default)\.[a-z]+$", "/", parts.path) or "/"
    return parts.netloc.lower(), path, parts.query
