"""One content management system a file: list requests, and list responses to entries.

No fetching, no Scrapy and no knowledge of single portals lives here. An adapter has the two functions of
`contract.Adapter`; families that differ in facts alone are objects of `rendered.Rendered` (HTML) or `json_list.Service`
(JSON). What differs between portals of one family is a column's `options`.
"""

from __future__ import annotations

from crawler.adapters import (
    anhui,
    fjdzapp,
    generic,
    gkmlpt,
    gongkai,
    govcn,
    hebei,
    igs,
    ilist,
    irs,
    jpaas,
    jpage,
    json_list,
    openness,
    trs,
    ucap,
    ucap_new,
    vsb,
    was5,
    xxgk,
    zhangjiakou,
)
from crawler.adapters.contract import Adapter, ListPage, ListRequest, ListResponse, OptionError
from crawler.adapters.signs import Recognised, recognise

__all__ = [
    "ADAPTERS",
    "Adapter",
    "ListPage",
    "ListRequest",
    "ListResponse",
    "OptionError",
    "Recognised",
    "adapter_named",
    "family_of",
    "recognise",
]

ADAPTERS: dict[str, Adapter] = {
    "anhui": anhui,
    "fjdzapp": fjdzapp.ADAPTER,
    "generic": generic,
    "gkmlpt": gkmlpt,
    "gongkai": gongkai,
    "govcn": govcn.ADAPTER,
    "hebei": hebei.ADAPTER,
    "igs": igs.ADAPTER,
    "ilist": ilist.ADAPTER,
    "irs": irs.ADAPTER,
    "jpaas": jpaas,
    "jpage": jpage,
    "json_list": json_list.ADAPTER,
    "openness": openness.ADAPTER,
    "trs": trs,
    "ucap": ucap,
    "ucap_new": ucap_new,
    "vsb": vsb.ADAPTER,
    "was5": was5,
    "xxgk": xxgk,
    "zhangjiakou": zhangjiakou,
}


def adapter_named(name: str) -> Adapter:
    """The adapter of that name. Raises KeyError."""
    return ADAPTERS[name]


def family_of(url: str, text: str) -> str:
    """The name of the adapter that reads a list from `url` with this text: `generic` where no family shows."""
    return recognise(url, text).family
