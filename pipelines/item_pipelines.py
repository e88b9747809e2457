"""From a fetched document to a stored one: read it, store it. Both stages are thin; the work is done elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from pipelines.items import DocumentItem, FetchedFile
from pipelines.page_reader import PageReader
from pipelines.readers import FileText, ocr
from pipelines.readers.guarded import GuardedReader
from storage.database import Store
from storage.documents import save
from storage.entries import keep_validators, mark, visited
from storage.models import Attachment
from storage.withdrawals import found_again


class ReadPipeline:
    """Understands the page and its files, in child processes, while the crawl goes on."""

    def __init__(self, pages: PageReader) -> None:
        self.pages = pages
        self.files = GuardedReader(ocr=ocr.available())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not hasattr(crawler.spider, "pages"):
            raise NotConfigured
        return cls(crawler.spider.pages)  # type: ignore[union-attr]

    async def close_spider(self) -> None:
        self.files.close()
        await self.pages.close()

    async def process_item(self, item: DocumentItem) -> DocumentItem:
        item.reading = await self.pages.understand(
            page=item.page,
            files=[await asyncio.to_thread(text_of, file, self.files) for file in item.files],
            url=item.visit.entry.url,
            portal_region=item.region,
            listed=item.visit.entry,
        )
        return item


class StorePipeline:
    """Stores the reading, what became of its entry, and the page's validators, in one transaction."""

    def __init__(self, store: Store, run: int, now: datetime) -> None:
        self.store, self.run, self.now = store, run, now

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        job = getattr(crawler.spider, "job", None)
        if job is None:
            raise NotConfigured
        return cls(crawler.spider.store, job.run, job.now)  # type: ignore[union-attr]

    def process_item(self, item: DocumentItem) -> DocumentItem:
        visit, url = item.visit, item.visit.entry.url
        if item.reading is None:
            raise ValueError(f"{url} was not read before it was to be stored")
        with self.store.atomic():
            saved = save(
                self.store,
                item.reading,
                url=url,
                portal=visit.portal,
                column=visit.column,
                page_sha256=item.page_sha256,
                origin=visit.origin,
                now=self.now,
                run=self.run,
            )
            lasting = saved.outcome != "unconfirmed"
            if not item.again:
                mark(self.store, visit.id, "stored", document=saved.document)
            elif lasting:
                visited(self.store, url, self.now)
            else:
                found_again(self.store, url)
            # what waits to be confirmed is asked for as if it had not come: it comes whole, or as it was before
            if item.validators and lasting:
                keep_validators(self.store, url, item.validators, self.now)
        return item


def text_of(file: FetchedFile, reader: GuardedReader) -> tuple[Attachment, FileText]:
    """A file's text with the attachment as it stands after reading."""
    attachment = file.attachment
    if file.data is None:
        return attachment, FileText(attachment.media_type or "", (), attachment.status, attachment.reason)
    text = reader.read(file.data)
    read = replace(attachment, media_type=text.media_type, status=text.status, reason=text.reason)
    return read, text
