"""Readers with wishes, days and languages of their own, over a real store and a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.publish import PortalName, Reader, Subscription, publish
from storage.database import Store, open_store
from storage.models import Health
from storage.outbox import open_events
from storage.runs import save_health, start_run
from tests.publish.conftest import ANALYST, MakePublishing
from tests.publish.samples import NOW
from tests.publish.servers import Mailbox
from tests.publish.test_outgoing import find_plan

DAY = timedelta(days=1)
NAMES = {"yunxi": PortalName("云溪市人民政府", "青岚省云溪市")}
CHIEF, ABROAD = "chief@office.example", "abroad@office.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        yield store


def test_each_reader_gets_what_was_asked_for_in_the_language_asked_for(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    find_plan(store)
    readers = (
        Reader(ANALYST, "zh"),
        Reader(CHIEF, "zh", Subscription(regions=("河北省",))),
        Reader(ABROAD, "en", Subscription(levels=("prefecture",))),
    )
    result = publish(store, replace(publishing(port), readers=readers), NOW, NAMES)
    assert [each.recipient for each in result.sent] == [ANALYST, ABROAD]
    assert mailbox.to(ANALYST)[0]["Subject"].startswith("方案监测 10月15日：新方案1件")
    assert mailbox.to(ABROAD)[0]["Subject"].startswith("Plan watch, 15 October: 1 new plan")
    assert open_events(store) == []


def test_a_weekly_digest_waits_for_its_day_and_a_missed_day_is_made_up_for(
    store: Store, port: int, publishing: MakePublishing
) -> None:
    how = replace(publishing(port), weekday=0)  # NOW is a Tuesday
    find_plan(store, 17)
    assert publish(store, how, NOW, NAMES).edition is None
    find_plan(store, 18)
    monday = publish(store, how, NOW + 6 * DAY, NAMES)
    assert monday.counts is not None
    assert monday.counts.new == 2
    find_plan(store, 19)
    made = [publish(store, how, NOW + (7 + late) * DAY, NAMES).edition for late in range(3)]
    assert made[0] is not None, "what has waited for a week waits no longer"
    assert made[1:] == [None, None]


def test_a_quiet_time_is_told_once_in_a_while_where_that_is_asked_for(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    how = replace(publishing(port), heartbeat_days=7)
    find_plan(store)
    editions = [publish(store, how, NOW + day * DAY, NAMES).edition for day in range(15)]
    assert [day for day, edition in enumerate(editions) if edition] == [0, 7, 14]
    quiet = mailbox.to(ANALYST)[1]
    assert quiet["Subject"] == "方案监测 10月22日：没有新情况"
    body = quiet.get_body(("plain",))
    assert body is not None
    assert "近期没有新方案，监测照常进行。" in body.get_content()
    assert len({mail["Message-ID"] for mail in mailbox.to(ANALYST)}) == 3


def test_what_follows_up_earlier_news_stands_below_it_in_the_mail_program(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    how = publishing(port)
    for day, change in enumerate(("changed", "recovered")):
        run = start_run(store, ["yunxi"], NOW + day * DAY)
        verdict = "well" if change == "recovered" else "broken"
        save_health(store, run, Health("yunxi", verdict, "", ""), NOW + day * DAY, change=change)
        publish(store, how, NOW + day * DAY, NAMES)
    find_plan(store)
    publish(store, how, NOW + 2 * DAY, NAMES)
    broke, recovered, other = mailbox.to(ANALYST)
    assert recovered["In-Reply-To"] == broke["Message-ID"]
    assert broke["References"] is None
    assert other["References"] is None
