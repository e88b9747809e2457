"""The redline of two wordings: whole tokens, no confetti, moves told as moves, and not a character lost."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.compare.redline import Segment, redline
from pipelines.compare.sides import key_of, unwrap
from pipelines.compare.tokens import tokens

BEFORE = "到2025年，报废汽车回收量较2023年增加约一倍，关键工序数控化率超过75%。由市发展改革委负责。"


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("2025年", "2027年"),
        ("75%", "78%"),
        ("一倍", "两倍"),
        ("市发展改革委", "市工业和信息化局"),
    ],
)
def test_numbers_with_their_unit_and_departments_change_as_a_whole(was: str, is_now: str) -> None:
    edits = [s for s in redline(BEFORE, BEFORE.replace(was, is_now)) if s.op != "equal"]
    assert edits == [Segment("replace", was, is_now)]


@pytest.mark.parametrize(
    "whole",
    [
        "2025年",
        "2024—2027年",
        "5-8个百分点",
        "1,200万元",
        "5000 吨标准煤",
        "20万吨/年",
        "1000PFlops",
        "PUE",
        "5G",
        "二〇二五年",
        "百分之二十五",
        "国四",
        "第十三条",
        "第2款",
        "《推动大规模设备更新和消费品以旧换新行动方案》",
        "〔2024〕7号",
        "市市场监管局",
        "张家口海关",
        "国网开封供电公司",
    ],
)
def test_what_means_something_only_as_a_whole_is_one_token(whole: str) -> None:
    assert whole in tokens(f"按照要求，{whole}、及以上，（{whole}）")


@pytest.mark.parametrize(
    "text", ["进一步推进", "一批重点项目", "全市公交车由市交通局负责", "鼓励市场主体参与"]
)
def test_ordinary_words_are_compared_by_character(text: str) -> None:
    assert all(len(token) == 1 for token in tokens(text.removesuffix("由市交通局负责")))


def test_white_space_is_no_change() -> None:
    assert [s.op for s in redline(BEFORE, BEFORE.replace("2023年", " 2023 年 "))] == ["equal"]


def test_a_single_character_between_two_edits_belongs_to_the_edit() -> None:
    (edit,) = [s for s in redline("推进住宅电梯加装改造", "推进住宅屋梯更装改造") if s.op != "equal"]
    assert (edit.a, edit.b) == ("电梯加", "屋梯更")


def test_a_department_between_two_edits_is_no_island() -> None:
    segments = redline("牵头单位：市财政局，二季度前完成", "责任主体：市财政局，三个月内完成")
    assert Segment("equal", "：市财政局，", "：市财政局，") in segments


def test_texts_with_little_in_common_stand_whole() -> None:
    assert redline("推动医疗机构病房改造提升", "鼓励企业发行绿色债券、上市融资") == [
        Segment("replace", "推动医疗机构病房改造提升", "鼓励企业发行绿色债券、上市融资")
    ]


LIFTS, SAFETY, FUND = "加快更新老旧住宅电梯。", "施工不得影响结构安全；", "设立电梯养老金账户。"


def test_a_sentence_that_stands_elsewhere_is_moved_and_neither_cut_nor_added() -> None:
    assert redline(FUND + LIFTS + SAFETY, LIFTS + SAFETY + FUND) == [
        Segment("moved", FUND, ""),
        Segment("equal", LIFTS + SAFETY, LIFTS + SAFETY),
        Segment("moved", "", FUND),
    ]


def test_a_move_beside_an_edit_is_told_apart_from_it() -> None:
    ops = Counter(s.op for s in redline(FUND + LIFTS + SAFETY, LIFTS.replace("加快", "推动") + SAFETY + FUND))
    assert ops == {"moved": 2, "replace": 1, "equal": 1}


def test_what_ends_a_sentence_does_not_hide_its_move() -> None:
    segments = redline(FUND + LIFTS + SAFETY, LIFTS + SAFETY + FUND.replace("。", "；"))
    assert [s.b for s in segments if s.op == "moved" and s.b] == ["设立电梯养老金账户；"]


def test_nothing_against_nothing_is_nothing() -> None:
    assert redline("", "") == []


def test_a_text_against_nothing_is_all_cut() -> None:
    assert redline(LIFTS, "") == [Segment("replace", LIFTS, "")]


WORDS = (
    *tokens(BEFORE),
    *"推动 鼓励 电梯 更新 改造 市财政局 、 ， 。 ； （ ） 《通知》 5-8个百分点 PUE 国四 第三条".split(),
    "\n",
    " ",
)
SENTENCES = (
    LIFTS,
    SAFETY,
    FUND,
    BEFORE,
    "支持“新三样”。”",
    "。",
    "；；",
    "市财政局、市商务局按职责分工负责。",
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(SENTENCES), max_size=8).map("".join),
    st.lists(st.sampled_from((*WORDS, *SENTENCES)), max_size=30).map("".join),
    st.text(max_size=40),
)


@given(TEXTS, TEXTS)
@example(LIFTS * 2 + FUND, FUND + LIFTS)
def test_segments_give_back_both_texts(a: str, b: str) -> None:
    segments = redline(a, b)
    assert "".join(s.a for s in segments) == unwrap(a)
    assert "".join(s.b for s in segments) == unwrap(b)


@given(TEXTS, TEXTS)
def test_every_segment_is_what_its_op_says(a: str, b: str) -> None:
    segments = redline(a, b)
    for s in segments:
        assert {
            "equal": key_of(s.a) == key_of(s.b),
            "delete": bool(s.a and not s.b),
            "insert": bool(s.b and not s.a),
            "replace": bool(s.a or s.b),
            "moved": bool(s.a) != bool(s.b),
        }[s.op]
    gone, come = ("".join(sorted(_bare(text))) for text in _moved(segments))
    assert gone == come


@given(TEXTS, TEXTS)
def test_no_edit_cuts_a_number_a_title_or_a_word_in_two(a: str, b: str) -> None:
    segments = redline(a, b)
    for text, pieces in ((unwrap(a), [s.a for s in segments]), (unwrap(b), [s.b for s in segments])):
        cuts = set(accumulate(map(len, pieces)))
        for whole in re.finditer("2025年|75%|《通知》|5-8个百分点|PUE|第三条", text):
            assert not cuts & set(range(whole.start() + 1, whole.end()))


@given(TEXTS)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def _moved(segments: list[Segment]) -> tuple[str, str]:
    moved = [s for s in segments if s.op == "moved"]
    return "".join(s.a for s in moved), "".join(s.b for s in moved)


def _bare(text: str) -> str:
    return "".join(sign for sign in key_of(text) if sign not in "。；！？")
