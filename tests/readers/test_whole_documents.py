"""Documents put together: of notice, plan, table and form; of pages in columns; of rows and sentences that a page cut.

What is expected was decided before the first reading.
"""

from __future__ import annotations

import pytest

from pipelines.attachments import assemble
from pipelines.readers import read_bytes
from storage.models import Attachment, Block
from tests.readers.made import COLUMNS, LEFT, SIZE, Sheet, docx, packed, pdf, workbook

NOTICE = (
    "各县（市、区）人民政府，市直各单位：",
    "现将《临河市推动大规模设备更新和消费品以旧换新实施方案》印发给你们，请认真贯彻执行。",
    "附件：1.实施方案 2.重点任务分工表 3.补贴资金申请表",
)
PLAN = (
    "临河市推动大规模设备更新和消费品以旧换新实施方案",
    "一、总体要求",
    "到2027年，工业、农业、建筑、交通等领域设备投资规模较2023年增长25%以上，报废汽车回收量增长一倍。",
    "二、重点任务",
    "（一）推进重点行业设备更新改造。围绕节能降碳、超低排放、安全生产、数字化转型，推动生产设备更新。",
    "（二）推动汽车以旧换新。加大政策支持力度，畅通流通堵点，促进汽车梯次消费、更新消费。",
)
ROWS = (
    ("序号", "重点任务", "责任单位"),
    ("1", "推进设备更新", "市工业和信息化局"),
    ("2", "推动汽车以旧换新", "市商务局"),
)
FORM = (
    "设备更新补贴资金申请表",
    "申请单位（盖章）：　　　　　　　统一社会信用代码：",
    "法定代表人：　　　　　　　　　　联系电话：",
    "开户银行：　　　　　　　　　　　银行账号：",
    "本单位承诺所填内容真实有效。　　年　　月　　日",
)
PARAGRAPH = (
    "到2027年，工业、农业、建筑、交通运输、教育、文旅、医疗等领域设备投资规模较2023年增长25%以上，重点行业主要用能设备能效基本达到节能水平，"
    "环保绩效达到A级水平的产能比例大幅提升，规模以上工业企业数字化研发设计工具普及率超过90%。"
)


def word(lines: tuple[str, ...]) -> bytes:
    return docx(lambda document: [document.add_paragraph(line) for line in lines])


FILES = {
    "plan": word(PLAN),
    "table": workbook({"分工表": ROWS}),
    "form": word(FORM),
}


def whole(*named: tuple[str, str]) -> tuple[str, ...]:
    """The lines of the notice with the files of these kinds, each under its name."""
    files = [(Attachment(name, f"http://a.gov.cn/{name}"), read_bytes(FILES[kind])) for name, kind in named]
    notice = tuple(Block("paragraph", line) for line in NOTICE)
    return tuple(line for block in assemble(notice, files).blocks for line in block.text.split("\n"))


TABLE = tuple("\t".join(row) for row in ROWS)

# ---------------------------------------------------------------- which file is what


@pytest.mark.parametrize(
    "names",
    [
        ("附件1：实施方案.docx", "附件2：重点任务分工表.xlsx", "附件3：补贴资金申请表.docx"),
        ("P020240531.docx", "P020240532.xlsx", "P020240533.docx"),
        ("附件1.docx", "附件2.xlsx", "附件3.docx"),
        ("下载.docx", "下载1.xlsx", "下载2.docx"),
    ],
)
def test_plan_and_table_are_the_text_and_the_form_is_not(names: tuple[str, str, str]) -> None:
    assert whole(*zip(names, FILES, strict=True)) == (*NOTICE, *PLAN, *TABLE)


def test_table_linked_before_the_plan_follows_it() -> None:
    files = (("附件2：重点任务分工表.xlsx", "table"), ("附件1：实施方案.docx", "plan"))
    assert whole(*files) == (*NOTICE, *PLAN, *TABLE)


def test_form_in_an_archive_is_no_text() -> None:
    archive = packed(
        {"1.实施方案.docx": FILES["plan"], "2.申请表.docx": FILES["form"], "3.分工表.xlsx": FILES["table"]}
    )
    files = [(Attachment("附件.zip", "http://a.gov.cn/1.zip"), read_bytes(archive))]
    lines = [line for block in assemble((), files).blocks for line in block.text.split("\n")]
    assert lines == [*PLAN, *TABLE]


# ---------------------------------------------------------------- columns

COLUMN = 12  # characters
RIGHT = LEFT + (COLUMN + 3) * SIZE


def in_columns(text: str, *, by_line: bool) -> Sheet:
    """A paragraph set in two columns under a title; drawn column by column, or across, line by line."""
    sheet = Sheet()
    sheet.line("临河市设备更新简明读本", left=200)
    lines = [text[: COLUMN - 2], *(text[at : at + COLUMN] for at in range(COLUMN - 2, len(text), COLUMN))]
    half = (len(lines) + 1) // 2
    spots = [(LEFT if at < half else RIGHT, at % half, line) for at, line in enumerate(lines)]
    spots[0] = (LEFT + 2 * SIZE, 0, lines[0])
    top = sheet.height
    for left, at, line in sorted(spots, key=lambda spot: spot[1]) if by_line else spots:
        sheet.height = top - 28 * at
        sheet.line(line, left=left)
    return sheet


@pytest.mark.parametrize("by_line", [False, True])
def test_columns_are_read_one_after_the_other(by_line: bool) -> None:
    found = read_bytes(pdf([in_columns(PARAGRAPH, by_line=by_line)]))
    assert [block.text for block in found.blocks] == ["临河市设备更新简明读本", PARAGRAPH]


# ---------------------------------------------------------------- page borders

WIDTHS = (60, 150, 220)


@pytest.mark.parametrize("repeated", [False, True], ids=["head once", "head on each page"])
def test_row_that_a_page_cut_is_one(repeated: bool) -> None:
    first, second = Sheet(), Sheet()
    first.table([ROWS[0], ROWS[1], ("2", "推动汽车", "市商务局、市公安局、")], WIDTHS)
    head = [ROWS[0]] if repeated else []
    second.table([*head, ("", "以旧换新", "市财政局"), ("3", "加强回收", "市供销社")], WIDTHS)
    (table,) = read_bytes(pdf([first, second])).blocks
    assert table.rows == (
        *ROWS[:2],
        ("2", "推动汽车以旧换新", "市商务局、市公安局、市财政局"),
        ("3", "加强回收", "市供销社"),
    )


def test_table_over_pages_stands_between_its_paragraphs() -> None:
    first, second = Sheet(), Sheet()
    first.paragraph(PARAGRAPH)
    first.table(ROWS, WIDTHS)
    first.line("— 3 —", left=280)
    second.table([("3", "加强回收", "市供销社"), ("4", "完善标准", "市市场监管局")], WIDTHS)
    second.paragraph(PARAGRAPH)
    found = read_bytes(pdf([first, second])).blocks
    assert [block.kind for block in found] == ["paragraph", "table", "paragraph"]
    assert [row[0] for row in found[1].rows] == ["序号", "1", "2", "3", "4"]


@pytest.mark.parametrize("cut", range(1, 4))
@pytest.mark.parametrize("foot", ["— 7 —", "7", "- 7 -", "第7页 共12页", "第 7 页", "7 / 12"])
def test_sentence_that_a_page_cut_is_whole(cut: int, foot: str) -> None:
    first, second = Sheet(), Sheet()
    lines = COLUMNS * cut - 2
    first.paragraph("（一）推进更新。" + PARAGRAPH)
    first.paragraph(PARAGRAPH[:lines])
    first.line(foot, left=280)
    second.rest(PARAGRAPH[lines:])
    second.paragraph("（二）加强回收。" + PARAGRAPH)
    found = read_bytes(pdf([first, second]))
    assert [b.text for b in found.blocks] == [
        "（一）推进更新。" + PARAGRAPH,
        PARAGRAPH,
        "（二）加强回收。" + PARAGRAPH,
    ]


def test_heading_at_the_foot_of_a_page_keeps_its_line() -> None:
    first, second = Sheet(), Sheet()
    first.paragraph(PARAGRAPH)
    first.paragraph("二、重点任务")
    second.paragraph(PARAGRAPH)
    assert [b.text for b in read_bytes(pdf([first, second])).blocks] == [PARAGRAPH, "二、重点任务", PARAGRAPH]


def test_running_head_and_foot_are_no_text() -> None:
    sheets = []
    for number in range(1, 5):
        sheet = Sheet()
        sheet.line("临河市人民政府公报　2024年第6期", left=180)
        sheet.paragraph(PARAGRAPH)
        sheet.line(f"·{number}·", left=290)
        sheets.append(sheet)
    assert [block.text for block in read_bytes(pdf(sheets)).blocks] == [PARAGRAPH] * 4


def test_pages_that_are_alike_keep_their_text() -> None:
    sheet = Sheet()
    sheet.table([("任务", "单位")] * 9, (150, 150))
    (table,) = read_bytes(pdf([sheet] * 4)).blocks
    assert set(table.rows) == {("任务", "单位")}
