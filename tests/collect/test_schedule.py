"""The daily service: when it runs, what it makes up for, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from crawler.config import Schedule
from crawler.run import STOPPED
from crawler.schedule import add_daily, has_due_messages, is_late, last_good
from pipelines.publish import Channel, MailSettings, Routes
from storage.database import open_store
from storage.models import Draft
from storage.outbox import make_edition, record_attempt, waiting
from storage.runs import finish_run, last_run, start_run
from tests.collect.test_stopping import wait_until

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 10, 14, 8, 0, tzinfo=SHANGHAI)


def daily(settings: Schedule, at_once: datetime | None = None):
    scheduler = BackgroundScheduler()
    add_daily(scheduler, print, settings, at_once)
    scheduler.start(paused=True)
    (job,) = scheduler.get_jobs()
    scheduler.shutdown()
    return job


def test_it_runs_at_the_time_and_in_the_zone_of_the_settings():
    job = daily(Schedule(time="06:45", timezone="Asia/Urumqi", jitter_seconds=0))
    first = job.trigger.get_next_fire_time(None, NOW)
    assert first == datetime(2024, 10, 14, 6, 45, tzinfo=ZoneInfo("Asia/Urumqi"))


def test_it_starts_up_to_the_jitter_later_so_that_portals_are_not_asked_on_the_minute():
    job = daily(Schedule(time="07:30", jitter_seconds=600))
    starts = {job.trigger.get_next_fire_time(None, NOW) for _ in range(20)}
    assert len(starts) > 1
    time = datetime(2024, 10, 15, 7, 30, tzinfo=SHANGHAI)
    assert all(time <= start <= time + timedelta(seconds=600) for start in starts)


def test_a_missed_start_is_made_up_for_once_and_never_beside_another_run():
    job = daily(Schedule(grace_hours=6))
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (6 * 3600, True, 1)


@pytest.mark.parametrize(
    ("last", "late"),
    [(None, True), (NOW - timedelta(hours=25), True), (NOW - timedelta(hours=23), False)],
)
def test_a_day_without_a_good_run_is_late(last, late):
    assert is_late(last, NOW) is late


def test_only_runs_that_came_to_their_end_are_good(tmp_path):
    assert last_good(tmp_path) is None
    with open_store(tmp_path) as store:
        for hours, exit_code in ((0, 1), (1, STOPPED), (2, None)):
            run = start_run(store, ["example"], NOW + timedelta(hours=hours))
            if exit_code is not None:
                finish_run(store, run, exit_code, NOW)
    assert last_good(tmp_path) == NOW


def test_a_message_that_was_not_taken_is_tried_again_between_runs(tmp_path):
    with open_store(tmp_path) as store:
        make_edition(store, [], [Draft("a@office.example", "<1@x>", b"")], NOW)
        record_attempt(store, waiting(store)[0].id, "waiting", "451 try again later", NOW)
    mail = Routes(MailSettings("127.0.0.1", 25, "none", None, None, "watch@office.example"))
    due = [has_due_messages(tmp_path, mail, NOW + timedelta(minutes=minutes)) for minutes in (0, 4, 5)]
    assert due == [False, False, True]


def test_a_message_that_no_way_leads_to_any_more_starts_nothing(tmp_path):
    with open_store(tmp_path) as store:
        make_edition(store, [], [Draft("群", "<1@x>", b"", via="channel")], NOW)
    assert not has_due_messages(tmp_path, Routes(), NOW + timedelta(days=2))
    again = Routes(channels={"群": Channel("群", "wecom", "http://127.0.0.1/")})
    assert has_due_messages(tmp_path, again, NOW + timedelta(days=2))


def test_sigterm_ends_the_service_in_the_middle_of_a_run(watch):
    watch.farm.fault("kaifeng", "slow")
    command = [sys.executable, "-m", "crawler", "--config", watch.config, "--data", watch.data, "schedule"]
    with subprocess.Popen(command) as service:
        wait_until(service, lambda: len(watch.farm.requests) >= 10)
        service.send_signal(signal.SIGTERM)
        assert service.wait() == 0
    with watch.store() as store:
        assert last_run(store)["exit_code"] == STOPPED
