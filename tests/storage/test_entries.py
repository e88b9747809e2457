"""List pages between runs: what is new, what is followed, and that nothing is lost when a run is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from storage.database import Store, open_store
from storage.entries import (
    Known,
    column_state,
    due_revisits,
    keep_validators,
    mark,
    pending,
    record_list,
    validators_for,
    visited,
)
from storage.models import ColumnFacts, Entry, Validators
from storage.runs import facts_of_run, start_run
from tests.storage.samples import COLUMN, DAY, NOW, TEXT, keep, reading

ETAG = Validators('"v1"', None)
PAGE_2 = f"{COLUMN}index_1.html"


def entry(number: int, day: int | None = 14) -> Entry:
    url = f"https://www.yunxi.example/{number}.html"
    return Entry(f"第{number}件", url, date(2024, 10, day) if day else None)


def poll(
    store: Store,
    *numbers: int | Entry,
    column: str = COLUMN,
    url: str | None = None,
    last: bool = True,
    follow: Callable[[Entry], bool] = bool,
    facts: ColumnFacts | None = None,
    run: int | None = None,
    at: datetime = NOW,
) -> list[Known]:
    return record_list(
        store,
        portal="yunxi",
        column=column,
        url=url or column,
        entries=[entry(each) if isinstance(each, int) else each for each in numbers],
        validators=ETAG,
        facts=facts or ColumnFacts("yunxi", column),
        follow=follow,
        last=last,
        now=at,
        run=run or start_run(store, ["yunxi"], at),
    )


def numbers(entries: list[Known]) -> list[int]:
    return [int(known.entry.title[1:-1]) for known in entries]


def test_the_first_poll_seeds_and_later_ones_find_what_is_new(store: Store) -> None:
    assert [(known.origin, known.state) for known in poll(store, 2, 1)] == [("seed", "pending")] * 2
    (new,) = poll(store, 3, 2, 1)
    assert (new.origin, new.entry) == ("new", entry(3))
    assert poll(store, 3, 2, 1) == []


def test_new_entries_come_in_page_order_and_each_address_once(store: Store) -> None:
    assert numbers(poll(store, 5, 4, 5, 3)) == [5, 4, 3]


def test_only_what_is_wanted_is_followed(store: Store) -> None:
    poll(store, 1, 2, 3, follow=lambda entry: entry.title == "第2件")
    assert numbers(pending(store, "yunxi")) == [2]
    assert pending(store, "yunling") == []


def test_an_address_on_two_columns_is_followed_once(store: Store) -> None:
    poll(store, 1)
    (again,) = poll(store, 1, column=f"{COLUMN}other/")
    assert again.state == "ignored"
    assert len(pending(store, "yunxi")) == 1


def test_what_one_column_passes_over_another_may_follow(store: Store) -> None:
    poll(store, 1, follow=lambda entry: not entry)
    poll(store, 1, column=f"{COLUMN}all/")
    assert numbers(pending(store, "yunxi")) == [1]


def test_an_entry_is_pending_until_its_document_is_stored(store: Store) -> None:
    one, two, three = poll(store, 1, 2, 3)
    mark(store, one.id, "pending", error="timeout")
    mark(store, two.id, "gone", error="404")
    mark(store, three.id, "stored", document=keep(store, reading()).document)
    (left,) = pending(store, "yunxi")
    assert (left.id, left.attempts) == (one.id, 1)


def test_an_unknown_state_is_refused(store: Store) -> None:
    (known,) = poll(store, 1)
    with pytest.raises(ValueError, match="'lost' is no state"):
        mark(store, known.id, "lost")


def test_a_seed_that_was_left_pending_is_still_no_news(store: Store) -> None:
    poll(store, 1)
    poll(store, 2, 1)
    assert [known.origin for known in pending(store, "yunxi")] == ["seed", "new"]


def test_validators_are_handed_out_once_the_walk_has_reached_its_end(store: Store) -> None:
    """A "not modified" first page would hide the pages that a broken-off walk has not seen."""
    poll(store, 2, last=False)
    assert validators_for(store, COLUMN) is None
    assert column_state(store, "yunxi", COLUMN).walking
    poll(store, 1, url=PAGE_2)
    assert validators_for(store, COLUMN) == ETAG
    poll(store, 4, last=False)
    assert validators_for(store, COLUMN) is None
    assert column_state(store, "yunxi", COLUMN).seeded


def test_a_seeding_that_was_broken_off_goes_on_seeding(store: Store) -> None:
    poll(store, 3, last=False)
    assert [known.origin for known in poll(store, 4, 3, 2)] == ["seed", "seed"]


def test_a_document_page_has_validators_of_its_own(store: Store) -> None:
    keep_validators(store, "https://www.yunxi.example/1.html", ETAG, NOW)
    assert validators_for(store, "https://www.yunxi.example/1.html") == ETAG
    assert validators_for(store, "https://www.yunxi.example/2.html") is None


def test_facts_add_up_over_the_pages_of_a_walk(store: Store) -> None:
    run, facts = start_run(store, ["yunxi"], NOW), ColumnFacts("yunxi", COLUMN, requested=True, status=200)
    poll(store, entry(1, 14), entry(2, None), last=False, facts=facts, run=run)
    poll(
        store,
        entry(3, 15),
        Entry("", "https://www.yunxi.example/4.html", None),
        url=PAGE_2,
        facts=facts,
        run=run,
    )
    (stored,) = facts_of_run(store, run)
    assert stored == facts
    assert (stored.entries, stored.dated, stored.titled, stored.new_entries) == (4, 2, 3, 4)
    assert stored.newest == date(2024, 10, 15)
    assert stored.canary is None, "no entry was known before"


def test_the_canary_is_the_newest_entry_that_was_known_before(store: Store) -> None:
    poll(store, entry(1, 10), entry(2, 12), entry(3, 11))
    sings, silent, second_page = (ColumnFacts("yunxi", COLUMN) for _ in range(3))
    poll(store, entry(4, 14), entry(2, 12), facts=sings)
    assert sings.canary
    poll(store, entry(1, 10), entry(3, 11), facts=silent)
    assert silent.canary is False, "entry 4 is gone from the list"
    run = start_run(store, ["yunxi"], NOW)
    poll(store, entry(9, 15), last=False, facts=second_page, run=run)
    poll(store, entry(4, 14), url=PAGE_2, facts=second_page, run=run)
    assert second_page.canary, "it stands on the second page"


@pytest.mark.parametrize("verdict", ["plan", "review"])
def test_a_plan_is_visited_again_after_1_3_7_14_and_30_days(store: Store, verdict: str) -> None:
    keep(store, reading(verdict=verdict))
    visits = []
    for days in range(60):
        for due in due_revisits(store, "yunxi", NOW + days * DAY):
            visits.append(days)
            visited(store, due.entry.url, NOW + days * DAY)
    assert visits == [1, 3, 7, 14, 30]


def test_a_visit_that_failed_stays_due(store: Store) -> None:
    keep(store, reading())
    assert [len(due_revisits(store, "yunxi", NOW + days * DAY)) for days in (1, 2, 3, 40)] == [1, 1, 1, 1]


def test_a_page_that_showed_a_change_is_due_at_the_next_run(store: Store) -> None:
    keep(store, reading())
    keep(store, reading(TEXT + "！"), at=NOW + DAY)
    assert len(due_revisits(store, "yunxi", NOW + DAY)) == 1
    keep(store, reading(TEXT + "！"), at=NOW + DAY)
    assert due_revisits(store, "yunxi", NOW + 2 * DAY) == []


def test_a_visit_is_due_on_its_day_though_the_run_is_a_little_earlier(store: Store) -> None:
    keep(store, reading())
    assert due_revisits(store, "yunxi", (NOW + DAY).replace(hour=6))


def test_a_visit_knows_its_document_and_what_the_list_showed(store: Store) -> None:
    saved = keep(store, reading())
    (due,) = due_revisits(store, "yunxi", NOW + DAY)
    assert (due.document, due.column, due.entry.url) == (
        saved.document,
        COLUMN,
        "https://www.yunxi.example/1.html",
    )


def test_what_is_no_plan_is_not_visited_again_unless_it_was_one(store: Store) -> None:
    keep(store, reading(verdict="no", sort="news"))
    assert due_revisits(store, "yunxi", NOW + DAY) == []
    keep(store, reading(doc_number="云政发〔2024〕18号"), number=2)
    keep(store, reading("页面维护中", verdict="no", sort="other"), number=2, at=NOW + DAY)
    assert len(due_revisits(store, "yunxi", NOW + 3 * DAY)) == 1, "the page may come back"


def run_until_killed(data: Path, steps: int) -> None:
    """A run that dies after so many steps without a chance to clean up."""

    def step(_: object = None) -> bool:
        nonlocal steps
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    with open_store(data) as store:
        run = start_run(store, ["yunxi"], NOW)
        if not validators_for(store, COLUMN):
            step()
            poll(store, 1, 2, 3, run=run, follow=step)
        for known in pending(store, "yunxi"):
            number = int(known.entry.title[1:-1])
            step()
            with store.atomic():
                saved = keep(store, reading(doc_number=f"云政发〔2024〕{number}号"), number)
                step()
                mark(store, known.id, "stored", document=saved.document)
            step()


@pytest.mark.parametrize("steps", range(13))
def test_a_killed_run_loses_nothing_and_repeats_nothing(tmp_path: Path, steps: int) -> None:
    process = get_context("fork").Process(target=run_until_killed, args=(tmp_path, steps))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    run_until_killed(tmp_path, 100)
    with open_store(tmp_path) as store:
        assert store.value("SELECT count(*) FROM entries WHERE state = 'stored'") == 3
        assert store.value("SELECT count(*) FROM documents") == 3
        assert store.value("SELECT count(*) FROM revisions") == 3
        assert store.value("SELECT count(*) FROM events WHERE kind = 'new'") == 3
