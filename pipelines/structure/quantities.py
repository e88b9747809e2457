"""Quantities in a stretch of a plan: values with unit and comparator, and words that say all of something.

Works on folded text without white space (see `pipelines.structure.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.structure.markers import read_han

Value = float | tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and where it stands; `kind` is a Target's kind, or "" where the words around it decide."""

    start: int
    end: int
    value: Value
    unit: str
    comparator: str
    kind: str = ""
    subject: str = ""  # what is graded, where the words of the quantity themselves say it
    weak: bool = False  # 全面, 基本: said of all, without a number


_NUMBER = r"\d{1,3}(?:，\d{3}(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = (
    "吨标准煤|标准煤|吨|千瓦时|千瓦|兆瓦|公里|千米|米|平方米|平方公里|公顷|亩|立方米|辆次|辆|台套|台|套|个百分点|个|家|项|座|户|部|条|"
    "人次|人|艘|件|处|张|间|所|批|场次|场|次|名|组|支|种|类|片|对|盏|根|只|元|PFlops|P|年"
)
_UNIT = rf"%|倍|(?:万|亿|千万|百万)?(?:{_COUNTED})|(?:万|亿)(?=[^\d])"
_BEFORE = (
    (re.compile(r"(?:不超过|不高于|不大于|控制在|压减至|降至|至多)$"), "<="),
    (re.compile(r"(?:不低于|不少于|不小于|至少|达到或超过)$"), ">="),
    (re.compile(r"(?:超过|超|突破|高于|大于|多于)$"), ">"),
    (re.compile(r"(?:低于|少于|小于)$"), "<"),
    (re.compile(r"(?:约|大约|近|接近)$"), "约"),
)
_AFTER = (
    (re.compile(r"(?:及|或)?以上"), ">="),
    (re.compile(r"(?:及|或)?(?:以下|以内|之内)"), "<="),
    (re.compile(r"左右|上下"), "约"),
)
_QUANTITY = re.compile(
    rf"(?<![\d.A-Za-z第〔+\-])(?P<low>{_NUMBER})(?:(?P<percent>%)?(?:-|~|至|到)(?P<high>{_NUMBER}))?(?P<unit>{_UNIT})"
)
_DOUBLE = re.compile(r"(?:翻一?番|(?P<times>[一二两三四五六七八九十])倍)")
_COVERAGE = re.compile(
    r"(?P<all>全覆盖|全域覆盖|全面覆盖|全员覆盖|应[改换报淘]尽[改换报淘])"
    r"|(?P<every>全部|100%)(?=完成|达到|更新|改造|淘汰|实现|退出|替换|报废|配备|使用|采用|符合|纳入|接入)"
    r"|(?P<fully>全面)(?=淘汰|实现[^，。]{0,12}(?:达标|替代|更新|改造))"
    r"|(?P<mostly>基本)(?=使用|实现[^，。]{0,6}(?:替代|电动化|新能源))"
)
_STANDARD_WORD = re.compile("排放标准的?|标准的?|排放的?")
_HAN = "一二两三四五六七八九十"
_STANDARDS = (  # grades and stages printed in words: pattern, unit, kind, what it is a grade of
    (
        re.compile(rf"国(?P<n>[{_HAN}])(?=排放|标准|及以[上下]|以[上下])"),
        "国（排放阶段）",
        "threshold",
        "排放标准",
    ),
    (re.compile(rf"第(?P<n>[{_HAN}])阶段(?=排放|标准)"), "阶段", "threshold", "排放标准"),
    (re.compile(rf"(?P<n>[{_HAN}])星级"), "星级", "grade", "绿色建筑星级"),
    (
        re.compile(rf"能效(?P<n>[{_HAN}1-5])级|(?P<m>[{_HAN}1-5])级能效"),
        "级（国家能效等级）",
        "grade",
        "能效",
    ),
    (re.compile(rf"(?P<n>[{_HAN}])级(?=[^，。、]{{0,8}}(?:体系|网络))"), "级", "specification", "体系层级"),
    (re.compile(rf"(?P<n>[{_HAN}])大(?=[^，。、]{{1,6}}平台)"), "个", "specification", "平台"),
)


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a stretch, in order, none overlapping another."""
    found: list[Quantity] = []
    for quantity in sorted(_candidates(text), key=lambda one: (one.start, -one.end)):
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
    return _shared_comparators(text, found)


def _candidates(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        if match["unit"] != "年" or _is_age(text, match):
            yield _number(text, match)
    for match in _DOUBLE.finditer(text):
        times = float(read_han(match["times"])) if match["times"] else 1.0
        comparator = _before(text, match.start()) or _after(text, match.end())[0] or "="
        yield Quantity(match.start(), match.end(), times, "倍", comparator, "doubling")
    for match in _COVERAGE.finditer(text):
        comparator = "约" if match["mostly"] else "="
        weak = bool(match["fully"] or match["mostly"])
        yield Quantity(match.start(), match.end(), 100.0, "%", comparator, "full coverage", weak=weak)
    for pattern, unit, kind, subject in _STANDARDS:
        for match in pattern.finditer(text):
            yield _standard(text, match, unit, kind, subject)


def _number(text: str, match: re.Match[str]) -> Quantity:
    low = float(match["low"].replace("，", ""))
    comparator, end = _after(text, match.end())
    comparator = _before(text, match.start()) or comparator or "="
    value: Value = low
    if match["high"]:
        value, comparator = (low, float(match["high"].replace("，", ""))), "范围"
    return Quantity(match.start(), end, value, match["unit"], comparator)


def _standard(text: str, match: re.Match[str], unit: str, kind: str, subject: str) -> Quantity:
    printed = next(group for group in match.groups() if group)
    value = float(printed) if printed.isdecimal() else float(read_han(printed))
    comparator, end = _after(text, match.end())
    comparator = _before(text, match.start()) or comparator or "="
    if (after := _STANDARD_WORD.match(text, end)) and unit.startswith("国"):
        end = after.end()
    return Quantity(match.start(), end, value, unit, comparator, kind, subject)


def _is_age(text: str, match: re.Match[str]) -> bool:
    """10年以上 is an age; 2027年 is a date, and so is 5年 in 近5年."""
    return len(match["low"]) <= 2 and _after(text, match.end())[0] is not None


def _before(text: str, start: int) -> str | None:
    head = text[max(0, start - 8) : start]
    head = re.sub(r"(?:国家|达到|每年)$", "", head)
    return next((sign for pattern, sign in _BEFORE if pattern.search(head)), None)


def _after(text: str, end: int) -> tuple[str | None, int]:
    for pattern, sign in _AFTER:
        if match := pattern.match(text, end):
            return sign, match.end()
    return None, end


def _shared_comparators(text: str, found: list[Quantity]) -> list[Quantity]:
    """In 90%、80%以上 and 分别超过90%、78% one comparator speaks for all values of the list."""
    shared = list(found)
    for at in range(len(shared) - 1):
        one, after = shared[at], shared[at + 1]
        if (
            text[one.end : after.start] in ("、", "和")
            and one.unit == after.unit
            and after.kind == one.kind == ""
        ):
            if one.comparator in (">", "<") and after.comparator == "=":
                shared[at + 1] = _compared(after, one.comparator)
            elif one.comparator == "=" and after.comparator != "=":
                shared[at] = _compared(one, after.comparator)
    return shared


def _compared(quantity: Quantity, comparator: str) -> Quantity:
    return Quantity(quantity.start, quantity.end, quantity.value, quantity.unit, comparator)
