"""The redline of two wordings: whole tokens, no confetti, and not a character lost."""

from __future__ import annotations

import random

import pytest

from pipelines.compare.redline import Segment, redline

BEFORE = "到2025年，报废汽车回收量较2023年增加约一倍，关键工序数控化率超过75%。由市发展改革委负责。"


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("2025年", "2027年"),
        ("75%", "78%"),
        ("市发展改革委", "市工业和信息化局"),
    ],
)
def test_numbers_with_their_unit_and_departments_change_as_a_whole(was: str, is_now: str) -> None:
    edits = [s for s in redline(BEFORE, BEFORE.replace(was, is_now)) if s.op != "equal"]
    assert edits == [Segment("replace", was, is_now)]


def test_white_space_is_no_change() -> None:
    assert [s.op for s in redline(BEFORE, BEFORE.replace("2023年", " 2023 年 "))] == ["equal"]


def test_a_single_character_between_two_edits_belongs_to_the_edit() -> None:
    (edit,) = [s for s in redline("推进住宅电梯加装改造", "推进住宅屋梯更装改造") if s.op != "equal"]
    assert (edit.a, edit.b) == ("电梯加", "屋梯更")


def test_texts_with_little_in_common_stand_whole() -> None:
    assert redline("推动医疗机构病房改造提升", "鼓励企业发行绿色债券、上市融资") == [
        Segment("replace", "推动医疗机构病房改造提升", "鼓励企业发行绿色债券、上市融资")
    ]


def test_segments_give_back_both_texts() -> None:
    seeded = random.Random("redline")
    for _ in range(50):
        after = "".join(c for c in BEFORE if seeded.random() > 0.1)
        segments = redline(BEFORE, after)
        assert "".join(s.a for s in segments) == BEFORE
        assert "".join(s.b for s in segments) == after


def test_nothing_against_nothing_is_nothing() -> None:
    assert redline("", "") == []
