"""OFD: the lines of the national page format put together to paragraphs."""

from __future__ import annotations

import pytest

from pipelines.readers import read_bytes
from tests.readers.made import ofd, packed

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
