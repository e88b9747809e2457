"""The publish pass over a real store and a real mail server, with everything that may go wrong between them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipelines.publish import MailSettings, preview, publish
from storage.baselines import load_baselines
from storage.comparisons import save_comparison
from storage.database import Store, open_store
from storage.documents import save
from storage.models import Health
from storage.outbox import messages_of, open_events, waiting
from storage.runs import save_health, start_run
from tests.publish.conftest import MakeSettings
from tests.publish.samples import COMPARISON, KAIFENG, NOW, ZHANGJIAKOU, reading
from tests.publish.servers import Mailbox, serve

THREE = ("a@office.example", "b@office.example", "c@office.example")
NAMES = {"yunxi": "云溪市人民政府"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        yield store


def find_plan(store: Store, number: int = 17) -> int:
    """A portal publishes a plan; gives its revision."""
    text = f"云溪市推动大规模设备更新和消费品以旧换新行动方案第{number}号"
    found = reading(text, title=text, doc_number=f"云政发〔2024〕{number}号")
    url = f"https://www.yunxi.example/{number}.html"
    place = {"url": url, "portal": "yunxi", "column": "https://www.yunxi.example/", "page_sha256": None}
    return save(store, found, **place, origin="new", now=NOW, run=None).revision


def found_in(mailbox: Mailbox, recipient: str) -> list[tuple[str, str]]:
    return [(mail["Message-ID"], mail["Subject"]) for mail in mailbox.to(recipient)]


def test_a_new_plan_reaches_everybody_once(
    store: Store, mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    find_plan(store)
    mail = settings(port, recipients=THREE)
    result = publish(store, mail, "zh", NOW, NAMES)
    assert [each.recipient for each in result.sent] == list(THREE)
    assert result.counts is not None
    assert result.counts.new == 1
    assert "云政发〔2024〕17号" in str(result.text)
    again = publish(store, mail, "zh", NOW, NAMES)
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
    text = str(publish(store, None, "zh", NOW, NAMES).text)
    assert "[加码] 关键工序数控化率80%，高于张家口市（78%）、开封市（75%）。" in text
    assert "“规模以上工业企业关键工序数控化率达到75%”" in text


def test_two_plans_of_one_day_make_two_editions_when_found_apart(
    store: Store, mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    for number in (17, 18):
        find_plan(store, number)
        assert publish(store, settings(port), "zh", NOW, NAMES).counts is not None
    assert len({mail["Message-ID"] for mail in mailbox.to("analyst@office.example")}) == 2


def test_a_source_in_trouble_is_told_by_its_name(store: Store) -> None:
    run = start_run(store, ["yunxi"], NOW)
    save_health(
        store, run, Health("yunxi", "broken", "无法连接", "it cannot be reached"), NOW, change="changed"
    )
    text = str(publish(store, None, "zh", NOW, NAMES).text)
    assert "* [中断] 云溪市人民政府 自2024年10月15日起\n  无法连接" in text


def test_a_quiet_day_sends_nothing(store: Store, mailbox: Mailbox, port: int, settings: MakeSettings) -> None:
    result = publish(store, settings(port), "zh", NOW, NAMES)
    assert (result.edition, result.deliveries, mailbox.taken) == (None, (), [])


def test_a_preview_marks_nothing_as_told(store: Store) -> None:
    find_plan(store)
    rendered = preview(store, "zh", NOW, NAMES)
    assert rendered is not None
    assert len(open_events(store)) == 1
    assert publish(store, None, "zh", NOW, NAMES).text == rendered.text
    assert preview(store, "zh", NOW, NAMES) is None


def test_an_edition_waits_for_a_server_that_is_down_and_goes_out_with_the_next_run(
    store: Store, mailbox: Mailbox, settings: MakeSettings
) -> None:
    with serve(Mailbox()) as closed:
        pass
    find_plan(store)
    first = publish(store, settings(closed, recipients=THREE), "zh", NOW, NAMES)
    assert first.edition is not None
    assert [each.status for each in first.waiting] == ["waiting"] * 3
    assert all("refused" in str(each.reason) for each in first.waiting)
    with serve(mailbox) as port:
        second = publish(store, settings(port, recipients=THREE), "zh", NOW + timedelta(days=1), NAMES)
    assert second.edition is None
    assert [each.message_id for each in second.sent] == [each.message_id for each in first.waiting]
    assert [each.repeated for each in second.sent] == [False] * 3
    assert [len(mailbox.to(to)) for to in THREE] == [1, 1, 1]


def test_settings_that_cannot_work_are_tried_once_and_not_for_everybody(
    store: Store, mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    mailbox.sender_refused = True
    find_plan(store)
    result = publish(store, settings(port, recipients=THREE), "zh", NOW, NAMES)
    assert len(mailbox.senders) == 1
    assert {each.reason for each in result.waiting} == {
        "sender not accepted: 553 5.7.1 sender must be the login"
    }
    assert len(result.waiting) == 3


def test_one_recipient_refused_for_good_does_not_keep_the_others_waiting(
    store: Store, mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    mailbox.faults[THREE[1]] = ["rcpt-550"]
    find_plan(store)
    result = publish(store, settings(port, recipients=THREE), "zh", NOW, NAMES)
    assert [each.recipient for each in result.sent] == [THREE[0], THREE[2]]
    assert [(each.recipient, each.reason) for each in result.refused] == [
        (THREE[1], "recipient not accepted: 550 5.1.1 no such user")
    ]
    assert publish(store, settings(port, recipients=THREE), "zh", NOW, NAMES).deliveries == ()
    assert result.edition is not None
    assert [message.status for message in messages_of(store, result.edition)] == ["sent", "refused", "sent"]


def test_a_lost_reply_leads_to_the_same_message_again_told_as_possibly_repeated(
    store: Store, mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    to = "analyst@office.example"
    mailbox.faults[to] = ["reply-drop", "rcpt-451"]
    find_plan(store)
    runs = [publish(store, settings(port), "zh", NOW, NAMES) for _ in range(4)]
    statuses = [[(each.status, each.repeated) for each in run.deliveries] for run in runs]
    assert statuses == [[("unknown", False)], [("unknown", True)], [("sent", True)], []]
    (first_id, first_subject), (second_id, second_subject) = found_in(mailbox, to)
    assert first_id == second_id
    assert second_subject == f"[可能重复] {first_subject}"


FAULTS = (
    "rcpt-451",
    "rcpt-550",
    "rcpt-drop",
    "data-drop",
    "data-452",
    "data-554",
    "reply-drop",
    "reply-never",
)


@pytest.mark.parametrize("seed", range(4))
def test_twenty_failures_lose_nothing_and_repeat_only_where_a_reply_was_lost(
    store: Store, mailbox: Mailbox, port: int, settings: MakeSettings, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        mailbox.faults[chance.choice(THREE)].append(chance.choice(FAULTS))
    planned = {to: tuple(mailbox.faults[to]) for to in THREE}
    find_plan(store)
    mail = settings(port, recipients=THREE, timeout=0.2)
    edition = publish(store, mail, "zh", NOW, NAMES).edition
    assert edition is not None
    for _ in range(20):
        publish(store, mail, "zh", NOW, NAMES)
    assert waiting(store) == []
    for message in messages_of(store, edition):
        met = planned[message.recipient][
            : len(planned[message.recipient]) - len(mailbox.faults[message.recipient])
        ]
        lost = sum(fault.startswith("reply") for fault in met)
        refused = any(fault in ("rcpt-550", "data-554") for fault in met)
        assert message.status == ("refused" if refused else "sent")
        assert message.last_error or not refused
        arrived = found_in(mailbox, message.recipient)
        assert len(arrived) == lost + (not refused)
        assert {id for id, _ in arrived} <= {message.message_id}
        assert [subject.startswith("[可能重复]") for _, subject in arrived] == [
            at > 0 for at in range(len(arrived))
        ]


def publish_in(folder: Path, mail: MailSettings) -> None:
    with open_store(folder) as store:
        publish(store, mail, "zh", NOW, NAMES)


@pytest.mark.parametrize(("fault", "copies"), [("rcpt-never", 1), ("reply-never", 2)])
def test_a_kill_loses_no_digest_and_repeats_it_only_after_its_content_went_out(
    tmp_path: Path, store: Store, mailbox: Mailbox, port: int, settings: MakeSettings, fault: str, copies: int
) -> None:
    to = "analyst@office.example"
    mailbox.faults[to] = [fault]
    find_plan(store)
    child = get_context("spawn").Process(target=publish_in, args=(tmp_path, settings(port, timeout=60)))
    child.start()
    assert mailbox.silent.wait(timeout=30)
    child.kill()
    child.join()
    result = publish(store, settings(port), "zh", NOW, NAMES)
    assert [(each.status, each.repeated) for each in result.deliveries] == [("sent", copies == 2)]
    assert publish(store, settings(port), "zh", NOW, NAMES).deliveries == ()
    arrived = found_in(mailbox, to)
    assert len(arrived) == copies
    assert len({id for id, _ in arrived}) == 1
