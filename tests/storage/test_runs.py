"""Runs and verdicts: for how long a portal has been as it is, and what of it was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from storage.database import Store
from storage.models import ColumnFacts, Health
from storage.outbox import open_events
from storage.runs import (
    HealthState,
    facts_of_run,
    finish_run,
    health_board,
    health_of,
    last_run,
    past_facts,
    save_facts,
    save_health,
    start_run,
)
from tests.storage.samples import COLUMN, DAY, NOW

FACTS = ColumnFacts(
    "yunxi", COLUMN, True, 200, False, None, None, 20, 19, 20, date(2024, 10, 14), 2, True, 1, 3
)


def judged(
    store: Store,
    day: int,
    verdict: str,
    *,
    portal: str = "yunxi",
    change: str | None = None,
    killed: bool = False,
) -> HealthState:
    """A run of that day that gives the portal this verdict."""
    now = NOW + day * DAY
    run = start_run(store, [portal], now)
    state = save_health(
        store, run, Health(portal, verdict, f"因{verdict}", f"because {verdict}"), now, change=change
    )
    if not killed:
        finish_run(store, run, 0, now)
    return state


def test_the_last_run_is_one_that_came_to_its_end(store: Store) -> None:
    assert last_run(store) is None
    good = start_run(store, ["yunxi", "yunling"], NOW)
    finish_run(store, good, 0, NOW)
    bad = start_run(store, ["yunxi"], NOW + DAY)
    finish_run(store, bad, 1, NOW + DAY)
    start_run(store, ["yunxi"], NOW + 2 * DAY)
    last, last_good = last_run(store), last_run(store, exit_codes=[0])
    assert last
    assert (last["id"], last["exit_code"]) == (bad, 1)
    assert last_good
    assert (last_good["id"], last_good["portals"]) == (good, ["yunxi", "yunling"])


def test_facts_come_back_and_are_overwritten_as_a_run_goes_on(store: Store) -> None:
    run = start_run(store, ["yunxi"], NOW)
    save_facts(store, run, replace(FACTS, details_read=0))
    save_facts(store, run, FACTS)
    save_facts(store, run, ColumnFacts("yunling", COLUMN, fault="timeout"))
    assert facts_of_run(store, run) == [ColumnFacts("yunling", COLUMN, fault="timeout"), FACTS]


def test_past_facts_are_those_of_earlier_runs_the_latest_first(store: Store) -> None:
    runs = [start_run(store, ["yunxi"], NOW + day * DAY) for day in range(4)]
    for run in runs:
        save_facts(store, run, replace(FACTS, entries=run))
    assert [facts.entries for facts in past_facts(store, "yunxi", COLUMN, before=runs[3], limit=2)] == runs[
        2:0:-1
    ]
    assert past_facts(store, "yunling", COLUMN, before=runs[3]) == []


def test_a_verdict_is_counted_and_dated_from_its_first_run(store: Store) -> None:
    judged(store, 0, "blocked")
    judged(store, 1, "well")
    judged(store, 2, "blocked")
    state = judged(store, 3, "blocked")
    assert (state.verdict, state.runs, state.since[:10]) == ("blocked", 2, "2024-10-17")


def test_a_killed_run_does_not_count(store: Store) -> None:
    """A portal is told as blocked after two runs; a run and its repetition after a kill are one."""
    judged(store, 0, "blocked", killed=True)
    assert judged(store, 0, "blocked").runs == 1
    assert judged(store, 1, "blocked").runs == 2


def test_what_is_told_is_an_event_and_remembered(store: Store) -> None:
    judged(store, 0, "well")
    judged(store, 1, "broken", change="changed")
    state = judged(store, 2, "broken")
    assert (state.told, state.told_at) == ("broken", (NOW + DAY).isoformat(timespec="seconds"))
    (event,) = open_events(store)
    assert (event.kind, event.portal, event.data["change"]) == ("health", "yunxi", "changed")
    assert (event.data["verdict"], event.data["reason_zh"], event.data["previous"]) == (
        "broken",
        "因broken",
        None,
    )
    assert judged(store, 3, "well", change="recovered").told == "well"
    assert open_events(store)[-1].data["previous"] == "broken"


def test_the_board_has_every_portal_at_its_latest(store: Store) -> None:
    judged(store, 0, "well")
    judged(store, 1, "thin")
    judged(store, 0, "quiet", portal="yunling")
    assert [(state.portal, state.verdict) for state in health_board(store)] == [
        ("yunling", "quiet"),
        ("yunxi", "thin"),
    ]
    assert health_of(store, "yunjiang") is None


def test_the_board_says_what_the_last_run_saw(store: Store) -> None:
    run = start_run(store, ["yunxi"], NOW)
    save_facts(store, run, FACTS)
    save_facts(store, run, replace(FACTS, column=f"{COLUMN}other/", entries=5))
    assert save_health(store, run, Health("yunxi", "well", "", ""), NOW).entries == 25
