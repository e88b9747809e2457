"""One content management system a file: list requests, and list responses to entries.

No fetching, no Scrapy and no knowledge of single portals lives here. An adapter is a module with the two functions of
`contract.Adapter`; what differs between portals of one family is a column's `options`.
"""

from __future__ import annotations

import re

from crawler.adapters import generic, jpage, trs, ucap_new, zhangjiakou
from crawler.adapters.contract import Adapter, ListPage, ListRequest, ListResponse, OptionError

__all__ = [
    "ADAPTERS",
    "Adapter",
    "ListPage",
    "ListRequest",
    "ListResponse",
    "OptionError",
    "adapter_named",
    "family_of",
]

ADAPTERS: dict[str, Adapter] = {
    "generic": generic,
    "jpage": jpage,
    "trs": trs,
    "ucap_new": ucap_new,
    "zhangjiakou": zhangjiakou,
}

# Adapter, and a sign of its family in the address or in the text of a list; the first that is found decides.
SIGNS = [
    ("jpage", re.compile(r"<datastore>|dataproxy\.jsp|jquery\.jpage|\.jpage\(\{")),
    (
        "ucap_new",
        re.compile(r"var articleList\s*=|/pc/list\.html|/queryList\b|/pc/content/content_\d{19}\.html"),
    ),
    ("trs", re.compile(r"/\d{6}/t\d{8}_\d+\.s?html?|createPage(?:HTML)?\(\s*\d")),
    (
        "zhangjiakou",
        re.compile(r"/channel(?:/list|List)/\d+\.html|/lm_zc\.(?:thtml|jsp)|/tseach/searchKeywords"),
    ),
]


def adapter_named(name: str) -> Adapter:
    """The adapter of that name. Raises KeyError."""
    return ADAPTERS[name]


def family_of(url: str, text: str) -> str:
    """The name of the adapter that reads a list from `url` with this text: `generic` where no family shows."""
    return next((name for name, sign in SIGNS if sign.search(url) or sign.search(text)), "generic")
