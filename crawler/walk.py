"""The walk over one column's list pages: what to ask next, when to stop, and what was seen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from crawler.adapters import ListPage, ListRequest, ListResponse, adapter_named
from crawler.adapters.links import same_page
from crawler.config import Column, Portal
from crawler.faults import Fault
from crawler.front_page import is_titled_as_site
from crawler.job import Job
from storage.database import Store
from storage.entries import column_state, record_list
from storage.models import ColumnFacts, Entry, Reading, Validators
from storage.runs import past_facts, save_facts

# Static pages beyond the last one answer like this; the walk is over, nothing is wrong.
BEYOND_THE_END = ("missing", "soft-404", "stub")

# What a list that did not change shows: what it showed when it last came.
SHOWN = ("entries", "dated", "titled", "newest", "first_page", "detail")

DATES = ("signed_date", "published_date", "printed_date")


class Walk:
    """One column in one run.

    The first poll of a column, one that was broken off, and one with `since` go back as far as they may; any other
    stops at the first page that holds a known entry.
    """

    def __init__(
        self, store: Store, job: Job, portal: Portal, column: Column, follow: Callable[[Column, Entry], bool]
    ) -> None:
        self.store, self.job, self.portal, self.column, self.follow = store, job, portal, column, follow
        self.adapter = adapter_named(portal.adapter)
        self.facts = ColumnFacts(portal.id, column.url)
        self.past = past_facts(store, portal.id, column.url, before=job.run, limit=100)
        if self.past:  # until a document is read, those read before it stand for the column
            self.facts.fields, self.facts.filled = self.past[0].fields, self.past[0].filled
        state = column_state(store, portal.id, column.url)
        self.canary = state.newest
        self.to_the_end = not state.seeded or state.walking
        daily = column.max_pages or job.crawl.max_pages
        self.limit = job.crawl.seed_pages if self.to_the_end or job.since else daily
        self.first, *others = self.adapter.list_requests(column, portal)
        self.queue = deque(others)
        self.pages = 0

    def next(self) -> ListRequest | None:
        """The request after the first; None when the walk is over."""
        return self.queue.popleft() if self.queue else None

    def is_odd(self, response: ListResponse, page: ListPage) -> bool:
        """Does the first page look like that of another address: without the rows, or the title, that it should have?"""
        if self.pages or same_page(self.column.url, self.portal.home):
            return False
        if not page.entries:
            return not page.more
        known = self.canary is None or any(entry.url == self.canary.url for entry in page.entries)
        return not known or is_titled_as_site(response.text, self.portal.name)

    def take(self, response: ListResponse, page: ListPage, validators: Validators | None) -> None:
        """Store the rows of a page and decide whether to go on."""
        self.pages += 1
        self.facts.status = response.status
        self.queue.extend(page.more)
        with self.store.atomic():
            new = self._record(page.entries, validators, response.request.url)
            if self._is_over(page, len(new)):
                self._end()

    def unchanged(self) -> None:
        """The list answers "not modified": it shows what it showed when it last came."""
        self.facts.status, self.facts.not_modified = 304, True
        shown = next((facts for facts in self.past if facts.status == 200), None)
        if shown:
            for name in SHOWN:
                setattr(self.facts, name, getattr(shown, name))
        self.facts.canary = True if self.canary else None
        self.queue.clear()
        self.save()

    def fail(self, fault: Fault) -> None:
        """A page did not come. The next run takes the walk up again, unless this is only the end of the list."""
        self.queue.clear()
        if self.pages and fault.name in BEYOND_THE_END:
            self._end()
            return
        self.facts.status, self.facts.fault, self.facts.detail = fault.status, fault.name, fault.detail
        self.save()

    def document_read(self, reading: Reading) -> None:
        """Count a document, and the fields that every document of a portal has."""
        if not self.facts.details_read:
            self.facts.fields = self.facts.filled = 0
        found = (_on_page(reading, "title"), _on_page(reading, *DATES), reading.main_text)
        self.facts.details_read += 1
        self.facts.fields += len(found)
        self.facts.filled += sum(map(bool, found))
        self.save()

    def document_failed(self) -> None:
        self.facts.details_failed += 1
        self.save()

    def save(self) -> None:
        """Store the facts as they are."""
        save_facts(self.store, self.job.run, self.facts)

    def _is_over(self, page: ListPage, new: int) -> bool:
        if not self.queue or self.pages >= self.limit or (not page.entries and self.pages > 1):
            return True  # a first page without rows may be a shell, whose rows come with the next request
        if self.job.since:
            return any(entry.date and entry.date < self.job.since for entry in page.entries)
        return not self.to_the_end and new < len(page.entries)

    def _end(self) -> None:
        self.queue.clear()
        self._record((), None, self.column.url, last=True)

    def _record(
        self, entries: tuple[Entry, ...], validators: Validators | None, url: str, *, last: bool = False
    ) -> list[object]:
        return list(
            record_list(
                self.store,
                portal=self.portal.id,
                column=self.column.url,
                url=url,
                entries=entries,
                # a list that shows nothing must be looked at again, whatever its server says of it
                validators=validators if self.pages == 1 and entries else None,
                facts=self.facts,
                follow=lambda entry: self.follow(self.column, entry),
                last=last,
                now=self.job.now,
                run=self.job.run,
            )
        )


def _on_page(reading: Reading, *fields: str) -> bool:
    """Was one of the fields read from the document itself, not from the row that led to it?"""
    evidence = reading.metadata.evidence
    return any(field in evidence and evidence[field].source != "list" for field in fields)
