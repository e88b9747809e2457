"""Figures and texts cut for a page."""

from __future__ import annotations

from datetime import date

from pipelines.publish.pages.charts import PROVINCES, Mark, bars, strip, tiles
from pipelines.publish.pages.choices import Choices
from pipelines.publish.pages.texts import pieces


def test_every_province_has_a_tile_of_its_own() -> None:
    places = [(tile.column, tile.row) for tile in tiles({"41": 8, "11": 1, None: 3})]
    assert len(set(places)) == len(PROVINCES) == 34
    shades = {tile.zh: tile.shade for tile in tiles({"41": 8, "11": 1, "99": 3})}
    assert (shades["河南"], shades["北京"], shades["新疆"]) == (4, 1, 0)


def test_the_timeline_has_no_gaps_and_goes_back_no_further_than_it_may() -> None:
    weeks = bars({date(2024, 5, 6): 2, date(2024, 5, 27): 1})
    assert [(bar.plans, bar.height) for bar in weeks] == [(2, 100), (0, 0), (0, 0), (1, 50)]
    assert len(bars({date(2018, 1, 1): 9, date(2024, 5, 6): 1})) == 80
    assert bars({}) == []


def test_a_strip_puts_equal_values_on_one_place_and_marks_one_plan() -> None:
    marks = [
        Mark(1, 25, "甲", True),
        Mark(2, 25, "乙", True),
        Mark(3, 28, "丙", False),
        Mark(4, 26.5, "丁", False),
    ]
    drawn = strip("x", ("投资", "investment"), "%", marks)
    assert drawn is not None
    drawn = drawn.marking(marks[2:3])
    assert [(dot.place, dot.plans, dot.marked) for dot in drawn.dots] == [
        (0, 2, False),
        (100, 1, False),
        (50, 1, False),
        (100, 1, True),
    ]
    assert (drawn.low, drawn.high, drawn.marked, drawn.plans) == (25, 28, 28, 4)
    assert strip("x", ("投资", "investment"), "%", marks[:2]) is None


def test_one_value_for_all_stands_in_the_middle() -> None:
    drawn = strip("x", ("投资", "investment"), "%", [Mark(n, 45, str(n), False) for n in range(4)])
    assert drawn is not None
    assert [dot.place for dot in drawn.dots] == [50]
    assert drawn.dots[0].label == "45 0、1、2 +1"


def test_choices_go_into_the_address_and_come_back() -> None:
    chosen = Choices.read({"q": " 电梯 ", "province": "41", "page": "3", "strange": "x", "level": ""})
    assert chosen == Choices(q="电梯", province="41", page=3)
    assert chosen.address(page=2) == "/documents?q=%E7%94%B5%E6%A2%AF&province=41&page=2"
    assert chosen.address(q=None, province=None) == "/documents"


def test_hits_are_cut_out_of_a_text() -> None:
    assert pieces("老旧电梯更新", [(2, 4)]) == [("老旧", False), ("电梯", True), ("更新", False)]
    assert pieces("电梯", [(0, 2)]) == [("电梯", True)]
