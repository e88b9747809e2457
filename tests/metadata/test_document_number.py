"""Document numbers: one spelling for all, damaged ones told, citations found in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.document_number import find, normalise, number_key

BRACKETS = ["〔〕", "[]", "［］", "（）", "()", "【】", "﹝﹞", "〖〗", "﹙﹚"]
BLANKS = ["", " ", "  ", "\u3000", "\u00a0", "\u200b"]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
AGENCIES = ["汴政", "张政规", "历下政发", "朝发改", "津武清政办函", "国发", "苏政办发", "京中医科字"]


@given(
    agency=st.sampled_from(AGENCIES),
    year=st.integers(1980, 2079),
    sequence=st.integers(1, 9999),
    brackets=st.sampled_from(BRACKETS),
    blanks=st.lists(st.sampled_from(BLANKS), min_size=5, max_size=5),
    ordinal=st.sampled_from(["", "第"]),
    zeros=st.sampled_from(["", "0"]),
    year_digits=st.sampled_from(
        [str, lambda n: str(n).translate(FULL_WIDTH), lambda n: str(n).translate(HAN)]
    ),
    end=st.sampled_from(["号", "号\u200b", "号 "]),
)
def test_every_spelling_of_a_number_is_one_number(
    agency, year, sequence, brackets, blanks, ordinal, zeros, year_digits, end
):
    a, b, c, d, e = blanks
    printed = (
        f"{agency}{a}{brackets[0]}{b}{year_digits(year)}{c}{brackets[1]}{d}{ordinal}{zeros}{sequence}{e}{end}"
    )
    expected = f"{agency}〔{year}〕{sequence}号"
    assert normalise(printed) == expected
    assert number_key(printed) == number_key(expected)
    assert number_key(printed.rstrip("号 \u200b")) == number_key(expected)  # looked up without 号


@given(agency=st.sampled_from(AGENCIES), year=st.integers(1980, 2079), sequence=st.integers(1, 999))
def test_a_number_that_lost_a_sign_is_damaged_and_not_repaired(agency, year, sequence):
    whole = f"{agency}〔{year}〕{sequence}号"
    bracket = len(agency)
    for cut in (bracket + 5, len(whole) - 1):
        printed = whole[:cut] + whole[cut + 1 :]
        assert normalise(printed) is None, printed
        assert all(number.damaged for number in find(printed)), printed


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("开政办函〔2024〕12号", "开政办函〔2024〕12号"),
        ("开封市人民政府令 第12号", "开封市人民政府令第12号"),
        ("令第十二号", "令第12号"),
        ("第320号令", "第320号令"),
        ("公告 2024年第3号", "公告2024年第3号"),
        ("２０２４年第12号", "2024年第12号"),
        ("京政发〔二〇二四〕第08号", "京政发〔2024〕8号"),
        ("朝 发 改 〔2024〕 212号", "朝发改〔2024〕212号"),
    ],
)
def test_letters_orders_and_announcements(printed, normal):
    assert normalise(printed) == normal


@pytest.mark.parametrize(
    "printed", ["芜政秘〔202424", "浦政202415", "汴政〔202〕8号", "汴政2024〕8号", "汴政〔2024〕号"]
)
def test_damaged_numbers_are_recognised(printed):
    (number,) = find(printed)
    assert number.damaged
    assert number.printed == printed


def test_orders_are_looked_up_in_either_word_order():
    assert number_key("令第320号") == number_key("第320号令") == number_key("令 第 ３２０ 号")


def test_numbers_in_sentences_are_found_without_the_words_before_them():
    text = "根据《国务院关于印发〈方案〉的通知》（国发〔2024〕7号）和冀政发〔2024〕5号文件，按照张政规[2024]4号要求"
    assert [number.normal for number in find(text)] == [
        "国发〔2024〕7号",
        "冀政发〔2024〕5号",
        "张政规〔2024〕4号",
    ]
    assert all(text[number.start : number.end] == number.printed for number in find(text))


@pytest.mark.parametrize(
    "text",
    [
        "到2024年增长25%",
        "投资202415万元",
        "电话（20241234）",
        "（2024年5月）",
        "市政府公报2024年第3号",
        "第3号楼",
    ],
)
def test_what_is_no_number(text):
    assert find(text) == []
