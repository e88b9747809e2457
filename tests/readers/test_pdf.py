"""PDF: paragraphs by how lines are set, tables by their rules, and what cannot be read said so."""

from __future__ import annotations

import pytest

from pipelines.readers import read_bytes
from pipelines.readers.file_text import FileText
from tests.readers.made import COLUMNS, LEFT, SIZE, Sheet, pdf

LONG = (
    "到2027年，工业、农业、建筑、交通运输、教育、文旅、医疗等领域设备投资规模较2023年增长25%以上，重点行业主要用能设备能效基本达到节能水平，"
    "报废汽车回收量较2023年增长一倍，二手车交易量增长45%。"
)


def read(*sheets: Sheet) -> FileText:
    found = read_bytes(pdf(sheets))
    assert found.media_type == "application/pdf"
    return found


def texts(found: FileText) -> list[str]:
    return [block.text for block in found.blocks]


def test_lines_become_paragraphs() -> None:
    sheet = Sheet()
    sheet.line("示例市推动大规模设备更新行动方案", left=170)
    for text in ("一、总体要求", LONG, "二、重点任务", "（一）推进更新", LONG):
        sheet.paragraph(text)
    assert texts(read(sheet)) == [
        "示例市推动大规模设备更新行动方案",
        "一、总体要求",
        LONG,
        "二、重点任务",
        "（一）推进更新",
        LONG,
    ]


def test_paragraph_over_a_page_border_is_whole_and_numbers_are_gone() -> None:
    first, second = Sheet(), Sheet()
    first.paragraph("一、总体要求")
    first.paragraph(LONG)
    cut = COLUMNS * 3 - 2
    first.paragraph(LONG[:cut])
    first.line("— 1 —", left=280)
    second.rest(LONG[cut:])
    second.paragraph("二、重点任务")
    second.line("2", left=290)
    found = read(first, second)
    assert texts(found) == ["一、总体要求", LONG, LONG, "二、重点任务"]
    assert [block.page for block in found.blocks] == [1, 1, 1, 2]


def test_running_head_is_dropped() -> None:
    sheets = []
    for number in range(4):
        sheet = Sheet()
        sheet.line("示例市人民政府公报", left=220)
        sheet.paragraph(f"{number}.{LONG}")
        sheets.append(sheet)
    assert texts(read(*sheets)) == [f"{at}.{LONG}" for at in range(4)]


def test_paragraphs_set_apart_by_space_alone() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.rest(LONG[: COLUMNS * 3])
        sheet.height -= 20
    assert texts(read(sheet)) == [LONG[: COLUMNS * 3]] * 3


def test_words_that_a_change_of_font_parts_stay_one_line() -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    for at, text in enumerate(("实施“焕新", "”行动，支持")):
        sheet.line(text, left=LEFT + at * 5 * SIZE, pitch=28 if at else 0)
    assert texts(read(sheet))[1] == "实施“焕新”行动，支持"


ROWS = [
    ("序号", "任务", "责任单位"),
    ("1", "推动设备更新", "市发展改革委"),
    ("2", "开展汽车换新", "市商务局"),
]
WIDTHS = (60, 150, 150)


def test_ruled_table_keeps_its_cells_and_its_place() -> None:
    sheet = Sheet()
    sheet.paragraph("附件：责任分工表")
    sheet.table(ROWS, WIDTHS)
    sheet.paragraph("抄送：市委办公室。")
    found = read(sheet)
    assert [block.kind for block in found.blocks] == ["paragraph", "table", "paragraph"]
    assert found.blocks[1].rows == tuple(ROWS)


@pytest.mark.parametrize("closed", [True, False], ids=["ruled below", "open below"])
def test_table_goes_on_over_the_page_border(closed: bool) -> None:
    first, second = Sheet(), Sheet()
    first.table(ROWS, WIDTHS, closed=closed)
    second.table([ROWS[0], ("", "（含农机）", "市农业农村局"), ("3", "回收利用", "市供销社")], WIDTHS)
    (table,) = read(first, second).blocks
    assert table.rows == (
        *ROWS[:2],
        ("2", "开展汽车换新（含农机）", "市商务局市农业农村局"),
        ("3", "回收利用", "市供销社"),
    )


def test_locked_file_says_so() -> None:
    found = read_bytes(pdf([Sheet()], encrypted=True))
    assert (found.status, found.blocks) == ("encrypted", ())


def scan() -> Sheet:
    sheet = Sheet()
    sheet.drawing.append("q 500 0 0 700 40 40 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q")
    return sheet


def test_scan_waits_for_ocr() -> None:
    found = read(scan(), scan())
    assert (found.status, found.blocks) == ("needs-ocr", ())


def test_scanned_page_among_others_is_named() -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    found = read(sheet, scan())
    assert (found.status, found.reason) == ("partial", "needs-ocr (pages that are pictures of text: 2)")
    assert texts(found) == [LONG]


def test_file_without_any_text_is_unreadable() -> None:
    assert read(Sheet()).status == "unreadable"


def test_marks_of_another_font_stand_where_they_are_printed() -> None:
    """LibreOffice draws the quotes of a line, which it takes from a Latin font, after everything else."""
    sheet, parts = Sheet(), ((0, "坚持"), (3, "十项行动"), (8, "和工作思路"), (2, "“"), (7, "”"))
    for at, text in parts:
        sheet.line(text, left=112 + 16 * at, pitch=0)
    assert texts(read(sheet)) == ["坚持“十项行动”和工作思路"]


def test_numbered_rows_without_rules_keep_their_cells() -> None:
    rows = [
        ("序号", "任务", "单位"),
        ("1", "设备更新", "市商务局"),
        ("2", "回收", "市科技局"),
        ("3", "标准", "县政府"),
    ]
    sheet = Sheet()
    sheet.paragraph(LONG)
    for row in rows:
        for left, cell in zip((80, 140, 300), row, strict=True):
            sheet.line(cell, left=left, pitch=0)
        sheet.height -= 26
    paragraph, table = read(sheet).blocks
    assert (paragraph.text, table.rows) == (LONG, tuple(rows))
