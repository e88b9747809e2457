"""What a crawl is told: the one line of JSON that the run gives its child process."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from crawler.config import CrawlSettings, Model, Portal


class Job(Model):
    """A crawl of `portals` for run `run`. `now` is the run's clock; `since` asks to page back to that day."""

    data: Path
    config: Path
    run: int
    now: datetime
    since: date | None
    crawl: CrawlSettings
    portals: list[Portal]
