"""Who answers for a clause: departments and their roles, from brackets, labelled lines, table cells and running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from pipelines.structure.plain import Plain
from storage.models import Department

LEAD, ANSWER, SUPPORT, SHARE = "牵头", "责任", "配合", "按职责分工"

# Words of a label (牵头单位：) and the role they give.
_LABEL_ROLES = {
    "牵头": LEAD,
    "主办": LEAD,
    "主责": LEAD,
    "承办": LEAD,
    "责任": ANSWER,
    "实施": ANSWER,
    "落实": ANSWER,
    "配合": SUPPORT,
    "协办": SUPPORT,
    "协同": SUPPORT,
    "参与": SUPPORT,
    "参加": SUPPORT,
    "支持": SUPPORT,
}
_LABEL = re.compile(
    rf"(?:主要|具体)?(?P<role>{'|'.join(_LABEL_ROLES)})(?:（?责任）?|落实|和责任)?"
    r"(?:单位|部门|主体)(?:（(?:单位|部门)）)?(?:及分工|分工)?：|(?P<short>牵头|主办|责任|配合|协办|参与)：|责任分工：|分工负责："
)
# 牵头单位：市商务局 责任单位：市财政局, whose blank is lost
_RUN_ON_LABEL = re.compile(
    rf"(?<=[局委办会社院行部厅队府位门县区镇乡道心司）])(?=(?:{'|'.join(_LABEL_ROLES)})(?:责任)?(?:单位|部门)：)"
)
_OTHER_LABEL = re.compile("[^：、]{0,4}(?:时限|时间|期限|责任人|联系人|领导|进度)：")
# How a list of departments ends, and the role that gives.
_TAIL = re.compile(
    r"(?P<share>各?按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?(?:负责|落实|实施|组织实施|推进)?|(?:分工|分别|协同)负责)$"
    r"|(?P<lead>牵头(?:负责|实施|落实|组织)?)$|(?P<support>(?:参与)?配合(?:落实|实施)?|协同?配合|参与|协办)$"
    r"|(?P<answer>(?:共同|具体|组织)?负责(?:落实|实施)?|(?:组织|具体)实施)$"
)
_TAIL_ROLES = {"share": SHARE, "lead": LEAD, "support": SUPPORT, "answer": ANSWER}
_ETC = re.compile(
    r"等(?:各|市级|区级|县级|市|区|县)?(?:有关|相关|责任|成员|职能)?(?:部门|单位|部门和单位|部门单位)?$"
)
# Said of all brackets of the plan at once: 各责任单位按职责分工负责，下同; 以下均需各县区落实，不再列出.
_NOTE = re.compile("下同|不再(?:一一)?列出|不再列举|^以[上下](?:各|均|任务)")
_PLACES = re.compile("各[市县区州镇乡]{1,2}$")  # 各市、县（区）政府 is one name
_OF_PLACES = re.compile("(?:政府|[市县区州旗镇乡）]|街道|办事处|管委会|开发区)$")
_OF_A_NAME = re.compile("(?:[市县区州旗乡镇、]|街道|园区|单位|部门|开发区|管委会|办事处)+")  # 各镇（街道）
_LONGEST_NAME = 40
_LONGEST_BRACKET = 800

_SUFFIXES = (
    "局|委|办|办公室|厅|部|院|社|会|联|中心|公司|集团|行|支队|大队|总队|海关|政府|街道|街镇|办事处|镇|乡|街乡|管委会|电视台|"
    "部门|单位|园区|县区|县（市、区）|区县|科|处|所|站|台|馆|开发区|企业|高校|银行|校"
)
_DEPARTMENT = re.compile(rf"(?:{_SUFFIXES})(?:（[^（）]*）)?$")
# 市财政局和市商务局 are two, 市文化和旅游局 is one; a table may break the line instead.
_JOINED = re.compile(r"(?<=[局委办会社院行部厅队])(?:和|及|与|以及)(?=[市区县省各])")
_TWO_NAMES = re.compile("(?<=[局委办会社院行部厅队府])(?=[省市区县州各])")
_BRACKET_SIGNS = re.compile(r"[（【\[［〔「]|[）】\]］〕」]")
_OPENING = frozenset("（【[［〔「")

# A sentence that says nothing else: （由）市商务局牵头，市财政局、市公安局等部门按职责分工负责。
_BY_WHOM = re.compile(
    r"(?:(?<=[。；])|^)由?(?P<names>[^。；：（）]{3,200}(?:负责|配合|牵头|落实|实施|推进|参与|协办))(?=。|$)"
)
# Running text: 由市财政局牵头, 市工信局会同市商务局, 县供销社负责. Names there start with their place.
_NAME = "各[^，。；、]{1,10}?(?:政府|单位|部门)|[省市区县州][\u4e00-\u9fff]{1,18}?(?:局|委员会|委|办公室|办|厅|中心|部|合作社|社)"
_NAME_ALONE = re.compile(f"(?:{_NAME})$")
_NAME_FIRST = re.compile(f"{_NAME}|(?:有关|相关)(?:部门|单位)|各[^，。；]{{1,12}}(?=配合)")
_ACTS = re.compile("(?P<lead>牵头)|(?P<together>会同)(?![^，。；]{2,40}解释)|(?P<alone>负责(?!解释|人))")
_HELPED_BY = re.compile("，(?P<names>[^，。；]{2,300}?)(?:参与)?配合")
_TOGETHER_WITH = re.compile("，(?:会同|联合)")
_GIVEN_TO = re.compile("由(?P<names>[^，。；：由]{2,400}?)，?(?:负责(?!解释)|按|分别|组织|制定|具体)")
_PHRASE_START = re.compile("[，。；：]|由|[一二三四五六七八九]是")
_LONGEST_LIST = 400


def read_departments(text: Plain) -> tuple[Department, ...]:
    """The departments of a clause's prose in order, each name once.

    Brackets and labelled lines count; only a clause that has neither is searched for 由…牵头 in its sentences.
    Tables are left to `pipelines.structure.tables`.
    """
    found = [unit for stretch in _stretches(text) for unit in parse_departments(stretch)]
    return _each_once(found or _running(text.text))


def parse_departments(words: str) -> list[Department]:
    """The departments of a list such as 市发展改革委牵头，市财政局、市商务局等部门按职责分工负责.

    `words` has no white space and is folded. A part without a role of its own takes the label before it, else the
    role of the part after it, else 责任.
    """
    units: list[Department] = []
    label: str | None = None
    waiting: list[str] = []
    for part in _split(words, "；。"):
        if _NOTE.search(part):
            continue
        for piece in _split(_RUN_ON_LABEL.sub("，", part), "，"):
            if head := _LABEL.match(piece) or _OTHER_LABEL.match(piece):
                units += _named(waiting, label or ANSWER)
                waiting = []
                said = head.groupdict()
                label = _LABEL_ROLES.get(said.get("role") or said.get("short") or "", ANSWER)
                piece = "" if head.re is _OTHER_LABEL else piece[head.end() :]
            names, tail = _cut_tail(piece)
            waiting.append(names)
            if tail:
                units += _named(waiting, _role(label, tail))
                waiting = []
    return units + _named(waiting, label or ANSWER)


def looks_like_departments(words: str) -> bool:
    """Is this a list of departments and nothing else?"""
    units = parse_departments(words)
    return bool(units) and all(_DEPARTMENT.search(unit.name) for unit in units)


def _role(label: str | None, tail: str) -> str:
    """A label outweighs 负责, but a part that says 牵头 or 配合 says so for itself."""
    return tail if label is None or tail in (LEAD, SUPPORT) else label


def _cut_tail(piece: str) -> tuple[str, str | None]:
    found = _TAIL.search(piece)
    if not found:
        return piece, None
    return piece[: found.start()], _TAIL_ROLES[found.lastgroup or "answer"]


def _named(lists: Iterable[str], role: str) -> list[Department]:
    """The names of each list. 等部门 may stand at its end or, as in 市财政局等部门、各镇, between two names."""
    units = []
    for words in lists:
        names = _together(_split(_JOINED.sub("、", words), "、"))
        etc = any(_ETC.search(name) for name in names)
        for printed in names:
            name = _ETC.sub("", printed).removeprefix("由")
            if 1 < len(name) <= _LONGEST_NAME:
                units.append(Department(name, role, etc))
    return units


def _together(names: list[str]) -> list[str]:
    together: list[str] = []
    for name in names:
        if together and _PLACES.match(together[-1]) and _OF_PLACES.search(name):
            together[-1] += f"、{name}"
        else:
            together.append(name)
    return together


def _split(words: str, signs: str) -> list[str]:
    """Split at any of `signs` outside brackets."""
    parts, depth, start = [], 0, 0
    for found in _signs(signs).finditer(words):
        sign = found[0]
        depth += (sign == "（") - (sign == "）")
        if sign in signs and depth <= 0:
            parts.append(words[start : found.start()])
            start = found.end()
    return [part for part in (*parts, words[start:]) if part]


@cache
def _signs(signs: str) -> re.Pattern[str]:
    return re.compile(f"[（）{signs}]")


def department_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each bracket that names departments, in a folded text without white space."""
    for start, end in _brackets(text):
        if end - start <= _LONGEST_BRACKET and _names_departments(
            text, text[start + 1 : end - 1], start, end
        ):
            yield start, end


def _stretches(text: Plain) -> Iterator[str]:
    """The brackets and labelled lines that name departments."""
    covered = 0
    for start, end in department_brackets(text.text):
        yield from _labelled_lines(text, covered, start)
        yield _spaced(text, start + 1, end - 1)
        covered = end
    yield from _labelled_lines(text, covered, len(text.text))


def _spaced(text: Plain, start: int, end: int) -> str:
    """A stretch of the text, with a sign for each blank that parts two names: 县教育局 县财政局."""
    words = text.text[start:end]
    gaps = [
        found.start()
        for found in _TWO_NAMES.finditer(words)
        if text.offsets[start + found.start()] > text.offsets[start + found.start() - 1] + 1
    ]
    return "、".join(words[one:other] for one, other in pairwise([0, *gaps, len(words)]))


def _names_departments(text: str, inner: str, start: int, end: int) -> bool:
    if _LABEL.search(inner):
        return True
    for names, tail in map(_cut_tail, _split(inner, "，；。")):
        if tail and any(map(_DEPARTMENT.search, _split(names, "、"))):
            return True
    alone = start == 0 or text[start - 1] in "。；！" or text[end : end + 2] in ("", "。")
    if not alone or inner.startswith("含") or _OF_A_NAME.fullmatch(inner):
        return False
    return looks_like_departments(inner)


def _labelled_lines(text: Plain, start: int, end: int) -> Iterator[str]:
    """From a label at the start of a line or sentence to the end of its line; sentences such as 由…牵头，…配合."""
    for found in _LABEL.finditer(text.text, start, end):
        at = found.start()
        if text.starts_line(at) or text.text[at - 1] in "。；）":
            line = min(text.line_end(at), end)
            stop = text.text.find("。", at, line)
            yield _spaced(text, at, stop if stop > 0 else line)
    for found in _BY_WHOM.finditer(text.text, start, end):
        pieces = _split(found["names"], "，")
        tailed = all(_TAIL.search(piece) for piece in pieces)
        if tailed and (found[0].startswith("由") or looks_like_departments(found["names"])):
            yield found["names"]


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost closed brackets: start and end."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for found in _BRACKET_SIGNS.finditer(text):
        if found[0] in _OPENING:
            opened.append(found.start())
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, found.end()))
    yield from pairs


def _running(text: str) -> list[Department]:
    units: list[Department] = []
    for found in _ACTS.finditer(text):
        before = _PHRASE_START.split(text[max(0, found.start() - _LONGEST_LIST) : found.start()])[-1]
        names = _names_alone(before)
        units += _named(names, ANSWER if found["alone"] else LEAD)
        if names and found["together"]:
            units += _named(_names_first(text[found.end() : found.end() + _LONGEST_LIST]), SUPPORT)
        if names and found["lead"] and (helped := _HELPED_BY.match(text, found.end())):
            units += _named(_names_first(f"{helped['names']}配合"), SUPPORT)
        if names and found["lead"] and (joined := _TOGETHER_WITH.match(text, found.end())):
            units += _named(_names_first(text[joined.end() : joined.end() + _LONGEST_LIST]), SUPPORT)
    for found in _GIVEN_TO.finditer(text):
        units += _named(_names_alone(found["names"]), ANSWER)
    return units


def _names_alone(words: str) -> list[str]:
    """The names of a list of departments; none where the words are anything else."""
    names = [_ETC.sub("", name) for name in _split(_JOINED.sub("、", words), "、")]
    return names if all(_NAME_ALONE.match(name) for name in names) else []


def _names_first(words: str) -> list[str]:
    """The names of the list of departments that words start with: 市教育局、市卫生健康委 of 市教育局、市卫生健康委建立…"""
    names: list[str] = []
    for item in _split(_JOINED.sub("、", re.split("[，。；]", words)[0]), "、"):
        if not (name := _NAME_FIRST.match(item)):
            break
        names.append(name[0])
    return names


def _each_once(units: Iterable[Department]) -> tuple[Department, ...]:
    first: dict[str, Department] = {}
    for unit in units:
        first.setdefault(unit.name, unit)
    return tuple(first.values())
