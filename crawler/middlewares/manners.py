"""How hosts may be asked: private addresses not at all, portals with a delay of their own at that delay.

Private addresses are refused because a link on a page is somebody else's text: it must not reach into the network
that planwatch runs in. A portal that stands there says `private_hosts: true`.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawler.faults import Fault


class MannersMiddleware:
    """Refuses private addresses; keeps AutoThrottle and proxies away from where they do not belong.

    private: hosts that may be private, for every host that asks on behalf of a portal (PRIVATE_HOSTS).
    paced: hosts with a delay of their own (DOWNLOAD_SLOTS).
    """

    def __init__(self, private: frozenset[str], paced: Mapping[str, object]) -> None:
        self.private = private
        self.paced = paced

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        private = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))
        return cls(private, crawler.settings.getdict("DOWNLOAD_SLOTS"))

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
