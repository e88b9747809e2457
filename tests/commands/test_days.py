"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.commands.days import Span, span

TODAY = date(2024, 10, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-05-28", "2024-05-28", "2024-05-28"),
        ("2024年5月28日", "2024-05-28", "2024-05-28"),
        ("2024-05", "2024-05-01", "2024-05-31"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("today", "2024-10-31", "2024-10-31"),
        ("昨天", "2024-10-30", "2024-10-30"),
        ("30d", "2024-10-01", "2024-10-01"),
        ("2周", "2024-10-17", "2024-10-17"),
        ("8m", "2024-02-29", "2024-02-29"),
        ("1y", "2023-10-31", "2023-10-31"),
        ("2024-05..2024-07", "2024-05-01", "2024-07-31"),
        ("2024-05..", "2024-05-01", None),
        ("..2023", None, "2023-12-31"),
        ("30d..today", "2024-10-01", "2024-10-31"),
    ],
)
def test_what_a_period_means(text: str, first: str | None, last: str | None) -> None:
    expected = Span(first and date.fromisoformat(first), last and date.fromisoformat(last))
    assert span(text, TODAY) == expected


@pytest.mark.parametrize("text", ["someday", "2024-13", "2024-02-30", "24-05", "", "9999y"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        span(text, TODAY)
