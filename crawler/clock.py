"""The clock: the only place that asks what time it is. All others are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo


def clock() -> datetime:
    """The time now, as portals tell it."""
    return datetime.now(ZoneInfo("Asia/Shanghai"))


def going_on(now: datetime) -> Callable[[], datetime]:
    """The time as it goes on from `now`, the clock's or one that was given: work may take an hour."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)
