"""A value with its unit as an English sentence has it: 1万吨标准煤 is 10,000 t of standard coal."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TIMES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
# What a count is of, its indicator tells: 个 has no word of its own.
_UNITS = {
    "%": "%",
    "个百分点": " percentage points",
    "倍": "%",
    "元": " yuan",
    "吨标准煤": " t of standard coal",
    "吨": " t",
    "蒸吨": " t of steam an hour",
    "千瓦": " kW",
    "兆瓦": " MW",
    "立方米": " m³",
    "平方米": " m²",
    "平方公里": " km²",
    "公顷": " ha",
    "公里": " km",
    "米": " m",
    "年": " years",
    "个月": " months",
    "次": " times",
    "人": " people",
    "户": " households",
    **dict.fromkeys("个 家 台 辆 座 项 处 套 部 件 条 台套 台（套）".split(), ""),
}
_FACTORS = {"倍": 100}  # 增长一倍 is up 100 %
_RATES = {"": "", "年": " a year", "月": " a month", "日": " a day", "天": " a day", "小时": " an hour"}
_UNIT = re.compile(
    rf"(?P<times>{'|'.join(sorted(_TIMES, key=len, reverse=True))})(?P<unit>.*?)(?:/(?P<rate>.+))?"
)


def in_english(values: Sequence[float], unit: str) -> str:
    """The values, joined by a dash, with `unit` (as printed); a unit that has no English here stays as it is."""
    found = _UNIT.fullmatch(unit)
    rate = found["rate"] or "" if found else ""
    if found is None or found["unit"] not in _UNITS or rate not in _RATES:
        return "-".join(f"{value:g}" for value in values) + unit
    factor = _TIMES[found["times"]] * _FACTORS.get(found["unit"], 1)
    numbers = "-".join(f"{round(value * factor, 6):,.10g}" for value in values)
    return f"{numbers}{_UNITS[found['unit']]}{_RATES[rate]}"
