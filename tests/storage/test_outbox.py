"""An event is told once, and every attempt at a delivery leaves a receipt."""

from __future__ import annotations

from sqlite3 import IntegrityError

import pytest

from storage.database import Store
from storage.events import record_event
from storage.models import Draft
from storage.outbox import (
    events_since,
    last_told,
    make_edition,
    messages_of,
    open_events,
    receipts,
    record_attempt,
    sent_since,
    told_before,
    waiting,
)
from tests.storage.samples import DAY, NOW

MESSAGES = [
    Draft("a@office.example", "<1@yunxi>", b"to a"),
    Draft("b@office.example", "<2@yunxi>", b"to b"),
]


@pytest.fixture
def edition(store: Store) -> int:
    record_event(store, "new", NOW, portal="yunxi", data={"title": "云溪市行动方案"})
    return make_edition(store, open_events(store), MESSAGES, NOW)


def test_an_edition_takes_its_events_and_leaves_messages(store: Store, edition: int) -> None:
    assert open_events(store) == []
    assert [Draft(each.recipient, each.message_id, each.raw, each.via) for each in waiting(store)] == MESSAGES
    assert {(each.edition, each.status, each.attempts) for each in waiting(store)} == {
        (edition, "waiting", 0)
    }


def test_an_event_is_in_one_edition_only(store: Store) -> None:
    record_event(store, "new", NOW, data={})
    events = open_events(store)
    make_edition(store, events, [], NOW)
    with pytest.raises(ValueError, match="told already"):
        make_edition(store, events, MESSAGES, NOW)
    assert waiting(store) == []


def test_an_edition_that_cannot_be_stored_leaves_its_events_open(store: Store) -> None:
    record_event(store, "new", NOW, data={})
    with pytest.raises(IntegrityError):
        make_edition(store, open_events(store), [MESSAGES[0], MESSAGES[0]], NOW)
    assert len(open_events(store)) == 1
    assert store.value("SELECT count(*) FROM editions") == 0


def test_a_sent_message_is_not_waiting_and_has_its_receipts(store: Store, edition: int) -> None:
    first, second = waiting(store)
    record_attempt(store, first.id, "waiting", "451 try later", NOW)
    record_attempt(store, first.id, "unknown", None, NOW + DAY)
    record_attempt(store, first.id, "sent", None, NOW + DAY)
    assert [each.id for each in waiting(store)] == [second.id]
    assert [(each["status"], each["error"]) for each in receipts(store, first.id)] == [
        ("waiting", "451 try later"),
        ("unknown", None),
        ("sent", None),
    ]
    assert messages_of(store, edition)[0].attempts == 2, "handing over and its outcome are one attempt"


def test_a_message_refused_for_good_is_not_tried_again(store: Store, edition: int) -> None:
    record_attempt(store, waiting(store)[0].id, "refused", "550 no such user", NOW)
    assert [(each.recipient, each.status, each.last_error) for each in messages_of(store, edition)] == [
        ("a@office.example", "refused", "550 no such user"),
        ("b@office.example", "waiting", None),
    ]


def test_a_message_whose_reply_was_lost_goes_out_again_under_its_id(store: Store, edition: int) -> None:
    record_attempt(store, waiting(store)[0].id, "unknown", "connection lost", NOW)
    again = waiting(store)[0]
    assert (again.status, again.message_id, again.edition) == ("unknown", "<1@yunxi>", edition)


def test_receipts_are_for_known_messages_and_statuses(store: Store) -> None:
    with pytest.raises(KeyError):
        record_attempt(store, 99, "sent", None, NOW)
    with pytest.raises(ValueError, match="'lost'"):
        record_attempt(store, 1, "lost", None, NOW)


def test_the_last_attempt_and_what_was_taken_lately_are_known(store: Store, edition: int) -> None:
    first, second = waiting(store)
    assert (first.tried_at, second.tried_at) == (None, None)
    record_attempt(store, first.id, "waiting", "451 try later", NOW)
    record_attempt(store, second.id, "sent", None, NOW + DAY)
    assert [each.tried_at for each in messages_of(store, edition)] == [
        NOW.isoformat(),
        (NOW + DAY).isoformat(),
    ]
    assert [sent_since(store, "b@office.example", at) for at in (NOW, NOW + DAY)] == [1, 0]


@pytest.mark.usefixtures("edition")
def test_what_followed_earlier_news_of_the_same_portal_is_known(store: Store) -> None:
    record_event(store, "health", NOW + DAY, portal="yunxi", data={})
    record_event(store, "health", NOW + DAY, portal="lixia", data={})
    again, other = open_events(store)
    assert told_before(store, "a@office.example", [again]) == ["<1@yunxi>"]
    assert told_before(store, "a@office.example", [other]) == []
    assert told_before(store, "c@office.example", [again]) == []
    assert [last_told(store, to) for to in ("a@office.example", "c@office.example")] == [NOW, None]
    assert events_since(store, NOW + DAY) == [again, other]
    assert len(events_since(store, NOW)) == 3
