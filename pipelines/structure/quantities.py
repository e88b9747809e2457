"""Quantities in a stretch of a plan: values with unit and comparator, and words that say all of something.

Works on folded text without white space (see `pipelines.structure.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.structure.markers import read_han

Value = float | tuple[float, float]

# What a unit measures decides, with the words around it, what sort of target its number is.
_UNITS = {
    "share": "%",
    "points": "个百分点",
    "times": "倍",
    "money": "元",
    "amount": "吨标准煤 吨标煤 标准煤 蒸吨 吨 千瓦时 千瓦 兆瓦 立方米 平方米 平方公里 公顷 亩 标箱 升 PFlops EFlops MWh GWh kWh MW GW kW P",
    "count": "个 家次 家 台（套） 台套 台次 台 架 辆次 辆 座 公里 千米 延米 米 项 处 套 人次 人 户次 户 栋 幢 所 条 部 件 艘 只 支 根 场次 场 次 批次 "
    "批 名 对 组 间 张 片 块 盏 株 宗 期 类 种 门 册 列",
    "age": "年 岁 个月",
}
NATURES = {unit: nature for nature, units in _UNITS.items() for unit in units.split()}
_HAN = "一二两三四五六七八九十百"
_ROMAN = "ⅠⅡⅢⅣⅤⅥ"
_DIGITS = r"\d{1,3}(?:，\d{3}(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(NATURES, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\d.A-Za-z第〔+\-×])(?P<low>{_DIGITS})(?P<odd>多|余)?(?:%?(?:-|~|—|至|到)(?P<high>{_DIGITS}))?"
    rf"(?P<unit>[十百千万亿]{{0,2}}(?P<base>{_UNIT})(?:/(?:年|小时|日|天|户|万人|人|辆|台))?)"
)
# Counts of parts of a policy or an office, and rooms: 7部门, 20条措施, 3人间.
_NOT_COUNTED = re.compile(
    "(?:个|项|条|大|类|门)?(?:方面|部门|领域|专项|清单|阶段|环节|维度|重点|行动|机制|制度|原则|措施|举措|政策|意见|工作日|小时|人间)|人间|级|号|届|次会议"
    r"|(?:项|条|个)(?:具体|重点|主要|工作){0,2}任务|个(?:工程|行动)、\d"
)
_IN_WORDS = re.compile(
    rf"(?P<han>[{_HAN}]{{1,3}})(?P<unit>倍|个百分点|成(?=以上|左右|[，。；])|年(?=以上|及以上))"
)
_PERCENT_IN_WORDS = re.compile(rf"百分之(?P<han>[{_HAN}]{{1,4}})")
_DOUBLES = re.compile(r"翻(?P<times>[一两二三四]?)番")
_WHOLE = re.compile(
    r"(?P<mostly>基本)?(?P<all>全覆盖|全域覆盖|全面覆盖|全员覆盖|全部覆盖|应[改换报淘接]尽[改换报淘接])"
    r"|(?P<every>全部|100%)(?=为|是|完成|达到|更新|改造|淘汰|实现|退出|替换|报废|配备|使用|采用|符合|纳入|接入|拆除|关停)"
    r"|(?P<fully>全面)(?=淘汰|实现[^，。]{0,12}(?:达标|替代|更新|改造|新能源|电动))"
    r"|(?P<almost>基本)(?=使用|实现[^，。]{0,6}(?:替代|电动化|新能源))"
)
# Grades, stages and levels printed in words: pattern, unit, kind, what the number is of.
_STEPS = tuple(
    (re.compile(pattern.replace("N", f"(?P<han>[{_HAN}1-6{_ROMAN}])")), unit, kind, of)
    for pattern, unit, kind, of in (
        (
            "国N(?:(?:排放)?(?:标准|阶段)(?=及?以[上下]))?(?=排放|标准|及以[上下]|以[上下])",
            "国（排放阶段）",
            "threshold",
            "",
        ),
        ("第N阶段(?=排放|标准)", "阶段", "threshold", "排放标准"),
        ("N星级?(?=及以上|以上|标准|绿色建筑)", "星级", "grade", ""),
        ("能效(?:水平)?N级", "级（国家能效等级）", "grade", "能效"),
        ("N级[能水]效(?=及?以上)", "级（国家能效等级）", "grade", "能效"),
        ("N级(?=(?:及以上)?(?:能效|水效))", "级（国家能效等级）", "grade", "能效"),
        ("N级(?=[^，。、]{0,8}(?:体系|网络))", "级", "specification", "体系层级"),
        ("N人间(?=及以上|以上)", "人间", "threshold", ""),
        (
            "(?:(?<=建立|形成|构建|打造|搭建|建设|培育)|(?<=构建“|建立“|形成“|打造“))N个(?!百分点|月|阶段)",
            "个",
            "specification",
            "",
        ),
        ("N大(?=[^，。、]{1,6}平台)", "个", "specification", ""),
    )
)
_ANY = re.compile(
    rf"\d|[{_ROMAN}]|国[{_HAN}]|[{_HAN}](?:[倍成年级个大亿]|阶段|星|人间)|百分|番|全[覆域面员部]|基本|应[改换报淘接]"
)
_BEFORE = re.compile(
    r"(?:(?P<le>不超过|不高于|不大于|不多于|不得超过|控制在|压减至|降至|降到|下降到|至多|最高)"
    r"|(?P<ge>不低于|不少于|不小于|不得低于|不得少于|至少|达到或超过|满)"
    r"|(?P<gt>超过|超出|突破|高于|大于|多于|超)"
    r"|(?P<lt>低于|少于|小于)|(?P<about>约|大约|近|接近))(?:国家|达到|每年|为)?$"
)
_SIGNS = {"le": "<=", "ge": ">=", "gt": ">", "lt": "<", "about": "约", "odd": ">"}
_AFTER = re.compile(
    r"(?:(?P<ge>(?:规模)?(?:）?及|或|（含）)?以上)|(?P<le>(?:及|或)?(?:以下|以内|之内)|内(?=[^容部地]))|(?P<about>左右|上下))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and where it stands; `nature` is what its unit measures (a key of `_UNITS`), or how it is said."""

    start: int
    end: int
    value: Value
    unit: str
    comparator: str
    nature: str
    kind: str = ""  # a Target's kind, where the quantity's own words decide it
    of: str = ""  # what the number is of, where they tell
    limited: bool = False  # 以上, 以下 follow: before a noun they tell which things are meant
    sure: bool = True  # False for 全面: said of all, in passing


def may_hold_quantities(text: str) -> bool:
    """A quick look: most clauses hold none."""
    return _ANY.search(text) is not None


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a stretch, in order, none overlapping another."""
    if not may_hold_quantities(text):
        return []
    found: list[Quantity] = []
    for quantity in sorted(_candidates(text), key=lambda one: (one.start, -one.end)):
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
    return _shared_comparators(text, _shared_units(text, found))


def in_one_list(text: str, one: Quantity, other: Quantity) -> bool:
    """Do two neighbours stand in one list of bare values, as in 90%、80%以上?"""
    return text[one.end : other.start] in ("、", "和", "，", "、和", "与") and not one.kind and not other.kind


def _candidates(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        if not _NOT_COUNTED.match(text, match.start("base")):
            value: Value = _float(match["low"])
            if match["high"]:
                value = (_float(match["low"]), _float(match["high"]))
            quantity = _quantity(text, match, value, match["unit"], NATURES[match["base"]])
            if quantity.unit != "年" or (len(match["low"]) <= 2 and quantity.comparator != "="):  # not a date
                yield quantity
    for match in _IN_WORDS.finditer(text):
        value, unit = float(read_han(match["han"])), match["unit"]
        value, unit = (value * 10, "%") if unit == "成" else (value, unit)
        yield _quantity(text, match, value, unit, NATURES[unit])
    for match in _PERCENT_IN_WORDS.finditer(text):
        yield _quantity(text, match, float(read_han(match["han"])), "%", "share")
    for match in _DOUBLES.finditer(text):
        yield _quantity(text, match, 2.0 ** (read_han(match["times"] or "一")) - 1, "倍", "times")
    for match in _WHOLE.finditer(text):
        sign = "约" if match["mostly"] or match["almost"] else "="
        yield Quantity(
            match.start(), match.end(), 100.0, "%", sign, "whole", "full coverage", sure=not match["fully"]
        )
    for pattern, unit, kind, of in _STEPS:
        for match in pattern.finditer(text):
            printed = match["han"]
            value = float(printed) if printed.isdecimal() else float(_small_number(printed))
            yield replace(_quantity(text, match, value, unit, "step"), kind=kind, of=of)


def _quantity(text: str, match: re.Match[str], value: Value, unit: str, nature: str) -> Quantity:
    head = _BEFORE.search(text[max(0, match.start() - 8) : match.start()])
    tail = _AFTER.match(text, match.end())
    odd = "odd" if match.groupdict().get("odd") else None
    named = (head and head.lastgroup) or (tail and tail.lastgroup) or odd
    comparator = "范围" if isinstance(value, tuple) else _SIGNS.get(named or "", "=")
    end = tail.end() if tail else match.end()
    return Quantity(match.start(), end, value, unit, comparator, nature, limited=bool(tail))


def _small_number(printed: str) -> int:
    return _ROMAN.index(printed) + 1 if printed in _ROMAN else read_han(printed)


def _float(printed: str) -> float:
    return float(printed.replace("，", ""))


def _shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In 分别提高6个、4个百分点 the 个 of the first is a 个百分点, too."""
    shared = list(found)
    for at in range(len(shared) - 1, 0, -1):
        before, here = shared[at - 1], shared[at]
        if before.unit == "个" and here.nature == "points" and in_one_list(text, before, here):
            shared[at - 1] = replace(before, unit=here.unit, nature=here.nature)
    return shared


def _shared_comparators(text: str, found: list[Quantity]) -> list[Quantity]:
    """In 90%、80%以上 and 分别超过90%、78% one comparator speaks for all values of the list."""
    shared = list(found)
    for at in range(1, len(shared)):
        before, here = shared[at - 1], shared[at]
        if in_one_list(text, before, here) and not before.limited and here.comparator == "=":
            shared[at] = replace(here, comparator=before.comparator)
    for at in range(len(shared) - 1, 0, -1):
        before, here = shared[at - 1], shared[at]
        if in_one_list(text, before, here) and before.comparator == "=":
            shared[at - 1] = replace(before, comparator=here.comparator)
    return shared
