"""OFD: the lines of the national page format put together to paragraphs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipelines.readers import read_bytes
from tests.readers.made import Stroke, ofd, packed

LONG = "到2027年，工业、农业、建筑、交通运输等领域设备投资规模较2023年增长百分之二十五以上，重点行业主要用能设备能效基本达到节能水平。"
LEFT, TOP, PITCH, SIZE, COLUMNS = 28.0, 40.0, 10.0, 5.6, 27


@pytest.mark.parametrize("prefix", ["ofd:", ""])
def test_lines_become_paragraphs_over_the_page_border(prefix: str) -> None:
    cut = COLUMNS - 2
    first = [
        (LEFT + 2 * SIZE, TOP, "一、总体要求"),
        (LEFT + 2 * SIZE, TOP + PITCH, LONG[:cut]),
        (LEFT, TOP + 2 * PITCH, LONG[cut : cut + COLUMNS]),
    ]
    second = [(LEFT, TOP, LONG[cut + COLUMNS :]), (LEFT + 2 * SIZE, TOP + PITCH, "二、重点任务")]
    found = read_bytes(ofd([first, second], prefix=prefix))
    assert (found.media_type, found.status) == ("application/ofd", "read")
    assert [block.text for block in found.blocks] == ["一、总体要求", LONG, "二、重点任务"]


def test_pieces_of_one_line_are_put_together() -> None:
    line = [(LEFT, TOP, "示政"), (LEFT + 2 * SIZE, TOP + 0.3, "〔2024〕"), (LEFT + 8 * SIZE, TOP, "8号")]
    assert [block.text for block in read_bytes(ofd([line])).blocks] == ["示政〔2024〕8号"]


def test_file_without_text() -> None:
    assert read_bytes(ofd([[]])).status == "unreadable"
    scan = packed({"OFD.xml": b"<OFD/>", "Doc_0/Res/image_1.jpg": b"picture"})
    assert read_bytes(scan).status == "needs-ocr"


# ---------------------------------------------------------------- tables

ROWS = (
    (("序号",), ("任务",), ("责任单位",)),
    (("1",), ("推动设备更新",), ("市工业和信", "息化局、市", "商务局")),
    (("2",), ("回收利用",), ("市商务局",)),
    (("3",), ("完善标准，", "强化监管"), ("市市场监管", "局")),
)
LEFTS, RIGHT, STEP = (28.0, 45.0, 100.0), 150.0, 7.0
CELLS = tuple(tuple("".join(cell) for cell in row) for row in ROWS)
Word = tuple[float, float, str]


def set_rows(down: str, start: float = TOP) -> tuple[list[Word], list[float]]:
    """The rows as a page's lines, cells at the `top` of their rows or in the `middle`; and the tops of the rows."""
    words: list[Word] = []
    tops = [start]
    for row in ROWS:
        high = max(map(len, row))
        for left, cell in zip(LEFTS, row, strict=True):
            above = tops[-1] + (STEP * (high - len(cell)) / 2 if down == "middle" else 0.0) + 1
            words += [(left + 2, above + STEP * at, line) for at, line in enumerate(cell)]
        tops.append(tops[-1] + STEP * high + 1.5)
    return words, tops


@pytest.mark.parametrize("down", ["top", "middle"])
def test_numbered_rows_without_rules_keep_their_cells(down: str) -> None:
    words, tops = set_rows(down)
    page = [(LEFT + 2 * SIZE, TOP - PITCH, LONG[:25]), *words, (LEFT + 2 * SIZE, tops[-1] + PITCH, LONG[:25])]
    above, table, below = read_bytes(ofd([page])).blocks
    assert (above.text, below.text) == (LONG[:25], LONG[:25])
    assert table.rows == CELLS


def test_row_without_rules_over_the_page_border_is_one() -> None:
    words, _ = set_rows("top")
    cut = words.index(next(word for word in words if word[2] == "息化局、市"))
    rest = {word[2] for word in words[cut:]}
    top = words[cut][1]
    first = [word for word in words if word[2] not in rest]
    second = [(left, TOP + above - top, text) for left, above, text in words if text in rest]
    (table,) = read_bytes(ofd([first, second])).blocks
    assert table.rows == CELLS


def test_ruled_table_keeps_cells_that_span_rows() -> None:
    words, tops = set_rows("middle")
    edges = (*LEFTS, RIGHT)
    merged = tops[2]  # no rule between the tasks of the first and the second row
    strokes: list[Stroke] = [(left, tops[0], left, tops[-1]) for left in edges]
    strokes += [
        (left, top, right, top)
        for top in tops
        for left, right in pairwise(edges)
        if (left, top) != (LEFTS[1], merged)
    ]
    words = [word for word in words if word[2] != "回收利用"]
    (table,) = read_bytes(ofd([words], strokes=[strokes])).blocks
    assert table.rows == (*CELLS[:2], ("2", "", "市商务局"), CELLS[3])


def test_lines_in_two_columns_are_no_table() -> None:
    page = [(left, TOP + PITCH * at, f"{at}、推动设备更新") for at in range(1, 6) for left in (28.0, 110.0)]
    assert {block.kind for block in read_bytes(ofd([page])).blocks} == {"paragraph"}
