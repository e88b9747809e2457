"""https as servers speak it that were set up ten years ago, for portals that say `tls: legacy`.

Scrapy has a setting for ciphers, but Twisted takes it apart into names and loses `@SECLEVEL` on the way, without which
OpenSSL offers neither their protocols nor their keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAcceptableCiphers, ICipher
from twisted.internet.ssl import AcceptableCiphers
from zope.interface import implementer  # type: ignore[import-untyped]


@implementer(ICipher)
class _Level:
    """What OpenSSL reads as a cipher and takes for an order: keys and signatures of any strength."""

    fullName = "@SECLEVEL=0"


@implementer(IAcceptableCiphers)
class _AnyCiphers:
    """What Scrapy would offer, and below it whatever the server has."""

    def __init__(self, usual: AcceptableCiphers) -> None:
        self.usual = usual

    def selectCiphers(self, available: Sequence[Any]) -> list[Any]:
        return [*self.usual.selectCiphers(available), _Level()]


class LegacyHandler(HTTP11DownloadHandler):
    """Downloads over https, however weak its keys and protocol."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        factory: Any = self._contextFactory
        factory.tls_ciphers = _AnyCiphers(factory.tls_ciphers)
