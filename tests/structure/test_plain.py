"""The folded text: one width, no white space, and the way back to every character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.structure.plain import fold, plain, squash


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（１）２０２７年，２５％", "（1）2027年，25%"),
        ("(一)推进,加快;", "（一）推进，加快；"),
        ("5－8个百分点", "5-8个百分点"),
        ("二〇二七年", "2027年"),
    ],
)
def test_one_width(printed: str, folded: str):
    assert fold(printed) == folded
    assert len(fold(printed)) == len(printed)


def test_white_space_and_traces_of_converters_are_out():
    assert (
        squash("# 一、 总体\u3000目标\n\n- **1.**提升\u200b[bookmark: _Hlk16]设备")
        == "一、总体目标1.提升设备"
    )


def test_a_sign_before_a_number_tells_of_a_lost_line():
    text = plain("按职责分工负责)- (二)推进建筑更新")
    assert text.starts_line(text.text.index("（二）"))


@given(st.text(alphabet="推动（1）一、。 \n\t#-*２", max_size=200))
def test_every_kept_character_is_found_again(source: str):
    text = plain(source)
    assert "".join(fold(source[at]) for at in text.offsets) == text.text
    assert text.printed(0, len(text.text)).strip() in source
