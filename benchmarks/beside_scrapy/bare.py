"""A Scrapy spider at defaults, for `benchmarks.crawl`: one JSON job on standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class Bare(Spider):
    """Fetches lists and, unless only they are wanted, what they link to."""

    name = "bare"
    custom_settings = {"HTTPERROR_ALLOW_ALL": True}  # noqa: RUF012

    def __init__(self, job: dict[str, Any]) -> None:
        super().__init__()
        self.job, self.seen = job, {}

    async def start(self) -> AsyncIterator[Request]:
        known = json.loads(Path(self.job["seen"]).read_text()) if self.job["what"] == "lists" else {}
        for url in self.job["lists"]:
            headers = {"If-None-Match": known[url]} if url in known else {}
            yield Request(url, headers=headers)

    def parse(self, response: Response) -> Iterator[Request]:
        if response.status == 304:
            return
        self.seen[response.url] = response.headers["ETag"].decode()
        for href in response.css("ul.u-list a::attr(href)").getall():
            yield response.follow(href, callback=self.page)

    def page(self, response: Response) -> Iterator[dict[str, Any]]:
        yield {"url": response.url, "size": len(response.body)}

    def closed(self, reason: str) -> None:
        if self.job["what"] == "all":
            Path(self.job["seen"]).write_text(json.dumps(self.seen))


def main() -> None:
    process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING"})
    process.crawl(Bare, job=json.load(sys.stdin))
    process.start()


if __name__ == "__main__":
    main()
