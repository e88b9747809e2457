"""Time grows with the text and no faster, whatever the text: no expression backtracks, no list is walked twice."""

from __future__ import annotations

import time

import pytest

from pipelines.structure import read_structure

HOSTILE = {
    "sentences": "推动设备更新，到2027年增长25%以上。",
    "open brackets": "（",
    "closed brackets": "）",
    "nested markers": "（（一）",
    "markers": "1.推",
    "rows": "1\t推动\t市商务局\n",
    "blank lines": "\n -",
    "digits": "1",
    "values": "90%、",
    "labels": "。责任单位：市商务局、",
    "departments": "由市财政局和市商务局及",
    "brackets": "（责任单位：市商务局）",
    "titles": "《",
    "annexes": "\n附件1\n",
    "articles": "\n第一条 ",
    "headings": "一、推动\n（一）推进\n1.加快\n",
    "years": "较2023年",
    "bookmarks": "[bookmark:",
    "quotes": "“",
    "colons": "：",
    "grades": "二级三级体系",
}
SMALL, LARGE = 10_000, 40_000


def seconds(unit: str, size: int) -> float:
    text = "一、任务\n推进工作。" + (unit * (size // len(unit) + 1))[:size]
    started = time.process_time()
    read_structure(text)
    return time.process_time() - started


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_four_times_the_text_takes_about_four_times_the_time(unit: str):
    fast, slow = seconds(unit, SMALL), seconds(unit, LARGE)
    if slow > 10 * fast:  # a busy machine may have slowed one of the two
        fast, slow = min(fast, seconds(unit, SMALL)), min(slow, seconds(unit, LARGE))
    assert slow < max(0.3, 10 * fast)  # quadratic would be 16


@pytest.mark.slow
def test_a_million_characters_are_read():
    assert seconds(HOSTILE["sentences"], 1_000_000) < 120
