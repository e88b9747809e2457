"""What day it is on the farm, and what goes wrong on which day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
FIRST_MORNING = datetime(2024, 10, 14, 8, 0, tzinfo=BEIJING)

# Day 2's new plan needs no row: an entry is on show from its own date on. Day 3 changes nothing.
# A redesign stays; a block is lifted after two days.
FAULTS: dict[int, dict[str, str]] = {
    4: {"lixia": "markup", "chaoyang": "403"},
    5: {"lixia": "markup", "chaoyang": "403"},
}
LATER: dict[str, str] = {"lixia": "markup"}


def morning(day: int) -> datetime:
    """Eight o'clock of a farm day; day 1 is 14 October 2024."""
    return FIRST_MORNING + timedelta(days=day - 1)


def date_of(day: int) -> date:
    return morning(day).date()


def faults_on(day: int) -> dict[str, str]:
    """Portal -> name of the fault that the calendar gives it on that day."""
    return FAULTS.get(day, LATER if day > max(FAULTS) else {})
