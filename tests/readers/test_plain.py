"""Plain text: which of its lines are rows of a table."""

from __future__ import annotations

from pipelines.readers.plain import read_text


def test_a_tab_that_sets_a_number_in_makes_no_table() -> None:
    lines = "1.\t推进设备更新。支持企业换新。\n2.\t支持居民换新。\n-\t（三）完善网络。"
    assert {block.kind for block in read_text(lines.encode()).blocks} == {"paragraph"}


def test_tabs_that_stand_for_blanks_make_no_table() -> None:
    lines = "推进设备更新。到\t2027年，投资较\t2023年增长25%。\n支持换新。力争达到\t200\t辆以上。\n完善网络，建成\t19 个站。"
    assert {block.kind for block in read_text(lines.encode()).blocks} == {"paragraph"}


def test_a_row_that_a_page_cut_and_a_row_of_empty_cells_are_in_the_table() -> None:
    lines = "1\t完善网络\t市发展改革\n— 9 —\n\f\n委、市商务局\n二、保障措施\t\t\n2\t加强领导\t市政府"
    (block,) = read_text(lines.encode()).blocks
    assert [row[0] for row in block.rows] == ["1", "委、市商务局", "二、保障措施", "2"]


def test_rows_of_one_width_are_a_table_though_a_section_has_a_row_of_its_own() -> None:
    lines = "序号\t任务\t责任单位\n一、重点任务\n1\t推进更新，支持换新\t市商务局\n2\t完善网络\t市工信局"
    assert [block.kind for block in read_text(lines.encode()).blocks] == ["table"]
