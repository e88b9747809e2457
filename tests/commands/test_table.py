"""Tables: aligned whatever the language, and never wider than the terminal."""

from __future__ import annotations

import pytest

from crawler.commands.table import table, width_of

HEADS = ("id", "region", "title")
ROWS = (
    ("1", "河北省张家口市", "张家口市推动大规模设备更新和消费品以旧换新实施方案"),
    ("22", "—", "A plan in plain Latin letters, longer than the others are"),
    ("333", "北京市", ""),
)


def test_columns_start_at_the_same_place_on_every_line() -> None:
    lines = list(table(HEADS, ROWS, 120))
    assert len(lines) == 4
    starts = {
        width_of(line[: line.index(mark)])
        for line, mark in zip(lines, ("title", "张家口市推", "A plan"), strict=False)
    }
    assert starts == {3 + 2 + 14 + 2}


@pytest.mark.parametrize("width", [8, 20, 30, 41, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(width: int) -> None:
    lines = list(table(HEADS, ROWS, width))
    assert max(map(width_of, lines)) <= max(width, width_of("region") + 2 + 2)
    printed = "".join("".join(lines).split())
    for cell in ("22", "北京市", "region"):
        assert cell in printed


def test_where_there_is_no_room_for_columns_each_row_is_a_record() -> None:
    lines = list(table(HEADS, ROWS[:1], 20))
    assert lines[0] == "id      1"
    assert lines[1] == "region  河北省张家口"
    assert lines[2] == "        市"
    assert lines[3].startswith("title   张家口市")


def test_an_empty_list_is_its_heads() -> None:
    assert list(table(HEADS, (), 80)) == ["id  region  title"]
