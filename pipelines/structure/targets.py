"""The targets of a plan: what is to reach which value by when, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.structure.indicators import (
    clean_name,
    describes,
    name_indicator,
    name_object,
    names_of_each,
    place_in_list,
)
from pipelines.structure.phrases import Phrase, read_sentences
from pipelines.structure.plain import Plain, plain, squash
from pipelines.structure.quantities import Quantity, find_quantities, may_hold_quantities
from storage.models import Clause, Target

CORE = frozenset(("level", "growth", "doubling", "increase", "count", "annual count", "full coverage"))
_FROM_BASE = frozenset(("growth", "doubling", "increase"))

_DONE = (
    "达到|达|建成|培育|打造|新增|更新|改造|淘汰|报废|完成|建设|新建|实施|创建|累计|推广|布局|配备|发展|形成|突破|引进|组织|开展|举办|召开|认定|支持|"
    "加装|安装|拉动|推动|引导|带动|服务|促进"
)
_DONE_JUST_BEFORE = re.compile(f"(?:{_DONE})(?:不少于|不低于|超过)?$")
# Numbers of an office and its parts are no targets: 明确1名负责人, 下辖12个乡镇.
_DESCRIBES = re.compile("(?:共有|下辖|辖|涉及|包括|分为|设|依托|围绕|聚焦)$")
_STAFF = re.compile("[^，。]{0,4}(?:负责人|专人|人员|联络员|分管)")
_GROWS = re.compile("(?:增长|增加|提高|提升|下降|降低|减少|压减|增幅|增速)[^，。；、至到]{0,6}$")
_CHANGES = re.compile("(?:提高|提升|增加|增长|扩大|发展|上升|下降|降低|降|压减|减少|增)[到至]")
_FROM = re.compile(r"[由从](?:20\d\d年[底末]?的?)?$")
_OWN_RATE = re.compile("年均|同比")  # growth from the year before, not from a base year
_YEARLY_OUTPUT = re.compile(
    r"(?<![\d全当每今本])年(?:规范)?(?:产|处理|拆解|回收|加工|利用|新增|消纳|销|交易|节能|节电|节水|减排)[^，。]{0,10}$"
)
_GRANT = re.compile(
    "补贴|补助|奖励|奖补|资助|贴息|给予|返还|最高|封顶|每[辆台户件人套](?!次)|单[个台辆户件笔]"
)
_MEANS = re.compile("(?:资金|经费|安排)$")  # what is spent on the goals is no goal
_AS_MEANS = re.compile("的?(?:专项|财政|补助|引导)?(?:资金|经费)")
_ENERGY_USE = re.compile("(?:能耗|耗能|用能|消费量?)$")
_ELIGIBLE = re.compile("(?:应当?|须|需)具备|符合[^，。]{0,8}条件|申报条件|申报的?项目")
_LIMITS = frozenset((">=", ">", "<=", "<"))
_OUTPUT = re.compile("产能|能力|规模|投资|算力|产量")
_WIDE = frozenset(("公顷", "亩", "平方米", "平方公里"))
_NOUN_FOLLOWS = re.compile(r"的|(?!水平|目标|且|并|和|或|及|与)[\u4e00-\u9fff]")
_MEASURES = ("率", "占比", "比例", "比重")
_KIND_OF = {"times": "doubling", "points": "increase"}  # by nature, where nothing else matters
_OF_YEAR = re.compile(
    r"(?<![-—~至到\d])(20\d\d)年度?(?![-—~至到])[^，。；《》〔]{0,30}(?:方案|计划|清单|要点|措施|举措|任务)"
)
_GOALS = "目标"  # in the heading of a clause: what it says holds by the year it names

_EVERY = re.compile("每(?P<period>半年|年|季度|季|月|周)|(?P<yearly>逐年)(?![分减提增下扩加上递])")
_PERIODS = {"季": "季度", None: "年"}
_ONCE = re.compile("[一1]次")
_OCCASIONS = re.compile(r"在(?P<list>[^，]{2,20}?)(?:期间|等)")
_BY_DAY = re.compile(r"^(?:\d{1,2}(?:月\d{1,2})?日(?:之?前)?|[一二三四五六日]之?前)")
_FIRST_WORDS = 24


@dataclass(frozen=True, slots=True)
class _Handed:
    """What a clause hands down to those below it."""

    deadlines: tuple[int, ...] = ()
    goals: bool = False  # the heading speaks of goals


# A cell that tells by when, and nothing else.
_CELL_YEAR = re.compile(r"(?:到|至)?(20\d\d)年(?:\d{1,2}月)?(?:底|末|年底)?(?:之?前|以前)?(?:完成)?$")


def read_targets(clauses: Sequence[Clause], texts: Sequence[Plain], title: str = "") -> tuple[Target, ...]:
    """The targets in the clauses' own words, in order. `texts` is the prose of each clause, `title` the plan's.

    A deadline named in a sentence holds to its end, in a clause of goals to the end of the clause; one that
    introduces a list (到2027年：) holds for the clauses below it, too. 年内 and 10月底前 mean the year in the plan's
    title, and so do goals without a deadline. Departments' brackets and tables are not searched. A target whose value
    is only relative (不低于国家标准) has none here.
    """
    targets: list[Target] = []
    this_year = _year_of(clauses, title)
    handed: dict[str, _Handed] = {}
    for clause, own in zip(clauses, texts, strict=True):
        above = handed.get(clause.id.rpartition(".")[0], _Handed())
        goals = above.goals or _GOALS in clause.heading
        deadlines = _of_row(clause) or above.deadlines or ((this_year,) if goals and this_year else ())
        heading = plain(clause.heading)
        subject = clean_name(heading.text.strip("。："))
        found: list[Target] = []
        for text in (heading, own):
            if not _may_state(text.text):
                continue
            sentences = list(read_sentences(text, deadlines, lasting=goals, this_year=this_year))
            if sentences and text.text.endswith("："):
                deadlines = sentences[-1][-1].deadlines
            for sentence in sentences:
                found += _of_sentence(clause.id, text, sentence, subject)
        handed[clause.id] = _Handed(deadlines, goals)
        targets += _each_condition_once(found)
    return tuple(targets)


def _may_state(text: str) -> bool:
    """Can there be a target, or a deadline for the clauses below?"""
    return text.endswith("：") or _EVERY.search(text) is not None or may_hold_quantities(text)


def _of_row(clause: Clause) -> tuple[int, ...]:
    """The year in the deadline cell of a row of a task table (2026年12月底前); empty for any other clause."""
    cells = map(squash, clause.text.split("\t")) if "\t" in clause.text else ()
    return next(((int(found[1]),) for cell in cells if (found := _CELL_YEAR.match(cell))), ())


def _year_of(clauses: Sequence[Clause], title: str) -> int | None:
    """The year that the plan is for, where its title or preamble names it: 某县2024年工作任务清单."""
    preamble = clauses[0].heading + clauses[0].text if clauses and clauses[0].id == "0" else ""
    found = _OF_YEAR.search(squash(f"{title}。{preamble}"))
    return int(found[1]) if found else None


def _each_condition_once(found: Sequence[Target]) -> Iterator[Target]:
    told: set[tuple[object, ...]] = set()
    for target in found:
        condition = (target.kind, target.value, target.unit)
        if target.core or condition not in told:
            yield target
        told.add(condition)


def _of_sentence(clause: str, text: Plain, sentence: Sequence[Phrase], subject: str) -> Iterator[Target]:
    """The targets of a sentence. A phrase that names nothing speaks of what was named last, else of `subject`."""
    name = ""
    eligible = any(_ELIGIBLE.search(phrase.words) for phrase in sentence)
    for at, phrase in enumerate(sentence):
        found = [] if phrase.past else _own_quantities(phrase.words)
        before = name or (_named_in(sentence[at - 1]) if at else "") or subject if found else ""
        for index in range(len(found)):
            if target := _target(clause, text, phrase, found, index, before, eligible):
                if target.core:
                    name = before = target.indicator
                for each in names_of_each(target.indicator, phrase.words[: found[index].start]):
                    yield replace(target, indicator=each)
        for every in () if found else _EVERY.finditer(phrase.words, 0, _FIRST_WORDS):
            yield from _frequency(clause, text, sentence[at : at + 2], every)


def _named_in(phrase: Phrase) -> str:
    """What a phrase speaks of, after the conditions that it may name."""
    conditions = find_quantities(phrase.words)
    name = name_object(phrase.words[conditions[-1].end if conditions else 0 :])
    return name if 1 < len(name) <= _FIRST_WORDS else ""


def _is_start(words: str, quantity: Quantity) -> bool:
    """Does a change only start from the quantity: 20万台 in 由20万台提升至30万台?"""
    return (
        _FROM.search(words[: quantity.start]) is not None and _CHANGES.match(words, quantity.end) is not None
    )


def _own_quantities(words: str) -> list[Quantity]:
    """The quantities of a phrase, less the grade that a share of things is to reach, and what a change starts from."""
    found = [one for one in find_quantities(words) if not _is_start(words, one)]
    shares = [one.start for one in found if one.nature in ("share", "whole")]
    return [one for one in found if one.kind != "grade" or not shares or one.start < shares[0]]


def _target(
    clause: str,
    text: Plain,
    phrase: Phrase,
    found: Sequence[Quantity],
    at: int,
    name_before: str,
    eligible: bool,
) -> Target | None:
    """The target that a quantity states; None for a fact. eligible: the sentence says who may apply."""
    place, length = place_in_list(phrase.words, found, at)
    quantity, before = found[at], phrase.words[: found[at - place].start]
    condition = (
        describes(phrase.words, found, at)
        or _is_condition(phrase.words, quantity, _led_in(phrase.words, found, at - place))
        or (eligible and (quantity.limited or quantity.comparator in _LIMITS))
    )
    kind = _kind(phrase.words, quantity, before, condition)
    if not kind:
        return None
    if not (indicator := name_indicator(phrase.words, found, at, name_before)):
        return None
    if kind == "level" and quantity.value == 100 and not indicator.endswith(_MEASURES):
        kind = "full coverage"
    deadline = _deadline(phrase, place, length)
    from_base = kind in _FROM_BASE and not _OWN_RATE.search(before)
    near = phrase.of_all or str(phrase.base) in before
    return Target(
        clause=clause,
        indicator=indicator,
        comparator=quantity.comparator,
        value=quantity.value,
        unit=_unit(quantity, kind, before),
        deadline_year=deadline if kind in CORE else None,
        base_year=phrase.base if from_base and (kind != "increase" or near) else None,
        kind=kind,
        core=_is_core(quantity, kind, deadline),
        quote=text.printed(phrase.start, phrase.end),
    )


def _is_core(quantity: Quantity, kind: str, deadline: int | None) -> bool:
    """全面 needs a deadline to be more than a manner of speaking; 基本 never is."""
    mostly = quantity.nature == "whole" and quantity.comparator == "约"
    return kind in CORE and not mostly and (quantity.sure or deadline is not None)


def _deadline(phrase: Phrase, place: int, length: int) -> int | None:
    """The last year in force; where as many years as values are listed, the one in the value's place."""
    years = phrase.deadlines
    return years[place] if len(years) == length else max(years, default=None)


def _unit(quantity: Quantity, kind: str, before: str) -> str:
    if kind == "frequency" and (every := _EVERY.search(before)):
        return f"{quantity.unit}/{_period(every)}"
    yearly = kind == "annual count" or (kind in ("count", "level") and _YEARLY_OUTPUT.search(before))
    return f"{quantity.unit}/年" if yearly and "/" not in quantity.unit else quantity.unit


# ---------------------------------------------------------------- kinds


def _kind(words: str, quantity: Quantity, before: str, condition: bool) -> str | None:
    """What sort of target a quantity is; None where it only states a fact."""
    if quantity.kind:
        return quantity.kind
    if condition:
        return "specification" if quantity.unit in _WIDE else "threshold"
    if quantity.nature == "age":
        return None
    if quantity.nature in ("share", "money") and _GRANT.search(words):
        return "specification"
    if quantity.nature == "money" and (_MEANS.search(before) or _AS_MEANS.match(words, quantity.end)):
        return "specification"
    if quantity.nature in _KIND_OF:
        return _KIND_OF[quantity.nature]
    if quantity.nature == "share":
        return "growth" if _GROWS.search(before) else "level"
    if _DESCRIBES.search(before) or _STAFF.match(words, quantity.end):
        return None
    if every := _EVERY.search(before):
        return "annual count" if _period(every) == "年" and quantity.unit != "次" else "frequency"
    return "count" if quantity.nature == "count" else "level"


def _led_in(words: str, found: Sequence[Quantity], at: int) -> str:
    """The words before a quantity; of a further item (10座以上 in 改造50条以上生产线、10座以上转运站) those of the first."""
    while at and words[: found[at].start].endswith("、") and found[at - 1].nature == found[at].nature:
        at -= 1
    return words[: found[at].start]


def _is_condition(words: str, quantity: Quantity, before: str) -> bool:
    """Does the quantity tell which things are meant (5000吨标准煤以上项目), not how much is to be reached?"""
    compared = quantity.comparator in ("<", ">") or (quantity.limited and quantity.comparator != "约")
    if quantity.nature == "age":
        return quantity.comparator in (">", ">=")
    if compared and quantity.unit.endswith("标准煤") and _ENERGY_USE.search(before):
        return True
    if not compared or not _NOUN_FOLLOWS.match(words, quantity.end):
        return False
    how_much = quantity.nature != "amount" or _OUTPUT.match(words, quantity.end)
    return quantity.comparator in ("<", "<=") or not (how_much and _DONE_JUST_BEFORE.search(before))


# ---------------------------------------------------------------- frequencies


def _frequency(clause: str, text: Plain, phrases: Sequence[Phrase], every: re.Match[str]) -> Iterator[Target]:
    """每年组织开展…活动: at least once a year, or as often as the occasions that are named before the activity."""
    words = phrases[0].words[every.end() :].partition("、每")[0]
    times = 1
    if occasions := _OCCASIONS.match(words):
        times = len(re.split("[、和]", occasions["list"]))
        words = phrases[-1].words
    if len(indicator := clean_name(_BY_DAY.sub("", words))[:_FIRST_WORDS]) < 2:
        return
    yield Target(
        clause=clause,
        indicator=indicator,
        comparator="=" if every["yearly"] or _ONCE.search(words) else ">=",
        value=float(times),
        unit=f"次/{_period(every)}",
        deadline_year=None,
        base_year=None,
        kind="frequency",
        core=False,
        quote=text.printed(phrases[0].start, phrases[0].end),
    )


def _period(every: re.Match[str]) -> str:
    return _PERIODS.get(every["period"], every["period"])
