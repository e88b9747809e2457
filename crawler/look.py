"""A few polite requests outside a run: through the middlewares of a run and at its pace, and nothing is stored.

They are made in a child process, because Twisted's reactor cannot be started twice in one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.adapters import ListRequest, ListResponse
from crawler.config import CrawlSettings, Portal
from crawler.crawl import by_certificates, project_settings, scrapy_settings
from crawler.faults import DOWNLOAD_ERRORS, Fault, fault_of
from crawler.probe import Probed, probe
from crawler.spiders.asking import list_request
from crawler.survey import Seen, survey

# A request on behalf of a portal -> its answer, or what came in its place.
Ask = Callable[[Portal, ListRequest], Awaitable[ListResponse | Fault]]
Work = Callable[[list[Portal], Ask], Awaitable[list[Any]]]


def look_at(url: str, portal: Portal, crawl: CrawlSettings) -> Probed:
    """Probe the unknown portal at `url`; `portal` tells how its host may be asked."""
    (found,) = _in_a_child(partial(_probe, url), [portal], crawl)
    return found


def look_over(portals: Sequence[Portal], crawl: CrawlSettings) -> list[Seen]:
    """What the first page of every column of these portals shows."""
    return _in_a_child(_survey, portals, crawl)


async def _probe(url: str, portals: list[Portal], ask: Ask) -> list[Probed]:
    (portal,) = portals
    return [await probe(url, partial(ask, portal))]


async def _survey(portals: list[Portal], ask: Ask) -> list[Seen]:
    seen = await asyncio.gather(*(survey(portal, partial(ask, portal)) for portal in portals))
    return [column for columns in seen for column in columns]


def _in_a_child(work: Work, portals: Sequence[Portal], crawl: CrawlSettings) -> list[Any]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_looked, work, list(portals), crawl).result()


def _looked(work: Work, portals: list[Portal], crawl: CrawlSettings) -> list[Any]:
    """What `work` finds; runs in the child."""
    process = AsyncCrawlerProcess(project_settings())
    found: list[Any] = []
    for part in by_certificates(portals):
        process.crawl(
            Crawler(Looker, scrapy_settings(crawl, part)),
            work=partial(work, part),
            found=found,
            at_once=crawl.parallel_requests,
        )
    process.start()
    return found


class Looker(Spider):
    """Does some `work` that asks for lists, and puts what comes of it into `found`."""

    name = "look"

    def __init__(
        self, work: Callable[..., Awaitable[list[Any]]], found: list[Any], at_once: int, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.work, self.found, self.limit = work, found, asyncio.Semaphore(at_once)

    async def start(self) -> AsyncIterator[Request]:
        self.found += await self.work(self.ask)
        return
        yield  # Scrapy wants a generator of requests; the work makes its own

    async def ask(self, portal: Portal, asked: ListRequest) -> ListResponse | Fault:
        """One page of a list, past all middlewares."""
        async with self.limit:
            try:
                response = await self.crawler.engine.download_async(list_request(portal, asked))
            except DOWNLOAD_ERRORS as error:
                return fault_of(error)
        return ListResponse(response.url, response.meta["text"] or "", response.status, asked)
