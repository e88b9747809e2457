"""Values with Chinese units, as an English reader meets them."""

from __future__ import annotations

import pytest

from pipelines.compare.english_units import in_english


@pytest.mark.parametrize(
    ("values", "unit", "english"),
    [
        ([78], "%", "78%"),
        ([5, 8], "个百分点", "5-8 percentage points"),
        ([5000], "吨标准煤", "5,000 t of standard coal"),
        ([1], "万吨标准煤", "10,000 t of standard coal"),
        ([20], "万吨/年", "200,000 t a year"),
        ([3], "次/年", "3 times a year"),
        ([10], "个/年", "10 a year"),
        ([180.6], "公里", "180.6 km"),
        ([0.35], "亿元", "35,000,000 yuan"),
        ([12], "个", "12"),
        ([1.5], "倍", "150%"),
        ([10], "年", "10 years"),
        ([7], "头/栏", "7头/栏"),
        ([100], "PFlops", "100PFlops"),
    ],
)
def test_units_that_have_an_english_word_get_it_and_others_stay(
    values: list[float], unit: str, english: str
) -> None:
    assert in_english(values, unit) == english
