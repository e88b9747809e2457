"""The targets of a plan: what is to reach which value by when, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.structure.departments import department_brackets
from pipelines.structure.plain import Plain, plain
from pipelines.structure.quantities import Quantity, find_quantities
from storage.models import Clause, Target

CORE = ("level", "growth", "doubling", "increase", "count", "annual count", "full coverage")

_DEADLINE = re.compile(
    r"(?:到|至|截至|力争到?|争取)?(?:20\d\d年?(?:-|至|到|—))?(?P<year>20\d\d)年(?:底|末|年底)?(?:之?前|以前)?"
)
_NOT_DEADLINE = re.compile(r"(?:较|比|与|以|自|从|截至目前|〔|《[^》]{0,40})$")
_SPENT = re.compile(r"(?:年版|年度?(?:起|以来|相比|基础))")
_BASE = re.compile(r"(?:较|比|与|以)(?P<year>20\d\d)年")
_PER_YEAR = re.compile(r"每年|逐年|年均|年度")
_YEARLY_CAPACITY = re.compile(r"年(?:产|处理|拆解|回收|加工|利用|新增)[^，。]{0,10}$")
_GROWTH = re.compile(r"(?:增长|增加|提高|提升|下降|降低|减少|压减|增幅|增速)[^，。；、]{0,6}$")
_GOAL = re.compile(
    "达到|建成|培育|打造|新增|更新|改造|淘汰|报废|完成|建设|新建|实施|创建|累计|回收|推广|布局|升级|提升|推动|实现|力争|增至|配备|发展|"
    "形成|突破|引进|组织|开展|举办|覆盖|制定|培养"
)
# What follows a quantity that only says which things are meant, and what a number of structure counts.
_CONDITION = re.compile(
    r"(?:的|及|且)?(?:项目|企业|单位|用户|建筑|小区|设备|车辆|老旧|高品质|公园|存量|规模|工程|机组|锅炉)"
)
_AGE_UNITS = ("年",)
_CONDITION_UNITS = ("年", "公顷", "亩", "平方米")
_ENERGY_USE = re.compile("(?:能耗|耗能|用能|消费量?)$")
_SIZE_UNITS = (
    "公顷",
    "亩",
    "平方米",
    "吨标准煤",
    "万吨标准煤",
    "标准煤",
    "万标准煤",
    "蒸吨",
    "千瓦",
    "万千瓦",
)
# Counts that are no target: deadlines for officials, numbers of departments, chapters and people in a room.
_PLAIN_FACT = re.compile(
    r"^(?:个(?:工作日|月|小时|方面|部门|单位|领域|专项|清单|阶段|环节|维度|重点|目标|行动)|项(?:行动|机制|制度|原则|重点|措施)|条(?:措施|政策|意见)|"
    r"部门|人间|年|级|号|届|次会议|类)"
)

_LEAD_IN = re.compile(
    "^(?:及以上|力争|争取|确保|努力|全力|基本|其中|并|且|即|将|要|使|以|对|在|至少|每年|年均|累计|全市|全区|全县|全省|全州|我市|我区|我县|区内|市内|县内|辖区|"
    "到20\\d\\d年底?前?|20\\d\\d年(?:底|前|底前)?|实现|推动|推进|完成|建成|建设|培育|打造|新建|淘汰|更新改造|更新|改造|实施|创建|组织|开展|加快|持续|"
    "全面|支持|引导|鼓励|配合|市级|依托|严格|规定|规模达|力争到|[，、：；—“])+"
)
_TAIL_OFF = re.compile(
    "(?:较20\\d\\d年|比20\\d\\d年|与20\\d\\d年相比|分别|平均|力争|均|总|预计|达到或超过|达到|达|增长|增加|提高|提升|下降|降低|减少|压减|突破|超过|高于|"
    "不低于|不少于|不超过|超|控制在|保持在|稳定在|累计更新|累计淘汰|累计|更新|实现|至|到|在|为|约|近|将|已|的|（|[，、：])+$"
)
_AFTER_NOUN = re.compile(r"(?P<noun>[^，。；、：（）\d]{2,24})")
_SEGMENT_END = frozenset("，。；：")
_OPEN, _CLOSE = frozenset("“《（"), frozenset("”》）")
_BETWEEN_VALUES = ("、", "和", "，")
_COVERS = re.compile("全覆盖|全域覆盖|全面覆盖|全部")
_MEASURES = ("率", "比例", "占比", "量", "额", "规模")
_COUNT_UNITS = ("个", "座", "家", "条", "处", "项", "辆", "台", "套")
_SHORTEST_NAME = 4
_SHARED_TAIL = re.compile(r"^(?P<first>.*?)(?P<tail>(?:中|的)[^、]{2,})$")


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch between commas with the deadline that is in force there."""

    start: int
    end: int
    deadline: int | None


def read_targets(clauses: Sequence[Clause]) -> tuple[Target, ...]:
    """The targets in the clauses' own texts, in order.

    A deadline named in a sentence holds to its end; one that introduces a list (到2027年：) holds for the clauses
    below it, too. Departments' brackets and tables are not searched.
    """
    targets: list[Target] = []
    introduced: dict[str, int] = {}  # clause id -> deadline that its text hands down
    for clause in clauses:
        text = plain(_searched(clause))
        handed = next((year for id, year in introduced.items() if clause.id.startswith(f"{id}.")), None)
        segments = list(_segments(text.text, handed))
        if segments and text.text.endswith("：") and segments[-1].deadline:
            introduced[clause.id] = segments[-1].deadline
        for segment in segments:
            targets += _of_segment(clause.id, text, segment)
    return tuple(targets)


def _searched(clause: Clause) -> str:
    """Heading and text without tables; a heading may hold the whole sentence."""
    lines = [line for line in f"{clause.heading}\n{clause.text}".split("\n") if "\t" not in line]
    return "\n".join(lines)


# ---------------------------------------------------------------- segments and deadlines


def _segments(text: str, handed: int | None) -> Iterator[_Segment]:
    """The stretches between commas outside quotation marks and brackets; departments' brackets are left out."""
    skipped = dict(department_brackets(text))
    deadline, start, depth, at = handed, 0, 0, 0
    while at < len(text):
        if at in skipped:
            at = start = skipped[at]
            continue
        sign = text[at]
        depth = max(0, depth + (sign in _OPEN) - (sign in _CLOSE))
        if sign in "。；" or (sign in _SEGMENT_END and depth == 0):
            deadline = _deadline(text, start, at) or deadline
            yield _Segment(start, at, deadline)
            start, depth = at + 1, 0 if sign in "。；" else depth
            if sign == "。":
                deadline = handed
        at += 1
    if start < len(text):
        yield _Segment(start, len(text), _deadline(text, start, len(text)) or deadline)


def _deadline(text: str, start: int, end: int) -> int | None:
    """The year by which something is to be done that a stretch names."""
    years = [
        int(match["year"])
        for match in _DEADLINE.finditer(text, start, end)
        if not _NOT_DEADLINE.search(text[max(0, match.start() - 42) : match.start()])
        and not _SPENT.match(text, match.end() - 1)
    ]
    return years[0] if years else None


# ---------------------------------------------------------------- targets of a segment


def _of_segment(clause: str, text: Plain, segment: _Segment) -> Iterator[Target]:
    words = text.text[segment.start : segment.end]
    found = _own_quantities(words)
    base = _BASE.search(words)
    for at, quantity in enumerate(found):
        before = words[found[at - 1].end if at else 0 : quantity.start]
        kind = _kind(words, quantity, before)
        if kind is None or (kind == "threshold" and at + 1 < len(found)):  # the latter says of which things
            continue
        indicator = _indicator(words, found, at)
        if not indicator:
            continue
        yearly = kind == "annual count" or (kind == "count" and _YEARLY_CAPACITY.search(before) is not None)
        yield Target(
            clause=clause,
            indicator=indicator,
            comparator=quantity.comparator,
            value=quantity.value,
            unit=f"{quantity.unit}/年" if yearly else quantity.unit,
            deadline_year=segment.deadline if kind in CORE else None,
            base_year=int(base["year"]) if base and kind in ("growth", "doubling", "increase") else None,
            kind=kind,
            core=kind in CORE and not (quantity.weak and segment.deadline is None),
            quote=text.printed(segment.start, segment.end),
        )
    yield from _frequency(clause, text, segment, words, found)


def _own_quantities(words: str) -> list[Quantity]:
    """The quantities that are targets of their own: neither facts, nor the level that a share of things is to reach."""
    found = [one for one in find_quantities(words) if not _is_fact(words, one)]
    shares = [one for one in found if one.kind == "full coverage" or one.unit == "%"]
    return [one for one in found if one.kind != "grade" or not shares]


def _is_fact(words: str, quantity: Quantity) -> bool:
    return not quantity.kind and bool(
        _PLAIN_FACT.match(words[quantity.end - len(quantity.unit) :]) and quantity.unit not in _AGE_UNITS
    )


def _kind(words: str, quantity: Quantity, before: str) -> str | None:
    """What sort of target a quantity is; None where it only states a fact."""
    if quantity.kind:
        return quantity.kind
    after = words[quantity.end :]
    if quantity.unit in _AGE_UNITS:
        return "threshold"
    if quantity.unit in _SIZE_UNITS:
        if _ENERGY_USE.search(before):
            return "threshold"
        conditional = quantity.comparator != "=" and _CONDITION.match(after)
        return "specification" if conditional else "count"
    if quantity.unit == "个百分点":
        return "increase"
    if quantity.unit == "%":
        return "growth" if _GROWTH.search(before) else "level"
    if quantity.unit == "倍":
        return "doubling"
    if not (_GOAL.search(words) or quantity.comparator != "="):
        return None
    if _PER_YEAR.search(words[: quantity.start]):
        return "annual count"
    return "level" if re.search("产能|规模|供给", before[-8:] + after[:8]) else "count"


def _frequency(
    clause: str, text: Plain, segment: _Segment, words: str, found: Sequence[Quantity]
) -> Iterator[Target]:
    """每年组织开展…活动: at least once a year, or as often as the occasions that are named."""
    match = re.match(r"(?:每(?P<every>年|季度?|月)|逐年)", words)
    if not match or found:
        return
    occasions = re.search(r"在(?P<list>[^，]{2,20}?)(?:期间|等)", words)
    times = len(re.split("[、和]", occasions["list"])) if occasions else 1
    period = {"季": "季", "季度": "季", "月": "月"}.get(match["every"] or "", "年")
    rest = (
        words[match.end() :]
        if not occasions
        else text.text[segment.end + 1 :].partition("，")[0].partition("。")[0]
    )
    indicator = _LEAD_IN.sub("", rest)[:24]
    if len(indicator) >= 2:
        yield Target(
            clause=clause,
            indicator=indicator,
            comparator=">=" if match["every"] else "=",
            value=float(times),
            unit=f"次/{period}",
            deadline_year=None,
            base_year=None,
            kind="frequency",
            core=False,
            quote=text.printed(segment.start, segment.end),
        )


# ---------------------------------------------------------------- indicators


def _indicator(words: str, found: Sequence[Quantity], at: int) -> str:
    """What the value is of: the words before it, in a list its own name, else what is counted."""
    quantity = found[at]
    counted = _counted(words, found, at)
    if quantity.subject:
        return counted if quantity.kind == "threshold" and counted else quantity.subject
    if quantity.unit in _CONDITION_UNITS and quantity.comparator != "=":
        return words[quantity.end :].rpartition("的")[2] or _named(words[: quantity.start])
    first, last = _list_around(words, found, at)
    head = words[found[first - 1].end if first else 0 : found[first].start]
    head = head.partition("、")[2] or head if first else head
    if last > first and (names := _shared_names(_named(head), last - first + 1)):
        return names[at - first]
    named = _named(head)
    if counted and not quantity.kind and quantity.unit in _COUNT_UNITS and quantity.comparator == "=":
        return counted
    return _core_noun(named) or counted


def _counted(words: str, found: Sequence[Quantity], at: int) -> str:
    """The noun that follows a quantity: 绿隔公园 in 6个绿隔公园品质提升."""
    noun = _AFTER_NOUN.match(words, found[at].end)
    if not noun:
        return ""
    cut = _COVERS.split(noun["noun"])[0]
    return _LEAD_IN.sub("", cut.lstrip("的"))


def _list_around(words: str, found: Sequence[Quantity], at: int) -> tuple[int, int]:
    """The first and the last of the quantities that stand in one list of bare values with this one."""
    first = last = at
    while first and words[found[first - 1].end : found[first].start] in _BETWEEN_VALUES:
        first -= 1
    while last + 1 < len(found) and words[found[last].end : found[last + 1].start] in _BETWEEN_VALUES:
        last += 1
    return first, last


def _named(head: str) -> str:
    """The noun phrase in the words before a value: without what leads in and what leads over to the value."""
    named = _LEAD_IN.sub("", _TAIL_OFF.sub("", head))
    before, achieves, _ = named.partition("实现")
    return before if achieves and len(before) >= _SHORTEST_NAME else named


def _core_noun(named: str) -> str:
    """The thing itself, without what describes it: 规模以上制造业企业 of 有生产制造环节的规模以上制造业企业."""
    for sign in ("等", "的"):
        rest = named.rpartition(sign)[2]
        if len(rest) >= _SHORTEST_NAME:
            named = rest
    return named


def _shared_names(head: str, count: int) -> list[str]:
    """The `count` names in a list of indicators: 公交车、出租车中新能源车比例 names two; empty where they do not fit."""
    names = next((found for sign in ("、", "[、和与]") if len(found := re.split(sign, head)) >= count), [])
    if not names:
        return []
    names = ["、".join(names[: len(names) - count + 1]), *names[len(names) - count + 1 :]]
    tail = _SHARED_TAIL.match(names[-1])
    if tail and not any(name.endswith(_MEASURES) for name in names[:-1]):
        return [*(name + tail["tail"] for name in names[:-1]), names[-1]]
    return names
