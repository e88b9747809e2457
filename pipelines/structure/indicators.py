"""What a quantity is of: the words before it, after it, or in its own place of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.structure.quantities import Quantity, in_one_list

# Words that lead in to the thing and are no part of its name.
_MODAL = "力争到?|争取|确保|努力|全力|原则上|计划|预计|基本|其中|并且?|且|即|将|要|使|对|在|至少|每年|年均|全年|今年|累计|逐年分批次|逐步|有序|分批|稳步|持续|进一步|当年|用于|并?购买|购置"
_PLACE = "全[省市区县州旗]域?|全域|我[省市区县州]|[省市区县]内|辖区内?|各县区|市级(?!以上|及以上)|分别"
_TIME = r"第?[一二三四]季度|[上下]半年|\d{1,2}月(?:\d{1,2}日)?[^，\d]{0,4}前|(?:到|至|于)?(?:20\d\d年?(?:-|~|至|到|和|、|—{1,2}))*20\d\d年(?:年?底|末)?(?:之?前)?|\d{1,2}年(?:内|以内)"
_DEED = (
    "实现|推动|推进|完成|建成|建设|培育|打造|淘汰|更新改造|更新|改造|实施|创建|组织开展|组织|开展|举办|加快|全面|支持|引导|鼓励|配合|"
    "发布|拆除|依托|严格|规定|形成|引进|发放|配备|推广|布局|新培育|落实|突破"
)
# A deed before a word of two characters belongs to it: 改造项目.
_LEAD_IN = re.compile(
    rf"^(?:{_MODAL}|{_PLACE}|{_TIME}|(?:{_DEED})(?:（[^（）]{{1,16}}）)?(?=.{{3}}|$)|以(?!旧|上)|按照?|由[^，、]{{1,6}}(?:财政|部门)|为(?=有|[^，]{{1,6}}配)|[一二三四五六七八九十]是|及以上|规模达|[，、：；—的]|“(?![^“”]{{1,30}}”))+"
)
_ANY_DEED = re.compile(_DEED)
# Words that lead over from the thing to its value.
_LEAD_OVER = tuple(
    sorted(
        "分别 平均 力争 原则上 均 总 预计 达到或超过 达到 达 年均 同比 增长 增加 提高 提升 下降 降低 减少 压减 扩大 突破 超过 超 高于 不低于 不得低于 不少于 "
        "不超过 控制在 保持在 稳定在 降 增 各 国家 累计 累计淘汰 更新 实现 至 到 在 为 约 近 将 的 是 最高 给予 （ ， 、 ：".split(),
        key=len,
        reverse=True,
    )
)
_A_TASK = ("设备更新", "报废更新", "置换更新")  # the programme's own words: 完成设备更新5万千瓦 is no 设备
_BASE_YEAR = re.compile(
    r"(?:[较比与以]20\d\d年(?:底|相比)?|(?<=.)每[辆台户件人套]|(?:目前|现有)?的?[由从](?:20\d\d年[底末]?的?)?\d[^，。；]{0,9}|(?<=[到至])20\d\d年[底末]?)$"
)
_NO_NAME = frozenset(
    ("", "年", "年均", "同比", "其中", "占比", "比例", "数量", "规模", "总量", "增速", "覆盖率")
)
_SHORTEST = 4
_ENDS_IN_DEED = re.compile(rf"(?:{_DEED}|新建|新增|等|共|有|含)$")
_PARTED = re.compile("[，、和及与：]")
_OF_THING = re.compile(r"的?(?!水平|目标|且|并|和|或|及|与)[\u4e00-\u9fff]{2}")
_NOUN = re.compile(r"[^，。；、：+\d]{2,30}")
_AFTER_NOUN = re.compile(
    r"(?:基本)?(?:淘汰$|退出$|(?:开展|实施|完成)(?=[更改报淘节])|全覆盖|全域覆盖|全面覆盖|全部|达到|实现|投入|以上|改造为|应当)"
)
_WHOLE_SYSTEM = re.compile(r"[^，。、]{0,8}?(?:体系|网络|平台)")
_STANDARD_BEFORE = re.compile(
    "^(?:[水能]效)?(?:水平)?(?:或者?[水能]效)?(?:排放)?(?:标准)?(?:排放)?的?"
)  # 国三排放标准的, 二级能效标准的
_OF_ALL_BEFORE = (
    "领域",
    "行业",
    "方面",
    "重点领域",
)  # 工业、农业等领域设备投资: the list belongs to the name
_SHARED_TAIL = re.compile(r"^.*?(?:等(?P<all>.{2,})|(?P<tail>(?:中|的)[^、]{2,}))$")
_SHARED_MEASURE = re.compile(
    "^.{2,}?((?:回收|交易|销售|拆解|更新|改造|利用|处理|覆盖|普及|新能源(?:汽?车)?|电动)(?:利用|处理|拆解)?化?(?:率|量|额|占比|比例))$"
)
_LEVEL = re.compile("(?:国家|自治区|[省市县区])级(?P<tail>.+)$")
_MEASURES = (
    "率",
    "比例",
    "占比",
    "量",
    "额",
    "规模",
    "比重",
    "耗",
    "耗能",
    "价格",
    "价值",
    "面积",
    "能力",
    "产值",
    "收入",
    "资产",
    "投资",
)
_BARE_MEASURE = 2  # characters: 价格 and 排量 need the thing beside them
_AND = re.compile("、|以及|[和与及]")
_EACH = re.compile(
    "[均各都](?:能|要|应|须)?(?:达到|达|超过|超|突破|不低于|不少于|高于|提高|提升|增长|下降)?(?:到|至)?$"
)
_AGE = re.compile("使用|[车机]龄|服役")


def name_indicator(words: str, found: Sequence[Quantity], at: int, before: str = "") -> str:
    """The name of what quantity `at` of a phrase is of; "" where nothing is named.

    words: the phrase. found: its quantities. before: the indicator of the phrase before, of which a phrase without a
    name of its own (达到5万辆, 年均增长8%) still speaks.
    """
    quantity = found[at]
    first, last = _list_around(words, found, at)
    head = _head(words, found, first)
    name = clean_name(head)
    after = _named_after(words, found, at)
    if quantity.nature == "step":
        return _name_step(words, quantity, name, after)
    if quantity.nature == "age":
        return f"{age[0] if (age := _AGE.search(head)) else ''}年限"
    if quantity.nature == "count" and after and (not name or _ENDS_IN_DEED.search(head)):
        return after
    if quantity.limited and after and not name.endswith(_MEASURES):
        return after
    if quantity.limited and after and len(name) <= _BARE_MEASURE:
        return after + name
    if quantity.nature == "amount" and after and not quantity.limited and name not in _NO_NAME:
        return name + after
    if quantity.nature == "whole":
        name = name.replace("实现", "", 1)
    if last > first and (names := _names_of_list(name, last - first + 1)):
        return names[at - first]
    return after or before if name in _NO_NAME else _core(name)


def names_of_each(name: str, before: str) -> list[str]:
    """The measures to which one value is given: two in 污水处理率、垃圾处理率均达到95%; else the name alone.

    before: the words of the phrase up to the value.
    """
    names = _AND.split(name) if _EACH.search(before) else [name]
    return names if all(one.endswith(_MEASURES) for one in names) else [name]


def name_object(words: str) -> str:
    """What a phrase without a quantity speaks of: 节能诊断 in 对重点企业开展节能诊断; "" where it only tells when."""
    _, *done = _ANY_DEED.split(words)
    return next((thing for thing in reversed(done) if thing), "") or clean_name(words)


def place_in_list(words: str, found: Sequence[Quantity], at: int) -> tuple[int, int]:
    """The place of a quantity in its list of bare values, from 0, and the length of the list."""
    first, last = _list_around(words, found, at)
    return at - first, last - first + 1


def describes(words: str, found: Sequence[Quantity], at: int) -> bool:
    """Does the quantity only describe what is counted just before it: 10亿元 in 培育2家产值达10亿元的企业?"""
    if not at or found[at - 1].nature != "count" or found[at].nature not in ("amount", "money"):
        return False
    between = words[found[at - 1].end : found[at].start]
    return not _PARTED.search(between) and _OF_THING.match(words, found[at].end) is not None


def _list_around(words: str, found: Sequence[Quantity], at: int) -> tuple[int, int]:
    """The first and the last of the quantities that stand in one list of bare values with this one."""
    first = last = at
    while first and in_one_list(words, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and in_one_list(words, found[last], found[last + 1]):
        last += 1
    return first, last


def _head(words: str, found: Sequence[Quantity], at: int) -> str:
    """The words between the quantity and the one before; after one of these, the name starts at the next item."""
    if not at:
        return _in_bracket(words[: found[0].start])
    head = words[found[at - 1].end : found[at].start]
    head = _STANDARD_BEFORE.sub("", head) if found[at - 1].nature == "step" else head
    _, comma, further = head.partition("、")
    return _in_bracket(further if comma else head)


def _in_bracket(head: str) -> str:
    """What a bracket that is still open says before the quantity in it; the words above, where it says nothing."""
    if head.count("（") <= head.count("）"):
        return head
    outside, _, inside = head.rpartition("（")
    return inside or outside


def _closed(noun: str) -> str:
    """A noun up to a bracket that closes or opens around it."""
    if noun.count("）") > noun.count("（"):
        return noun.partition("）")[0]
    return noun.rpartition("（")[0] if noun.count("（") > noun.count("）") else noun


def clean_name(head: str) -> str:
    """Words less what leads in to the thing that they name, and what leads over to its value."""
    while over := _leading_over(head) or _base_year(head):
        head = head.removesuffix(over)
    return _LEAD_IN.sub("", head)


def _leading_over(head: str) -> str:
    if not head.endswith(_LEAD_OVER) or head.endswith(_A_TASK):
        return ""
    return next(word for word in _LEAD_OVER if head.endswith(word))


def _base_year(head: str) -> str:
    found = _BASE_YEAR.search(head, max(0, len(head) - 24))
    return found[0] if found else ""


def _named_after(words: str, found: Sequence[Quantity], at: int) -> str:
    """The noun that follows a quantity and what describes it: 绿隔公园品质提升 in 6个绿隔公园品质提升."""
    while at + 1 < len(found) and describes(words, found, at + 1):
        at += 1
    further = found[at + 1].start if at + 1 < len(found) else len(words)
    noun = _NOUN.match(words, found[at].end, further)
    return (
        _LEAD_IN.sub("", _closed(_AFTER_NOUN.split(noun[0])[0].strip("的"))).rstrip("和与及") if noun else ""
    )


def _name_step(words: str, quantity: Quantity, name: str, after: str) -> str:
    """The name of a grade, a stage or a level, for each of which the words stand elsewhere."""
    if quantity.kind == "specification":
        system = _WHOLE_SYSTEM.match(words, quantity.end)
        return system[0] if system else after
    thing = _STANDARD_BEFORE.sub("", after).partition("的")[0]
    if quantity.kind == "threshold" and thing:
        return thing
    named = thing or name.rpartition("达到")[2] or name
    return named if named.endswith(quantity.of) else named + quantity.of


def _core(name: str) -> str:
    """The thing itself, without what describes it: 规模以上制造业企业 of 有生产制造环节的规模以上制造业企业."""
    for sign in ("等", "的"):
        described, _, rest = name.rpartition(sign)
        listed = sign == "的" and re.search("、|以及", described)
        if len(rest) >= _SHORTEST and not listed and not rest.startswith(_OF_ALL_BEFORE):
            name = rest
    return name


def _names_of_list(name: str, count: int) -> list[str]:
    """The `count` names in a list of indicators: 公交车、出租车中新能源车比例 names two; empty where they do not fit."""
    names = next(
        (found for sign in ("、", "[、和与]|(?<!普)及(?!率)") if len(found := re.split(sign, name)) >= count),
        [],
    )
    if not names:
        return []
    names = ["、".join(names[: len(names) - count + 1]), *names[len(names) - count + 1 :]]
    if any(one.endswith(_MEASURES) for one in names[:-1]):
        return names
    tail = _tail_of_list(names)
    return [*(one + tail[_overlap(one, tail) :] for one in names[:-1]), names[-1]]


def _overlap(name: str, tail: str) -> int:
    """How many characters a tail begins with that the name already ends with: 改造 of 数字化改造 and 改造比例."""
    return next((length for length in range(len(tail), 0, -1) if name.endswith(tail[:length])), 0)


def _tail_of_list(names: Sequence[str]) -> str:
    """What the last name of a list has for all of them: 回收量 of 报废汽车、废旧家电回收量, 工厂 of 市级、省级工厂."""
    level = _LEVEL.match(names[-1])
    if level and all(_LEVEL.fullmatch(f"{one}的") for one in names[:-1]):
        return level["tail"]
    found = _SHARED_TAIL.match(names[-1]) or _SHARED_MEASURE.match(names[-1])
    return next(filter(None, found.groups()), "") if found else ""
