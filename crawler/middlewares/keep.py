"""Keeps the raw bytes of every list, page and file in the archive, error pages too: they are evidence."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from storage.archive import Archive


class KeepMiddleware:
    """Leaves the SHA-256 of the body in the request's meta `sha256`. Does nothing outside a run."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        store = getattr(crawler.spider, "store", None)
        if store is None:
            raise NotConfigured
        return cls(store.archive)

    async def process_response(self, request: Request, response: Response) -> Response:
        expects = request.meta.get("expects")
        if expects == "list" and response.body:
            request.meta["sha256"] = self.archive.put(
                response.body
            )  # lists are taken in the order they were asked
        elif expects and response.body:
            # the archive waits for the disk; the other portals need not
            request.meta["sha256"] = await asyncio.to_thread(self.archive.put, response.body)
        return response
