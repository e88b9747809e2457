"""Requests as Scrapy sends them, with what the middlewares need to know of each in its meta."""

from __future__ import annotations

from typing import Any

from scrapy import FormRequest, Request
from scrapy.http import JsonRequest

from crawler.adapters import ListRequest
from crawler.config import Portal


def list_request(portal: Portal, asked: ListRequest, *, conditional: bool = False, **options: Any) -> Request:
    """A page of a list. On condition only the first is asked for; the others follow when it has changed.

    What is posted is never asked for on condition: servers answer a known version of it with 412, not 304.
    """
    kind, body = _body(asked)
    return kind(
        asked.url,
        method=asked.method,
        headers=dict(asked.headers),
        meta=_meta(portal, "list", conditional and asked.method == "GET"),
        dont_filter=True,
        **body,
        **options,
    )


def _body(asked: ListRequest) -> tuple[type[Request], dict[str, Any]]:
    """The kind of request that carries what is sent, as JSON or as a form."""
    if asked.json is not None:
        return JsonRequest, {"data": dict(asked.json)}
    if asked.form or asked.method == "POST":
        return FormRequest, {"formdata": dict(asked.form)}
    return Request, {}


def detail_request(portal: Portal, url: str, *, conditional: bool = False, **options: Any) -> Request:
    """A document's page, or a file that an entry leads to."""
    return Request(url, meta=_meta(portal, "detail", conditional), dont_filter=True, **options)


def file_request(portal: Portal, url: str, referer: str) -> Request:
    """A file of a document. Some portals give files only to readers of the page."""
    return Request(url, headers={"Referer": referer}, meta=_meta(portal, "file"), dont_filter=True)


def _meta(portal: Portal, expects: str, conditional: bool = False) -> dict[str, Any]:
    return {"portal": portal.id, "home": portal.home, "expects": expects, "conditional": conditional}
