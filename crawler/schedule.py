"""The daily service: one run a day at the time of the settings, and between the runs another try to deliver what was
not taken, each in a process of its own.

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
from threading import Lock
from types import FrameType

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from crawler.clock import clock
from crawler.config import Schedule, load_config
from crawler.publishing import publishing
from crawler.run import DONE, PORTALS_FAILED
from pipelines.publish.delivery import Routes, is_due
from storage.database import open_store
from storage.outbox import waiting
from storage.runs import last_run

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
OUTBOX_MINUTES = 5  # from one look for messages that are to be tried again to the next
GOOD = (DONE, PORTALS_FAILED)  # a run that came to its end; portals that fail today are told in the digest


class Service:
    """The scheduler and the process that it has going, if any."""

    def __init__(self, config: Path, data: Path) -> None:
        self.config, self.data = config, data
        self.command = (sys.executable, "-m", "crawler", "--config", str(config), "--data", str(data))
        self.scheduler = BlockingScheduler()
        self.child: subprocess.Popen[bytes] | None = None
        self.turn = Lock()
        self.stopping = False

    def run_once(self) -> None:
        """One run; its output is ours, and its exit code is logged."""
        self._call("run")

    def deliver(self) -> None:
        """Try messages again that were not taken, as soon as they are due."""
        routes = publishing(load_config(self.config)).routes  # those of now: the settings may have changed
        if has_due_messages(self.data, routes, clock()):
            self._call("digest")

    def _call(self, name: str) -> None:
        """One command after another: a run and a delivery would hold each other's lock."""
        with self.turn:
            self.child = subprocess.Popen((*self.command, name))
            if self.stopping:  # the signal came between the start of this job and that of its process
                self.child.terminate()
            logger.info("planwatch %s ended with exit code %s", name, self.child.wait())

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
    service.scheduler.add_job(
        service.deliver, IntervalTrigger(minutes=OUTBOX_MINUTES), id="outbox", coalesce=True, max_instances=1
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


def has_due_messages(data: Path, routes: Routes, now: datetime) -> bool:
    """Does a message wait that may be tried now? One whose recipient the settings name no way to any more may not."""
    with open_store(data) as store:
        return any(routes.of(message) and is_due(message, now) for message in waiting(store))


def is_late(last: datetime | None, now: datetime) -> bool:
    """Is a run to be made up for? It is when the last good one is more than a day old."""
    return last is None or now - last > DAY
