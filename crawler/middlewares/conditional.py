"""Asks for what is stored already only if it changed: If-None-Match and If-Modified-Since from stored validators.

Always asks, and never serves a stored page: a portal that is down must look down.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from storage.database import Store
from storage.entries import validators_for
from storage.models import Validators


class ConditionalMiddleware:
    """Adds the validators to requests whose meta says `conditional`. Does nothing outside a run."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        store = getattr(crawler.spider, "store", None)
        if store is None:
            raise NotConfigured
        return cls(store)

    def process_request(self, request: Request) -> None:
        if request.meta.get("expects") is None:
            return
        request.headers["Cache-Control"] = "max-age=0"  # caches on the way must ask the portal as well
        known = validators_for(self.store, request.url) if request.meta.get("conditional") else None
        if known and known.etag:
            request.headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            request.headers["If-Modified-Since"] = known.last_modified


def validators_in(response: Response) -> Validators | None:
    """What the server says about the version that it sent; None if it says nothing."""
    etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    if not etag and not modified:
        return None
    return Validators(
        etag=etag.decode("latin-1") if etag else None,
        last_modified=modified.decode("latin-1") if modified else None,
    )
