"""Asks again after a pause where a portal was out of order: as long as it says, or longer each time.

Scrapy's own retrying asks again at once, which is what a portal in trouble needs least.
"""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

LONGEST = 120.0  # seconds; a portal that asks for more patience is left until the next run


class AgainMiddleware(RetryMiddleware):
    """Retries (RETRY_TIMES) after RETRY_SECONDS, doubled each time, or after what Retry-After says."""

    seconds: float

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        again = super().from_crawler(crawler)
        again.seconds = crawler.settings.getfloat("RETRY_SECONDS")
        return again

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        following = super().process_response(request, response)
        if not isinstance(following, Request):
            return following
        pause = retry_after(response)
        if pause is None:
            pause = self._usual_pause(following)
        if pause > LONGEST:
            return response
        await asyncio.sleep(pause)
        return following

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        following = super().process_exception(request, exception)
        if isinstance(following, Request):
            await asyncio.sleep(self._usual_pause(following))
        return following

    def _usual_pause(self, following: Request) -> float:
        return min(self.seconds * 2 ** (following.meta["retry_times"] - 1), LONGEST)


def retry_after(response: Response) -> float | None:
    """The seconds that Retry-After asks for, as a number or as a date beside the answer's own; None where it says
    nothing that can be understood."""
    said = _header(response, "Retry-After")
    if said.isdecimal():
        return float(said)
    try:
        until, now = (parsedate_to_datetime(each) for each in (said, _header(response, "Date")))
    except ValueError:
        return None
    return max(0.0, (until - now).total_seconds())


def _header(response: Response, name: str) -> str:
    value: Any = response.headers.get(name, b"")
    return str(value.decode("latin-1")).strip()
