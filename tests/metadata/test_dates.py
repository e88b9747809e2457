"""Dates: every printed form comes back as the day it says; nothing else is a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates import find_dates, han_number, parse_date

DAYS = st.dates(date(1949, 10, 1), date(2100, 12, 31))
DIGITS = "〇一二三四五六七八九"


def han(number: int) -> str:
    """1 to 99 in Chinese: 二十八."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


FORMS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    lambda d: f"{d:%Y-%m-%d}".zfill(10),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year:04}{d.month:02}{d.day:02}",
    lambda d: "".join(DIGITS[int(n)] for n in str(d.year)) + f"年{han(d.month)}月{han(d.day)}日",
    lambda d: (
        "".join("○一二三四五六七八九"[int(n)] for n in str(d.year)) + f"年{han(d.month)}月{han(d.day)}日"
    ),
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
]


@given(
    day=DAYS,
    form=st.sampled_from(FORMS),
    around=st.sampled_from([("", ""), ("发布时间：", " 10:05"), ("（", "）")]),
)
def test_dates_round_trip(day, form, around):
    text = around[0] + form(day) + around[1]
    assert [span.value for span in find_dates(text)] == [day]
    (span,) = find_dates(text)
    assert text[span.start : span.end] == form(day)


@given(st.integers(1, 999))
def test_chinese_numbers_round_trip(number):
    hundreds, rest = divmod(number, 100)
    middle = "零" if hundreds and 0 < rest < 10 else ""
    below = ("一" if hundreds and 10 <= rest < 20 else "") + han(rest) if rest else ""
    assert han_number((f"{DIGITS[hundreds]}百" if hundreds else "") + middle + below) == number


@pytest.mark.parametrize(
    "text", ["2024年5月", "2024-02-30", "2024年13月1日", "到2027年", "12.5%", "2024-05-2 9", "1024年5月1日"]
)
def test_nothing_is_completed_or_invented(text):
    assert parse_date(text) is None


def test_of_two_dates_run_together_the_first_is_read():
    assert parse_date("2024-05-29 10:052024-05-30 11:00") == date(2024, 5, 29)
