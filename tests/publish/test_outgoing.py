"""The publish pass over a real store and a real mail server, with everything that may go wrong between them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipelines.embedded import config_dir
from pipelines.publish import PortalName, Publishing, preview, publish
from pipelines.reading import read_file
from storage.baselines import load_baselines
from storage.comparisons import save_comparison
from storage.database import Store, open_store
from storage.documents import save
from storage.models import Health
from storage.outbox import messages_of, open_events, receipts, waiting
from storage.runs import save_health, start_run
from tests.publish.conftest import ANALYST, MakePublishing
from tests.publish.samples import COMPARISON, KAIFENG, NOW, ZHANGJIAKOU, reading
from tests.publish.servers import ANYBODY, Mailbox, serve

THREE = ("a@office.example", "b@office.example", "c@office.example")
NAMES = {"yunxi": PortalName("云溪市人民政府", "青岚省云溪市")}
ONLY_PRINTED = Publishing("zh")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        yield store


def find_plan(store: Store, number: int = 17, **fields: str) -> int:
    """A portal publishes a plan; gives its revision."""
    text = f"云溪市推动大规模设备更新和消费品以旧换新行动方案第{number}号"
    found = reading(text, **{"title": text, "doc_number": f"云政发〔2024〕{number}号"} | fields)
    url = f"https://www.yunxi.example/{number}.html"
    place = {"url": url, "portal": "yunxi", "column": "https://www.yunxi.example/", "page_sha256": None}
    return save(store, found, **place, origin="new", now=NOW, run=None).revision


def found_in(mailbox: Mailbox, recipient: str) -> list[tuple[str, str]]:
    return [(mail["Message-ID"], mail["Subject"]) for mail in mailbox.to(recipient)]


def test_a_new_plan_reaches_everybody_once(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    find_plan(store)
    how = publishing(port, recipients=THREE)
    result = publish(store, how, NOW, NAMES)
    assert [each.recipient for each in result.sent] == list(THREE)
    assert result.counts is not None
    assert result.counts.new == 1
    assert "云政发〔2024〕17号" in str(result.text)
    again = publish(store, how, NOW, NAMES)
    assert (again.edition, again.text, again.deliveries) == (None, None, ())
    assert [to for to, _ in mailbox.taken] == list(THREE)
    assert len({mail["Message-ID"] for to in THREE for mail in mailbox.to(to)}) == 3


def test_a_stored_comparison_is_told_with_the_plan(store: Store) -> None:
    known = {
        plan.name: reading(plan.title, title=plan.title, doc_number=plan.doc_number, region=plan.region)
        for plan in (ZHANGJIAKOU, KAIFENG)
    }
    load_baselines(store, known, NOW)
    save_comparison(store, find_plan(store), COMPARISON, NOW)
    text = str(publish(store, ONLY_PRINTED, NOW, NAMES).text)
    assert "[加码] 关键工序数控化率80%，高于张家口市（78%）、开封市（75%）。" in text
    assert "“规模以上工业企业关键工序数控化率达到75%”" in text


def test_a_revised_plan_is_told_with_both_wordings(store: Store) -> None:
    """Changed twice between two editions, it is told once, beside the text of the first edition."""
    url = "https://www.kaifeng.example/8.html"
    place = {"url": url, "portal": "kaifeng", "column": None, "page_sha256": None, "origin": "new"}
    text = (config_dir() / "baselines" / "kaifeng.txt").read_text(encoding="utf-8")
    shares = ("75%", "80%", "80%", "85%", "85%")  # every change is seen twice before it counts
    for hour, share in enumerate(shares):
        changed = text.replace("分别超过90%、75%", f"分别超过90%、{share}")
        now = NOW + timedelta(hours=hour)
        save(store, read_file(changed.encode(), name="plan.txt"), **place, now=now, run=None)
        if hour == 0:
            publish(store, ONLY_PRINTED, now, NAMES)
    text = str(publish(store, ONLY_PRINTED, NOW + timedelta(hours=9), NAMES).text)
    assert text.count("正文有1处改动（加码1）。") == 1
    assert "由75%提高到85%" in text
    assert re.search(r"现文本 .+\n\s+“.*85%.*”\n\s+原文本 .+\n\s+“.*75%.*”", text)


def test_the_pause_after_a_failed_try_begins_with_the_try_and_not_with_the_run(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    find_plan(store)
    mailbox.faults[ANALYST] = ["rcpt-451"]
    how, tried = publishing(port), NOW + timedelta(hours=1)
    publish(store, how, NOW, NAMES, lambda: tried)
    assert [message.tried_at for message in waiting(store)] == [tried.isoformat(timespec="seconds")]
    assert publish(store, how, tried + timedelta(minutes=4), NAMES).sent == []
    assert len(publish(store, how, tried + timedelta(minutes=5), NAMES).sent) == 1


def test_two_plans_of_one_day_make_two_editions_when_found_apart(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    for number in (17, 18):
        find_plan(store, number)
        assert publish(store, publishing(port), NOW, NAMES).counts is not None
    assert len({mail["Message-ID"] for mail in mailbox.to("analyst@office.example")}) == 2


def test_a_source_in_trouble_is_told_by_its_name(store: Store) -> None:
    run = start_run(store, ["yunxi"], NOW)
    save_health(
        store, run, Health("yunxi", "broken", "无法连接", "it cannot be reached"), NOW, change="changed"
    )
    text = str(publish(store, ONLY_PRINTED, NOW, NAMES).text)
    assert "* [中断] 云溪市人民政府 自2024年10月15日起\n  无法连接" in text


def test_a_quiet_day_sends_nothing(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    result = publish(store, publishing(port), NOW, NAMES)
    assert (result.edition, result.deliveries, mailbox.taken) == (None, (), [])


def test_a_preview_marks_nothing_as_told(store: Store) -> None:
    find_plan(store)
    found = preview(store, "zh", NOW, NAMES)
    assert found is not None
    assert len(open_events(store)) == 1
    _, rendered = found
    assert publish(store, ONLY_PRINTED, NOW, NAMES).text == rendered.text
    assert preview(store, "zh", NOW, NAMES) is None
    since = preview(store, "zh", NOW + timedelta(days=3), NAMES, since=NOW - timedelta(days=1))
    assert since is not None
    assert since[1].subject.startswith("方案监测 10月18日：新方案1件")
    assert preview(store, "zh", NOW, NAMES, since=NOW + timedelta(days=1)) is None


def test_an_edition_waits_for_a_server_that_is_down_and_goes_out_with_the_next_run(
    store: Store, mailbox: Mailbox, publishing: MakePublishing
) -> None:
    with serve(Mailbox()) as closed:
        pass
    find_plan(store)
    first = publish(store, publishing(closed, recipients=THREE), NOW, NAMES)
    assert first.edition is not None
    assert [each.status for each in first.waiting] == ["waiting"] * 3
    assert all("refused" in str(each.reason) for each in first.waiting)
    with serve(mailbox) as port:
        second = publish(store, publishing(port, recipients=THREE), NOW + timedelta(days=1), NAMES)
    assert second.edition is None
    assert [each.message_id for each in second.sent] == [each.message_id for each in first.waiting]
    assert [each.repeated for each in second.sent] == [False] * 3
    assert [len(mailbox.to(to)) for to in THREE] == [1, 1, 1]


def test_settings_that_cannot_work_are_tried_once_and_not_for_everybody(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    mailbox.faults[ANYBODY] = ["mail-553"]
    find_plan(store)
    result = publish(store, publishing(port, recipients=THREE), NOW, NAMES)
    assert len(mailbox.senders) == 1
    assert {each.reason for each in result.waiting} == {
        "sender not accepted: 553 5.7.1 sender must be the login"
    }
    assert len(result.waiting) == 3


def test_one_recipient_refused_for_good_does_not_keep_the_others_waiting(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    mailbox.faults[THREE[1]] = ["rcpt-550"]
    find_plan(store)
    result = publish(store, publishing(port, recipients=THREE), NOW, NAMES)
    assert [each.recipient for each in result.sent] == [THREE[0], THREE[2]]
    assert [(each.recipient, each.reason) for each in result.refused] == [
        (THREE[1], "recipient not accepted: 550 5.1.1 no such user")
    ]
    assert publish(store, publishing(port, recipients=THREE), NOW, NAMES).deliveries == ()
    assert result.edition is not None
    assert [message.status for message in messages_of(store, result.edition)] == ["sent", "refused", "sent"]


def test_a_lost_reply_leads_to_the_same_message_again_told_as_possibly_repeated(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    to = ANALYST
    mailbox.faults[to] = ["reply-drop", "rcpt-451"]
    find_plan(store)
    runs = [publish(store, publishing(port), NOW + timedelta(days=day), NAMES) for day in range(4)]
    statuses = [[(each.status, each.repeated) for each in run.deliveries] for run in runs]
    assert statuses == [[("unknown", False)], [("unknown", True)], [("sent", True)], []]
    (first_id, first_subject), (second_id, second_subject) = found_in(mailbox, to)
    assert first_id == second_id
    assert second_subject == f"[可能重复] {first_subject}"


# fault of a recipient -> its last status, and of each copy that arrives whether it says that it may be repeated
ONCE, AGAIN = [False], [False, True]
FAILURES = {
    "rcpt-421": ("sent", ONCE),
    "rcpt-451": ("sent", ONCE),
    "rcpt-452": ("sent", ONCE),
    "rcpt-550": ("refused", []),
    "rcpt-552": ("refused", []),
    "rcpt-drop": ("sent", ONCE),
    "rcpt-never": ("sent", ONCE),
    "rcpt-garbled": ("sent", ONCE),
    "command-421": ("sent", ONCE),
    "command-451": ("sent", ONCE),
    "command-554": ("refused", []),
    "command-drop": ("sent", ONCE),
    "command-never": ("sent", ONCE),
    "data-451": ("sent", ONCE),
    "data-452": ("sent", ONCE),
    "data-552": ("refused", []),
    "data-554": ("refused", []),
    "data-drop": ("sent", [True]),
    "data-never": ("sent", [True]),
    "reply-drop": ("sent", AGAIN),
    "reply-never": ("sent", AGAIN),
    "reply-garbled": ("sent", AGAIN),
}
# faults of the session, which nobody's message survives, and all survive
SESSION_FAILURES = ("ehlo-drop", "ehlo-never", "ehlo-421", "mail-421", "mail-451", "mail-553", "mail-drop")


@pytest.mark.parametrize("fault", [*FAILURES, *SESSION_FAILURES])
def test_no_failure_loses_a_plan_or_repeats_it_but_where_a_reply_was_lost(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing, fault: str
) -> None:
    unlucky = ANYBODY if fault in SESSION_FAILURES else THREE[1]
    status, marks = FAILURES.get(fault, ("sent", ONCE))
    mailbox.faults[unlucky] = [fault]
    how = publishing(port, recipients=THREE, timeout=0.3)
    find_plan(store)
    edition = publish(store, how, NOW, NAMES).edition
    assert edition is not None
    find_plan(store, 18)
    publish(store, how, NOW + timedelta(minutes=5), NAMES)
    assert (waiting(store), mailbox.faults[unlucky]) == ([], [])

    expected = dict.fromkeys(THREE, ("sent", ONCE)) | {THREE[1]: (status, marks)}
    for message in messages_of(store, edition):
        arrived = [each for each in found_in(mailbox, message.recipient) if each[0] == message.message_id]
        repeated = [subject.startswith("[可能重复]") for _, subject in arrived]
        assert (message.status, repeated) == expected[message.recipient]
        assert (message.last_error is None) == (message.status == "sent")
    for to in THREE:  # and the second plan reaches everybody, once
        assert len({id for id, _ in found_in(mailbox, to)}) == (1 if to == THREE[1] and not marks else 2)


def test_a_message_is_tried_again_after_growing_pauses(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    mailbox.faults[ANALYST] = ["rcpt-451"] * 20
    find_plan(store)
    edition = publish(store, publishing(port), NOW, NAMES).edition
    assert edition is not None
    minutes = range(5, 4 * 24 * 60, 5)
    for minute in minutes:
        publish(store, publishing(port), NOW + timedelta(minutes=minute), NAMES)
    (message,) = messages_of(store, edition)
    tries = [datetime.fromisoformat(each["at"]) - NOW for each in receipts(store, message.id)]
    pauses = [(later - one) / timedelta(minutes=1) for one, later in pairwise(tries)]
    assert pauses == [5, 15, 60, 180, 360, 720, 1440, 1440, 1440]
    assert message.last_error == "recipient not accepted: 451 4.2.1 try again later"


def test_random_failures_one_after_another_lose_nothing(
    store: Store, mailbox: Mailbox, port: int, publishing: MakePublishing
) -> None:
    chance = random.Random(7)
    passing = [fault for fault, (status, _) in FAILURES.items() if status == "sent"]
    for to in THREE:
        mailbox.faults[to] = chance.choices(passing, k=6)
    lost = {to: sum(fault.startswith("reply") for fault in mailbox.faults[to]) for to in THREE}
    find_plan(store)
    how = publishing(port, recipients=THREE, timeout=0.2)
    for day in range(10):
        publish(store, how, NOW + timedelta(days=day), NAMES)
    assert waiting(store) == []
    assert {to: len(mailbox.to(to)) - 1 for to in THREE} == lost
    assert all(len({mail["Message-ID"] for mail in mailbox.to(to)}) == 1 for to in THREE)


def publish_in(folder: Path, how: Publishing) -> None:
    with open_store(folder) as store:
        publish(store, how, NOW, NAMES)


@pytest.mark.parametrize(("fault", "copies"), [("rcpt-never", 1), ("reply-never", 2)])
def test_a_kill_loses_no_digest_and_repeats_it_only_after_its_content_went_out(
    tmp_path: Path,
    store: Store,
    mailbox: Mailbox,
    port: int,
    publishing: MakePublishing,
    fault: str,
    copies: int,
) -> None:
    to = "analyst@office.example"
    mailbox.faults[to] = [fault]
    find_plan(store)
    child = get_context("spawn").Process(target=publish_in, args=(tmp_path, publishing(port, timeout=60)))
    child.start()
    assert mailbox.silent.wait(timeout=30)
    child.kill()
    child.join()
    later = NOW + timedelta(minutes=5)
    result = publish(store, publishing(port), later, NAMES)
    assert [(each.status, each.repeated) for each in result.deliveries] == [("sent", copies == 2)]
    assert publish(store, publishing(port), later, NAMES).deliveries == ()
    arrived = found_in(mailbox, to)
    assert len(arrived) == copies
    assert len({id for id, _ in arrived}) == 1
