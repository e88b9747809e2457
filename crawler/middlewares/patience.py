"""Gives up on a portal that takes too long in all, so that one slow portal cannot hold up the day's run."""

from __future__ import annotations

from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.faults import Fault


class PatienceMiddleware:
    """Refuses requests of a portal whose first one was more than `minutes` ago (PORTAL_MINUTES)."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes
        self.begun: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getfloat("PORTAL_MINUTES"))

    def process_request(self, request: Request) -> None:
        portal = request.meta.get("portal")
        if portal is None:
            return
        begun = self.begun.setdefault(portal, monotonic())
        if monotonic() - begun > self.minutes * 60:
            raise Fault("timeout", f"the portal took longer than {self.minutes:g} minutes in all")
