"""Task tables: which clause a row speaks of, and rows that pages and lost line breaks have torn."""

from __future__ import annotations

from pipelines.structure import read_structure
from storage.models import Block

PLAN = """一、重点任务
（一）制造业改造行动
1.加快重点行业技术改造。聚焦重点行业，推动更新。
2.加快工业数字化建设。支持企业，建设平台。
（二）消费品换新行动
3.实施家电消费品以旧换新工程。举办活动，发放补贴。
4.实施家装厨卫“焕新”工程。支持居民，开展装修。
二、保障措施
（一）加强组织领导。建立机制，推动落实。
"""
HEADER = ("序号", "重点任务", "具体任务", "责任单位")
ROWS = (
    HEADER,
    ("一、重点任务", "", "", ""),
    ("1", "制造业改造行动", "加快重点行业技术改造", "市发展改革委、工业和信息化局"),
    ("2", "", "加快工业数字化建设", "市工业和信息化局"),
    ("3", "消费品换新行动", "实施家电消费品换新工程", "市商务局、财政局"),
    ("4", "", "实施家装消费品以旧换新工程", "市商务局"),
    ("5", "加强组织领导", "", "市发展改革委牵头，市财政局、商务局"),
)
EXPECTED = {
    "1.1.1": [("市发展改革委", "责任"), ("工业和信息化局", "责任")],
    "1.1.2": [("市工业和信息化局", "责任")],
    "1.2.1": [("市商务局", "责任"), ("财政局", "责任")],  # its heading is worded otherwise in the table
    "1.2.2": [("市商务局", "责任")],
    "2.1": [("市发展改革委", "牵头"), ("市财政局", "责任"), ("商务局", "责任")],
}


def units(text: str, rows: tuple[tuple[str, ...], ...] = ()) -> dict[str, list[tuple[str, str]]]:
    tables = [Block("table", "\n".join(map("\t".join, rows)), rows)] if rows else []
    clauses = read_structure(text, tables).clauses
    return {c.id: [(unit.name, unit.role) for unit in c.units] for c in clauses if c.units}


def printed(rows: tuple[tuple[str, ...], ...]) -> str:
    return f"{PLAN}附件\n责任分工表\n" + "\n".join("\t".join(row) for row in rows)


def test_an_annex_gives_each_clause_its_departments():
    assert units(printed(ROWS)) == EXPECTED


def test_a_table_with_exact_cells_does_as_well():
    assert units(PLAN, ROWS) == EXPECTED


def test_a_row_split_over_two_pages_is_one():
    torn = printed(ROWS).replace("市商务局、财政局", "市商务局、财\n政局")
    assert units(torn) == EXPECTED


def test_rows_that_a_lost_line_break_ran_together_are_two():
    assert units(printed(ROWS).replace("工业和信息化局\n2\t", "工业和信息化局2\t")) == EXPECTED


def test_columns_give_roles():
    rows = (
        ("序号", "任务", "牵头单位", "配合单位", "完成时限"),
        ("1", "加快重点行业技术改造", "市工信局", "市财政局", "2024年12月底前"),
    )
    assert units(PLAN, rows) == {"1.1.1": [("市工信局", "牵头"), ("市财政局", "配合")]}


def test_a_clause_that_names_departments_itself_keeps_them():
    own = PLAN.replace("推动更新。", "推动更新。（市能源局负责）")
    assert units(own, ROWS)["1.1.1"] == [("市能源局", "责任")]
