"""The daily service: one run a day at the time of the settings, each in a process of its own.

A process of its own because a run may grow, hang or crash, and because a change of the configuration is then in force
with the next run.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from crawler.clock import clock
from crawler.config import Schedule, load_config
from crawler.run import DONE, PORTALS_FAILED
from storage.database import open_store
from storage.runs import last_run

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
GOOD = (DONE, PORTALS_FAILED)  # a run that came to its end; portals that fail today are told in the digest


class Service:
    """The scheduler and the run that it has going, if any."""

    def __init__(self, config: Path, data: Path) -> None:
        self.command = (sys.executable, "-m", "crawler", "--config", str(config), "--data", str(data), "run")
        self.scheduler = BlockingScheduler()
        self.child: subprocess.Popen[bytes] | None = None
        self.stopping = False

    def run_once(self) -> None:
        """One run; its output is ours, and its exit code is logged."""
        self.child = subprocess.Popen(self.command)
        if self.stopping:  # the signal came between the start of this job and that of its process
            self.child.terminate()
        logger.info("the run ended with exit code %s", self.child.wait())

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """End the run that is going on, and then the service."""
        self.stopping = True
        if self.child and self.child.poll() is None:
            self.child.terminate()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)


def serve(config: Path, data: Path) -> None:
    """Run every day until SIGTERM or Ctrl-C, which end a run in its middle cleanly.

    A day that was missed is made up for at the start. Raises ConfigError, and the store's errors.
    """
    settings = load_config(config).settings.schedule
    service = Service(config, data)
    now = clock()
    add_daily(
        service.scheduler, service.run_once, settings, at_once=now if is_late(last_good(data), now) else None
    )
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, service.stop)
    if not service.stopping:
        service.scheduler.start()


def add_daily(
    scheduler: BaseScheduler, job: Callable[[], None], settings: Schedule, at_once: datetime | None
) -> None:
    """Have `job` run once a day as the settings say, the first time `at_once` where that is given.

    A start that was missed is made up for within the hours of grace; several that were missed become one, and no
    run starts beside another.
    """
    hour, minute = settings.time.split(":")
    trigger = CronTrigger(
        hour=hour, minute=minute, timezone=settings.zone, jitter=settings.jitter_seconds or None
    )
    first = {"next_run_time": at_once} if at_once else {}
    scheduler.add_job(
        job,
        trigger,
        id="daily",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=int(settings.grace_hours * 3600),
        **first,
    )


def last_good(data: Path) -> datetime | None:
    """When the last run began that came to its end; None where there was none."""
    with open_store(data) as store:
        row = last_run(store, exit_codes=GOOD)
    return datetime.fromisoformat(row["started_at"]) if row else None


def is_late(last: datetime | None, now: datetime) -> bool:
    """Is a run to be made up for? It is when the last good one is more than a day old."""
    return last is None or now - last > DAY
