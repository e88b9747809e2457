"""Lists of no known portal, each with a habit that makes it hard; told before any of them was read."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.adapters import ListRequest, ListResponse, adapter_named, family_of
from crawler.adapters.rows import read_rows

PAGES = Path(__file__).parents[1] / "unseen/lists"
EXPECTED = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))


def entries(text: str, url: str) -> list[list[str | None]]:
    """As `planwatch entries` has them."""
    response = ListResponse(url, text, 200, ListRequest(url))
    found = adapter_named(family_of(url, text)).entries(response).entries
    return [[entry.title, entry.url, entry.date.isoformat() if entry.date else None] for entry in found]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_entry_is_read_and_nothing_else(name):
    text, told = (PAGES / f"{name}.html").read_text(encoding="utf-8"), EXPECTED[name]
    assert entries(text, told["url"]) == told["entries"]


@pytest.mark.parametrize("name", EXPECTED)
def test_titles_and_dates_are_read_though_nobody_knows_the_folder_of_the_list(name):
    text, told = (PAGES / f"{name}.html").read_text(encoding="utf-8"), EXPECTED[name]
    found = entries(text, urljoin(told["url"], "/"))
    assert [(title, day) for title, _, day in found] == [(title, day) for title, _, day in told["entries"]]


def test_a_choice_of_years_is_no_heading():
    rows = "".join(
        f"<li><i>05-0{n}</i><a href='/a/{n}.html'>关于做好第{n}季度检查工作的通知</a></li>"
        for n in range(1, 6)
    )
    years = "<span>2024</span><span>2023</span><span>2022</span>"
    assert not any(
        entry.date for entry in read_rows(f"<div>{years}</div><ul>{rows}</ul>", "http://a.gov.cn/b/")
    )


def test_what_stands_above_a_list_under_an_address_of_another_kind_is_no_headline():
    rows = "".join(
        f"<li><a href='/a/{n}.html'>关于做好第{n}季度检查工作的通知</a> 2024-05-0{n}</li>"
        for n in range(1, 6)
    )
    above = "<div><h2><a href='/zt/lx/'>学习贯彻会议精神专题专栏正式上线</a></h2> 2024-05-09</div>"
    assert len(read_rows(f"<div>{above}<ul>{rows}</ul></div>", "http://a.gov.cn/b/")) == 5


def test_a_day_and_a_month_apart_are_no_date_where_no_row_tells_which_is_which():
    rows = "".join(
        f"<li><b>0{n}</b>/<b>05</b><br><i>2024</i><a href='/a/{n}.html'>关于做好第{n}季度检查工作的通知</a></li>"
        for n in range(1, 6)
    )
    assert not any(entry.date for entry in read_rows(f"<ul>{rows}</ul>", "http://a.gov.cn/b/"))
