"""How hosts may be asked: private addresses not at all, and everybody at their pace.

Private addresses are refused because a link on a page is somebody else's text: it must not reach into the network
that planwatch runs in. A portal that stands there says `private_hosts: true`.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from time import monotonic
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawler.faults import Fault


class MannersMiddleware:
    """Refuses private addresses; keeps AutoThrottle and proxies away from where they do not belong; counts a host's
    delay from its last answer.

    private: hosts that may be private, for every host that asks on behalf of a portal (PRIVATE_HOSTS).
    paced: hosts with a delay of their own (DOWNLOAD_SLOTS).
    """

    crawler: Crawler

    def __init__(self, private: frozenset[str], paced: Mapping[str, object]) -> None:
        self.private = private
        self.paced = paced

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        private = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))
        manners = cls(private, crawler.settings.getdict("DOWNLOAD_SLOTS"))
        manners.crawler = crawler
        crawler.signals.connect(manners.wait_from_now, signals.response_downloaded)
        return manners

    def wait_from_now(self, request: Request) -> None:
        """The delay to the host's next request begins with this answer. Scrapy's begins when it hands the request to an
        event loop that may be busy: the request would reach the host late, and the next one too soon after it."""
        downloader: Any = getattr(self.crawler.engine, "downloader", None)
        downloader.slots[request.meta["download_slot"]].lastseen = monotonic()

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        if host in self.paced:
            request.meta["autothrottle_dont_adjust_delay"] = True
        if host in self.private:
            request.meta["proxy"] = None
        else:
            await self._refuse_private(host)

    async def _refuse_private(self, host: str) -> None:
        address = host if is_address(host) else await resolve(host)
        if address and not ip_address(address).is_global:
            raise Fault("refused", f"{host} is the private address {address}")


def is_address(host: str) -> bool:
    """Is the host named by its number? IPv6 among them, which `resolve` does not know."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def resolve(host: str) -> str | None:
    """The address behind a host name, from the cache that the connection itself will use; None if there is none."""
    from twisted.internet import reactor  # importing it installs one, so not before Scrapy did

    lookup: Any = reactor.resolve(host)  # type: ignore[arg-type]
    try:
        return str(await maybe_deferred_to_future(lookup))
    except DNSLookupError:
        return None
