"""One run: lock, crawl, compare, judge, publish. Every step asks the store what is left to do, so any may be repeated."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from crawler.baselines import read_baselines
from crawler.child import crawl
from crawler.clock import going_on
from crawler.config import Config, Portal
from crawler.health import judge, telling
from crawler.job import Job
from crawler.kin import learn_kin
from crawler.lock import run_lock
from crawler.publishing import portal_names, publishing
from crawler.scans import read_waiting
from pipelines.compare import compare
from pipelines.publish import PublishResult, publish
from pipelines.publish.exports import write_feed
from pipelines.readers import ocr
from storage.baselines import baseline_set, baselines, load_baselines, plan_of
from storage.comparisons import save_comparison, to_compare
from storage.database import Store, open_store
from storage.models import Health
from storage.runs import facts_of_run, finish_run, health_of, save_health, sound_facts, start_run
from storage.withdrawals import count_missing

DONE, PORTALS_FAILED, STOPPED = 0, 1, 143
FAILED = ("garbled", "blocked", "broken")  # verdicts of a portal that was not read
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stopped(BaseException):
    """SIGTERM or Ctrl-C. Not an Exception: nothing but the end of the run may catch it."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `entries` stand on the lists, `new_entries` were not known before, `documents` were read;
    `published` is None where the run was stopped before."""

    run: int
    exit_code: int
    portals: int
    entries: int
    new_entries: int
    documents: int
    health: tuple[Health, ...]
    published: PublishResult | None

    @property
    def failed(self) -> list[str]:
        """The portals that could not be read."""
        return [health.portal for health in self.health if health.verdict in FAILED]

    def to_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "exit_code": self.exit_code,
            "portals": self.portals,
            "entries": self.entries,
            "new_entries": self.new_entries,
            "documents": self.documents,
            "health": {health.portal: health.verdict for health in self.health},
            "failed": self.failed,
            "edition": self.published.edition if self.published else None,
            "sent": len(self.published.sent) if self.published else 0,
        }


def run(
    config: Config,
    data: Path,
    *,
    now: datetime,
    portals: Sequence[str] = (),
    since: date | None = None,
    polled: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Poll the portals (all, or those named), compare what is new, send the digest.

    `since` pages back to that day; `polled` hears of each portal whose lists are done. SIGTERM and Ctrl-C end the run
    cleanly, with exit code 143. Raises ConfigError on an unknown portal or a missing secret, RunLocked while another
    run goes on, and the store's errors.
    """
    chosen, how, time = config.chosen(portals), publishing(config), going_on(now)
    with run_lock(data, now) as lock, open_store(data) as store:
        number = start_run(store, [portal.id for portal in chosen], now, whole=not portals)
        job = Job(
            data=data,
            config=config.folder,
            run=number,
            now=now,
            since=since,
            crawl=config.settings.crawl,
            portals=list(chosen),
        )
        health: tuple[Health, ...] = ()
        published = None
        try:
            with stoppable():
                know_baselines(store, config.folder, now)
                crawl(job, lock, polled)
                if ocr.available():
                    read_waiting(store, config.portals, config.folder, now, number)
                compare_new(store, now)
                health = judge_portals(store, number, chosen, now)
                published = publish(store, how, now, portal_names(config), time)
                write_feed(store, how.language, now)
        except Stopped:
            finish_run(store, number, STOPPED, now)
            return _result(store, number, STOPPED, chosen, health, published)
        return _result(store, number, _exit_code(health), chosen, health, published)


@contextmanager
def stoppable() -> Iterator[None]:
    """Raises Stopped in the block when the process is told to end; a second signal changes nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        raise Stopped

    before = {one: signal.signal(one, stop) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def know_baselines(store: Store, config: Path, now: datetime) -> None:
    """A new store learns the plans of config/baselines; later on `planwatch baseline` changes them."""
    if not baselines(store):
        with store.atomic():
            load_baselines(store, read_baselines(config), now)


def compare_new(store: Store, now: datetime) -> None:
    """Compare every plan that was not compared with today's baselines, and know its kin among the stored plans."""
    known = [plan_of(store, revision, name) for name, _, revision in baselines(store)]
    for revision in to_compare(store, baseline_set(store)):
        save_comparison(
            store, revision, compare(plan_of(store, revision, f"revision {revision}"), known), now
        )
    learn_kin(store, now)


def judge_portals(store: Store, number: int, portals: Sequence[Portal], now: datetime) -> tuple[Health, ...]:
    """Judge the portals by what this run saw and close the run, in one transaction: a run that was killed before
    has judged nothing, and counts for nothing where a verdict needs two runs."""
    facts = facts_of_run(store, number)
    judged = []
    with store.atomic():
        for portal in portals:
            seen = {one.column: one for one in facts if one.portal == portal.id}
            past = {column: sound_facts(store, portal.id, column, before=number) for column in seen}
            health = judge(portal, seen, now, past)
            save_health(store, number, health, now, change=telling(health_of(store, portal.id), health, now))
            if health.verdict in ("well", "quiet"):
                count_missing(store, portal.id, number, now)
            judged.append(health)
        finish_run(store, number, _exit_code(judged), now)
    return tuple(judged)


def _exit_code(health: Sequence[Health]) -> int:
    return PORTALS_FAILED if any(one.verdict in FAILED for one in health) else DONE


def _result(
    store: Store,
    number: int,
    exit_code: int,
    portals: Sequence[Portal],
    health: tuple[Health, ...],
    published: PublishResult | None,
) -> RunResult:
    facts = facts_of_run(store, number)
    return RunResult(
        run=number,
        exit_code=exit_code,
        portals=len(portals),
        entries=sum(one.entries for one in facts),
        new_entries=sum(one.new_entries for one in facts),
        documents=sum(one.details_read for one in facts),
        health=health,
        published=published,
    )
