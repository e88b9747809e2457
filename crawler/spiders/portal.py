"""The spider: list -> new entries -> page -> files -> item. What differs between portals is in their adapters.

A host is asked one thing at a time anyway, so the further pages of a list and the files of a document are simply
awaited in turn. What goes wrong with a page concerns its document, its column or its portal, and nothing else.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.adapters import ListRequest, ListResponse
from crawler.config import Column, Portal
from crawler.faults import DOWNLOAD_ERRORS, Fault, fault_of
from crawler.front_page import is_front_page, lacks_title
from crawler.job import Job
from crawler.middlewares.conditional import validators_in
from crawler.middlewares.moved import was_led_on
from crawler.spiders.asking import detail_request, file_request, list_request
from crawler.walk import Walk
from pipelines.items import DocumentItem, FetchedFile
from pipelines.page_reader import PageReader
from pipelines.readers.file_text import PARSER_FAULTS
from pipelines.readers.links import Link
from pipelines.regions import PortalRegion
from pipelines.relevance import speaks_of_programme
from pipelines.terms import terms_in
from storage.database import Store, StoreError
from storage.entries import Known, due_revisits, mark, pending, visited
from storage.models import Attachment, Entry
from storage.withdrawals import note_missing

logger = logging.getLogger(__name__)

MAX_FILES = 30  # of one page; plans have a handful
GONE_AFTER = 3  # runs that find an entry's page missing
NOT_OURS_TO_ASK = ("refused", "robots")  # faults that the next run would meet again
LEFT_ALONE = ("blocked", "home-page")  # faults of a list after which its portal's documents are not asked for
OUT_OF_REACH = (
    "timeout",
    "unreachable",
    "certificate",
    "old-tls",
)  # the same, where all lists have one of them
UNFETCHED = {"oversize": "too-large", "missing": "unreadable", "soft-404": "unreadable"}  # else "pending"


class PortalSpider(Spider):
    """Polls the portals of a job; `polled` hears of each whose lists are done, `lost` of a store that failed.

    Without a job, as `scrapy list` and `scrapy shell` have it, it asks nothing.
    """

    name = "portal"
    job: Job
    store: Store

    def __init__(
        self,
        job: Job | None = None,
        store: Store | None = None,
        polled: Callable[[str], None] = lambda _: None,
        lost: Callable[[StoreError], None] = lambda _: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.portals = {portal.id: portal for portal in job.portals} if job else {}
        if job and store:
            self.job, self.store = job, store
            self.terms = terms_in(job.config)
            self.pages = PageReader(job.config)
        self.polled, self.lost = polled, lost
        self.walks: dict[tuple[str, str | None], Walk] = {}
        self.fronts: dict[str, str | None] = {}  # front pages that were asked for; None: not to be had
        self.open: Counter[str] = Counter()  # lists of a portal that are not done yet

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.item_stored, signals.item_scraped)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for portal in self.portals.values():
            for column in portal.columns:
                walk = Walk(self.store, self.job, portal, column, self.follows)
                walk.facts.requested = True
                self.walks[portal.id, column.url] = walk
                self.open[portal.id] += 1
                callbacks = {"callback": self.on_list, "errback": self.on_list_failure}
                if_changed = self.job.since is None
                yield list_request(
                    portal, walk.first, conditional=if_changed, cb_kwargs={"walk": walk}, **callbacks
                )

    def follows(self, column: Column, entry: Entry) -> bool:
        """Is a new entry worth its page?"""
        return column.follow == "all" or speaks_of_programme(entry.title, self.terms)

    # ---------------------------------------------------------------- lists

    async def on_list(self, response: Response, walk: Walk) -> AsyncIterator[Request]:
        await self.take(walk, walk.first, response)
        while following := walk.next():
            try:
                await self.take(walk, following, await self.fetch(list_request(walk.portal, following)))
            except DOWNLOAD_ERRORS as error:
                walk.fail(fault_of(error))
        await self.look_for_canary(walk)
        for request in self.list_done(walk):
            yield request

    def on_list_failure(self, failure: Any) -> Iterator[Request]:
        self.trouble(failure.request.cb_kwargs, failure)
        yield from self.list_done(failure.request.cb_kwargs["walk"])

    async def take(self, walk: Walk, asked: ListRequest, response: Response) -> None:
        """One page of a list. Whatever its adapter stumbles over is a fault of this column."""
        if response.status == 304:
            walk.unchanged()
            return
        answer = ListResponse(response.url, response.meta["text"] or "", response.status, asked)
        if asked is walk.first and was_led_on(response):
            walk.facts.detail = response.url
        try:
            page = walk.adapter.entries(answer)
            if walk.is_odd(answer, page) and await self.is_front_page(walk.portal, answer.text):
                walk.fail(
                    Fault("home-page", f"the front page came in the place of {asked.url}", response.status)
                )
            else:
                walk.take(answer, page, validators_in(response))
        except PARSER_FAULTS as error:
            logger.exception(
                "%s: the %s adapter failed on %s", walk.portal.id, walk.portal.adapter, asked.url
            )
            walk.fail(fault_of(error))

    async def is_front_page(self, portal: Portal, text: str) -> bool:
        """Is an odd page the portal's front page? That is asked for once, and only when a page looks odd."""
        if portal.id not in self.fronts:
            try:
                front = await self.fetch(list_request(portal, ListRequest(portal.home)))
                self.fronts[portal.id] = front.meta["text"]
            except DOWNLOAD_ERRORS:
                self.fronts[portal.id] = None
        front_text = self.fronts[portal.id]
        return front_text is not None and is_front_page(text, front_text)

    async def look_for_canary(self, walk: Walk) -> None:
        """The newest known entry is not on the list: if its page is gone as well, it was withdrawn, not lost."""
        if walk.canary is None or walk.facts.canary is not False or not walk.facts.entries:
            return
        try:
            await self.fetch(detail_request(walk.portal, walk.canary.url))
        except DOWNLOAD_ERRORS as error:
            if fault_of(error).name in ("missing", "soft-404"):
                walk.facts.canary = None
                walk.save()

    def list_done(self, walk: Walk) -> Iterator[Request]:
        """After the last list of a portal: the entries to follow, and the stored pages that are due again."""
        portal = walk.portal
        self.open[portal.id] -= 1
        if self.open[portal.id]:
            return
        self.polled(portal.id)
        faults = [walk.facts.fault for (owner, _), walk in self.walks.items() if owner == portal.id]
        if any(fault in LEFT_ALONE for fault in faults) or all(fault in OUT_OF_REACH for fault in faults):
            return
        for visit in pending(self.store, portal.id):
            yield self.visit_request(portal, visit, again=False)
        for visit in due_revisits(self.store, portal.id, self.job.now, self.job.crawl.revisit_days):
            yield self.visit_request(portal, visit, again=True)

    # ---------------------------------------------------------------- documents

    def visit_request(self, portal: Portal, visit: Known, *, again: bool) -> Request:
        return detail_request(
            portal,
            visit.entry.url,
            conditional=again,
            callback=self.on_detail,
            errback=self.on_detail_failure,
            cb_kwargs={"portal": portal, "visit": visit, "again": again},
        )

    async def on_detail(
        self, response: Response, portal: Portal, visit: Known, again: bool
    ) -> AsyncIterator[DocumentItem]:
        if response.status == 304:
            visited(self.store, visit.entry.url, self.job.now)
            return
        page = None
        if response.meta["media_type"] == "text/html":
            text = response.meta["text"]
            if lacks_title(text, visit.entry.title) and await self.is_front_page(portal, text):
                detail = f"the front page came in the place of {visit.entry.url}"
                self.visit_failed(
                    {"visit": visit, "again": again}, Fault("home-page", detail, response.status)
                )
                return
            page = await self.pages.read(text, response.url)
            files = [await self.fetch_file(portal, link, response.url) for link in page.links[:MAX_FILES]]
        else:
            files = [fetched(visit.entry.title, response)]
        whole = all(file.attachment.status != "pending" or file.data is not None for file in files)
        yield DocumentItem(
            visit=visit,
            again=again,
            region=PortalRegion(portal.region, portal.division_code),
            page=page,
            page_sha256=response.meta["sha256"],
            files=tuple(files),
            validators=validators_in(response) if whole else None,
        )

    async def fetch_file(self, portal: Portal, link: Link, referer: str) -> FetchedFile:
        """The file behind a link, wherever it lies; one that cannot be had says why."""
        try:
            return fetched(link.name, await self.fetch(file_request(portal, link.url, referer)), link.url)
        except DOWNLOAD_ERRORS as error:
            fault = fault_of(error)
            status = UNFETCHED.get(fault.name, "pending")
            return FetchedFile(Attachment(link.name, link.url, status=status, reason=str(fault)), None)

    def on_detail_failure(self, failure: Any) -> None:
        self.trouble(failure.request.cb_kwargs, failure)

    def visit_failed(self, asked: dict[str, Any], fault: Fault) -> None:
        """Counts a document that could not be had, and says when to leave it alone."""
        visit: Known = asked["visit"]
        logger.warning("%s: %s: %s", visit.portal, visit.entry.url, fault)
        if asked["again"] and fault.name == "missing":
            note_missing(self.store, visit.id, self.job.run)
            return
        if walk := self.walk_of(visit):
            walk.document_failed()
        if not asked["again"]:
            state = "pending"
            if fault.name in NOT_OURS_TO_ASK:
                state = "ignored"
            elif fault.name == "missing" and visit.attempts + 1 >= GONE_AFTER:
                state = "gone"
            mark(self.store, visit.id, state, error=str(fault))

    # ---------------------------------------------------------------- what became of it

    def item_stored(self, item: DocumentItem) -> None:
        walk = self.walk_of(item.visit)
        if walk and item.reading:
            walk.document_read(item.reading)

    def item_failed(self, item: DocumentItem, failure: Failure) -> None:
        self.trouble({"visit": item.visit, "again": item.again}, failure)

    def callback_failed(self, failure: Failure, response: Any) -> None:
        self.trouble(response.request.cb_kwargs, failure)

    def trouble(self, asked: dict[str, Any], failure: Failure) -> None:
        """What to do about an error: without the store nothing can go on, without a page everything else can."""
        if isinstance(failure.value, StoreError):
            self.lost(failure.value)
        elif "visit" in asked:
            self.visit_failed(asked, fault_of(failure.value))
        elif "walk" in asked:
            asked["walk"].fail(fault_of(failure.value))

    def walk_of(self, visit: Known) -> Walk | None:
        """The walk over the column that showed an entry; None where it has left the configuration since."""
        return self.walks.get((visit.portal, visit.column))

    async def fetch(self, request: Request) -> Response:
        """The answer to a request, past all middlewares. Raises one of DOWNLOAD_ERRORS."""
        return await self.crawler.engine.download_async(request)


def fetched(name: str, response: Response, url: str | None = None) -> FetchedFile:
    """An answer as a file of the document."""
    attachment = Attachment(name, url or response.url, response.meta["media_type"], response.meta["sha256"])
    return FetchedFile(attachment, response.body)
