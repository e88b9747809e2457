"""Verdicts: what the facts of a run mean, and when they are told."""

from datetime import date, datetime, timedelta, timezone

import pytest

from crawler.config import Column, Expectations, Portal
from crawler.health import FAULTS, VERDICTS, judge, telling
from storage.models import ColumnFacts, Health
from storage.runs import HealthState

NOW = datetime(2024, 10, 14, 8, 0, tzinfo=timezone(timedelta(hours=8)))
POLICY, NOTICES = "http://www.example.gov.cn/zcwj/", "http://www.example.gov.cn/tzgg/"
PORTAL = Portal(
    id="example",
    name="示例市人民政府",
    region="示例市",
    adapter="generic",
    home="http://www.example.gov.cn/",
    columns=[
        Column(name="政策文件", url=POLICY, quiet_days=30, expect=Expectations(entries=10)),
        Column(name="通知公告", url=NOTICES, quiet_days=30),
    ],
    evidence="-",
    checked="never",
)
GOOD = {
    "requested": True,
    "status": 200,
    "entries": 20,
    "dated": 20,
    "titled": 20,
    "newest": date(2024, 10, 12),
}


def verdict(**changes) -> Health:
    facts = {
        POLICY: ColumnFacts("example", POLICY, **(GOOD | changes)),
        NOTICES: ColumnFacts("example", NOTICES, **GOOD),
    }
    return judge(PORTAL, facts, NOW)


@pytest.mark.parametrize(
    ("changes", "expected", "reason"),
    [
        ({}, "well", "as expected"),
        ({"not_modified": True, "status": 304}, "well", "as expected"),
        ({"not_modified": True, "status": 304, "entries": 0, "dated": 0, "titled": 0, "newest": None}, "well", ""),
        ({"newest": date(2024, 9, 13)}, "quiet", "nothing new since 2024-09-13"),
        ({"not_modified": True, "status": 304, "newest": date(2024, 9, 13)}, "quiet", "nothing new"),
        ({"entries": 0, "dated": 0, "titled": 0, "newest": None}, "broken", "no entry was found"),
        ({"entries": 9, "dated": 9, "titled": 9}, "thin", "9 entries, expected at least 10"),
        ({"dated": 9}, "thin", "9 of 20 entries have a date"),
        ({"newest": date(2025, 10, 12)}, "thin", "lies in the future"),
        ({"canary": False}, "thin", "the newest known entry is not on the list"),
        ({"canary": True}, "well", ""),
        ({"details_failed": 2, "details_read": 1}, "thin", "2 of 3 documents could not be had"),
        ({"details_failed": 1, "details_read": 1}, "well", ""),
        ({"requested": False, "entries": 0}, "broken", "no request was made"),
        ({"fault": "blocked", "status": 403, "detail": "HTTP 403"}, "blocked", "access is blocked (HTTP 403)"),
        ({"fault": "timeout", "status": None}, "broken", "no answer in time"),
        ({"fault": "garbled", "detail": "an empty answer"}, "garbled", "garbled or empty (an empty answer)"),
    ],
)  # fmt: skip
def test_what_a_list_shows_decides_the_verdict(changes, expected, reason):
    health = verdict(**changes)
    assert health.verdict == expected
    assert reason in health.reason_en


def test_a_portal_that_shows_entries_is_well_however_few_are_new():
    assert verdict(new_entries=0).verdict == "well"


def test_a_column_that_was_never_asked_is_broken():
    facts = {NOTICES: ColumnFacts("example", NOTICES, **GOOD)}
    assert judge(PORTAL, facts, NOW).verdict == "broken"


def test_a_portal_is_as_ill_as_its_worst_column_and_says_which():
    health = verdict(fault="blocked", status=403)
    assert health.reason_zh == "“政策文件”访问被拦截（HTTP 403）"


def test_every_fault_has_a_verdict_and_words():
    assert all(verdict in VERDICTS and zh and en for verdict, zh, en in FAULTS.values())


# ---------------------------------------------------------------- telling


def days_of(*verdicts: str, every: int = 1) -> list[str | None]:
    """What is told when runs, one every so many days, give these verdicts."""
    told_each: list[str | None] = []
    before, told, told_at, runs = None, None, None, 0
    for day, one in enumerate(verdicts):
        now = NOW + timedelta(days=day * every)
        change = telling(before, Health("example", one, "", ""), now)
        told_each.append(change)
        runs = runs + 1 if before and before.verdict == one else 1
        told, told_at = (one, now.isoformat()) if change else (told, told_at)
        before = HealthState("example", one, "", "", now.isoformat(), "", runs, 20, None, 3, 3, told, told_at)
    return told_each


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        (["well", "well"], [None, None]),
        (["broken", "broken"], ["changed", None]),
        (["garbled"], ["changed"]),
        (["well", "blocked", "blocked", "blocked"], [None, None, "changed", None]),
        (["well", "blocked", "well"], [None, None, None]),
        (["well", "thin", "thin"], [None, None, "changed"]),
        (["broken", "well"], ["changed", "recovered"]),
        (["broken", "quiet"], ["changed", "recovered"]),
        (["broken", "blocked", "blocked"], ["changed", None, "changed"]),
        (["broken", "thin", "broken"], ["changed", None, None]),
        (["quiet", "quiet", "well", "quiet"], ["changed", None, None, "changed"]),
        (["quiet", "broken", "well"], ["changed", "changed", "recovered"]),
    ],
)
def test_a_verdict_is_told_once_it_is_certain_and_when_it_changes(verdicts, told):
    assert days_of(*verdicts) == told


def test_trouble_is_told_again_every_week():
    assert days_of(*["broken"] * 16) == ["changed", *[None] * 6, "reminder", *[None] * 6, "reminder", None]


def test_a_quiet_portal_is_not_told_again():
    assert days_of(*["quiet"] * 16) == ["changed", *[None] * 15]


# ---------------------------------------------------------------- beside its own past


def beside(past: dict, *, expect: Expectations | None = None, runs: int = 5, **changes) -> Health:
    """The verdict of a column that showed `past` in the runs before."""
    column = Column(name="政策文件", url=POLICY, quiet_days=30, expect=expect or Expectations())
    portal = PORTAL.model_copy(update={"columns": [column]})
    usual, now = (
        ColumnFacts("example", POLICY, **(GOOD | {"first_page": 20} | more)) for more in (past, changes)
    )
    return judge(portal, {POLICY: now}, NOW, {POLICY: [usual] * runs})


def test_a_column_that_shows_far_less_than_it_used_to_is_thin():
    fewer = beside({}, entries=9, dated=9, titled=9, first_page=9)
    assert (fewer.verdict, fewer.reason_en) == ("thin", "政策文件: 9 entries on its first page, usually 20")
    past = {"dated": 20}
    undated = beside(past, dated=9, expect=Expectations(dated=0))
    assert undated.verdict == "well"  # the configuration says that dates may lack


def test_what_the_configuration_states_goes_before_the_past():
    few = {"entries": 9, "dated": 9, "titled": 9, "first_page": 9}
    assert beside({}, expect=Expectations(entries=5), **few).verdict == "well"


def test_a_column_without_a_past_is_held_against_its_expectations_alone():
    assert beside({}, runs=2, entries=9, dated=9, titled=9, first_page=9).verdict == "well"


def test_more_pages_of_a_first_poll_make_no_later_poll_thin():
    assert beside({"entries": 400, "dated": 400, "titled": 400}).verdict == "well"


def test_documents_whose_fields_are_not_found_make_a_portal_thin():
    health = verdict(details_read=2, fields=6, filled=2)
    assert (health.verdict, health.reason_en) == (
        "thin",
        "政策文件: 2 of 6 fields (title, date, text) were found in the documents read last",
    )
    assert verdict(details_read=2, fields=6, filled=5).verdict == "well"
