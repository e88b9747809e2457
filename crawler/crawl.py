"""The child process of a run: one JSON job on standard input, news in JSON lines on standard output.

It is started by `crawler.leash`, which ends it when standard input does: when the run is gone.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.config import CrawlSettings, Portal
from crawler.job import Job
from crawler.spiders.portal import PortalSpider
from storage.database import StoreError, open_store

# Old servers: no certificate that can be checked, keys and ciphers that OpenSSL has retired.
LEGACY_TLS = {
    "DOWNLOAD_VERIFY_CERTIFICATES": False,
    "DOWNLOADER_CLIENT_TLS_CIPHERS": "ALL",
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
    "DOWNLOAD_HANDLERS": {"https": "crawler.legacy_tls.LegacyHandler"},
}


def crawl(line: str) -> None:
    """Crawl as the job in this line of JSON says, and end when everything that was to be asked is asked."""
    job = Job.model_validate_json(line)
    news = News()
    with open_store(job.data, create=False) as store:
        process = AsyncCrawlerProcess(project_settings())
        crawls = [
            process.crawl(
                Crawler(PortalSpider, scrapy_settings(job.crawl, part)),
                job=job.model_copy(update={"portals": part}),
                store=store,
                polled=news.polled,
                lost=news.lost,
            )
            for part in by_certificates(job.portals)
        ]
        gc.freeze()  # what is loaded by now lives to the end; the collector need not look at it again
        process.start()
        for one in crawls:
            one.result()  # raises what kept its spider from starting


class News:
    """Standard output, for news alone: whatever a library prints goes to standard error from now on."""

    def __init__(self) -> None:
        self.stream = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def polled(self, portal: str) -> None:
        """The lists of a portal are done."""
        self._tell({"polled": portal})

    def lost(self, error: StoreError) -> None:
        """Nothing can be stored any more. The run that hears it lets go of the leash."""
        self._tell({"lost": str(error), "exit_code": error.exit_code})

    def _tell(self, news: dict[str, str | int]) -> None:
        print(json.dumps(news), file=self.stream, flush=True)


def by_certificates(portals: Sequence[Portal]) -> list[list[Portal]]:
    """The portals in one or two parts: those with `tls: legacy` go by themselves, as their certificates are not checked."""
    parts = [[portal for portal in portals if (portal.tls == "legacy") is legacy] for legacy in (False, True)]
    return [part for part in parts if part]


def project_settings() -> Settings:
    """crawler/settings.py."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    # what it reports with a traceback is told by the portal's verdict
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    return settings


def scrapy_settings(crawl: CrawlSettings, portals: Sequence[Portal]) -> Settings:
    """crawler/settings.py with what config/settings.yaml and the portals add."""
    settings = project_settings()
    settings.setdict(_of_run(crawl, portals), priority="cmdline")
    if any(portal.tls == "legacy" for portal in portals):
        settings.setdict(LEGACY_TLS, priority="cmdline")
    return settings


def _of_run(crawl: CrawlSettings, portals: Sequence[Portal]) -> dict[str, Any]:
    return {
        "USER_AGENT": crawl.user_agent,
        "DOWNLOAD_DELAY": crawl.delay_seconds,
        "AUTOTHROTTLE_START_DELAY": crawl.delay_seconds,
        "AUTOTHROTTLE_MAX_DELAY": max(crawl.max_delay_seconds, crawl.delay_seconds),
        "DOWNLOAD_SLOTS": {
            host: {"concurrency": 1, "delay": portal.delay_seconds}
            for portal in portals
            if portal.delay_seconds is not None
            for host in portal.hosts()
        },
        "DOWNLOAD_TIMEOUT": crawl.timeout_seconds,
        "DOWNLOAD_MAXSIZE": crawl.max_bytes,
        "RETRY_TIMES": crawl.retries,
        "RETRY_SECONDS": crawl.retry_seconds,
        "REDIRECT_MAX_TIMES": crawl.max_redirects,
        "CONCURRENT_REQUESTS": crawl.parallel_requests,
        "PORTAL_MINUTES": crawl.portal_minutes,
        "PRIVATE_HOSTS": sorted(
            {host for portal in portals if portal.private_hosts for host in portal.hosts()}
        ),
    }
