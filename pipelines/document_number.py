"""Document numbers (发文字号) in every spelling: 汴政〔2024〕8号, 张政规 [2024] 4号, 令第12号, 公告2024年第3号.

A number that lost a bracket, a digit or its 号 is reported as damaged and kept as printed: what is missing could
only be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.dates import HAN_DIGITS, han_number


@dataclass(frozen=True, slots=True)
class Number:
    """A document number and where it stands; `normal` is None where it is damaged."""

    printed: str
    normal: str | None
    start: int
    end: int

    @property
    def damaged(self) -> bool:
        return self.normal is None

    def __str__(self) -> str:
        return self.normal or self.printed


_OPEN, _CLOSE = "〔[［(（【〖﹝﹙{｛「", "〕]］)）】〗﹞﹚}｝」"
_TO_STANDARD = str.maketrans(_OPEN + _CLOSE, "〔" * len(_OPEN) + "〕" * len(_CLOSE))
_BLANK = r"\s\u200b-\u200f\u2060\ufeff"
_HAN = "".join(HAN_DIGITS)

# Every repetition is bounded and every pattern starts at a rare character: the search takes linear time.
_S = rf"[{_BLANK}]{{0,6}}"
_O, _C = f"[{re.escape(_OPEN)}]", f"[{re.escape(_CLOSE)}]"
_ONE = r"[ \u3000\u00a0]?"
_YEAR = rf"(?P<year>\d(?:{_ONE}\d){{3}}|[{_HAN}]{{4}})"
_SEQUENCE = rf"(?P<sequence>\d(?:{_ONE}\d){{0,4}}|[{_HAN}十百]{{1,7}})"
_BRACKETED = re.compile(rf"{_O}{_S}{_YEAR}{_S}年?{_S}{_C}{_S}第?{_S}{_SEQUENCE}{_S}号(?![楼线院])")
_ORDER = re.compile(rf"(?P<kind>令|公告|通告){_S}第{_S}{_SEQUENCE}{_S}号")
_ORDER_REVERSED = re.compile(rf"第{_S}{_SEQUENCE}{_S}号{_S}(?P<kind>令|公告|通告)")
_YEARLY = re.compile(rf"(?<![\d{_HAN}]){_YEAR}{_S}年{_S}第{_S}{_SEQUENCE}{_S}号")
_BROKEN = re.compile(
    rf"{_O}{_S}\d{{4,9}}{_S}号"  # 芜政秘〔202424号: no closing bracket
    rf"|{_O}{_S}\d{{5,9}}(?![\d年月日]|{_S}{_C})"  # 芜政秘〔202424
    rf"|{_O}{_S}\d{{1,3}}{_S}{_C}{_S}\d{{1,4}}{_S}号"  # 汴政〔202〕8号
    rf"|{_O}{_S}\d{{4}}{_S}{_C}{_S}(?:号|\d{{1,5}}(?![\d年月日]|{_S}号))"  # 汴政〔2024〕号, 汴政〔2024〕8
    rf"|(?<!\d)(?:19|20)\d\d{_S}{_C}{_S}\d{{1,5}}{_S}号"  # 汴政2024〕8号
    rf"|(?<!\d)20\d\d{_S}\d{{1,4}}{_S}号?(?![\d\w.%年月日])"  # 浦政202415
)
_DIGIT = re.compile(r"\d")  # no damaged number is without one

_MAX_CODE = 24
_GAP = r"[^\S\n]"
# An agency's code: blanks may part it from the bracket or its characters from each other (朝 发 改 〔2024〕).
_CODE = re.compile(
    rf"(?:(?<![一-鿿])[一-鿿](?:{_GAP}{{1,3}}[一-鿿]){{1,11}}|[一-鿿]{{1,{_MAX_CODE}}}){_GAP}{{0,6}}$"
)
# Words that no code holds: where a sentence or a name runs into it, the code begins behind them.
_SENTENCE = "根据 按照 依据 落实 贯彻 执行 参照 结合 印发 转发 下发 文件 通知 公文 字号 文号 编号 以及 及 与 见 按 据 的"
_NOT_IN_ORDERS = tuple(_SENTENCE.split())  # an order's number holds its issuer: 开封市人民政府令第12号
_NOT_IN_CODES = (*_NOT_IN_ORDERS, "人民政府", "委员会", "办公室", "办公厅")
# 和冀政发〔2024〕5号: a conjunction before a province's sign or 国, and not the county 和 of 和政发
_CONJUNCTION = re.compile("^和(?=[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新国])")
# Where a bracket is lost, only these endings tell a code from any other word before digits.
_CODE_ENDINGS = frozenset("政发函办字秘规通文改商财建环资综电议")
_MAX_BROKEN_CODE = 8
_PERIODICALS = ("公报", "刊", "总")
_ISSUED_YEARLY = ("令", "公告", "通告", "通知")


def find(text: str) -> list[Number]:
    """All document numbers of the text in reading order, damaged ones marked; none overlaps another."""
    kept: list[Number] = []
    for number in sorted(_candidates(text), key=lambda number: (number.start, number.damaged, -number.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def parse(printed: str) -> Number | None:
    """The number that `printed` is, blanks anywhere in it allowed; None where it is something else, or more."""
    text = _squash(printed).strip("，。；;,")
    for number in find(text):
        if (number.start, number.end) == (0, len(text)):
            return Number(printed.strip(), number.normal, 0, len(printed))
    return None


def normalise(printed: str) -> str | None:
    """The one spelling of a number printed alone (汴政〔2024〕8号), or None where it is none or damaged."""
    number = parse(printed)
    return number.normal if number else None


def number_key(text: str) -> str:
    """A key for look-up: equal for all spellings of one number, with or without 第 and 号."""
    folded = normalise(text) or normalise(f"{text}号") or _arabic(_squash(text).translate(_TO_STANDARD))
    reversed_order = _ORDER_REVERSED.search(folded)
    if reversed_order:
        folded = f"{folded[: reversed_order.start()]}{reversed_order['kind']}{reversed_order['sequence']}"
    return re.sub("[第号]", "", folded)


def _candidates(text: str) -> Iterator[Number]:
    for pattern, spell, stops in _SPELLINGS if "号" in text else ():
        for match in pattern.finditer(text):
            start = _code_start(text, match.start(), stops)
            code = _squash(text[start : match.start()])
            try:
                normal = spell(code, match)
            except ValueError:  # 第十百号: Han digits that make no number
                continue
            if normal is None:
                continue
            if not normal.startswith(code):  # the words before it are no part of this number
                start = match.start()
            yield Number(text[start : match.end()].strip(), normal, start, match.end())
    for match in _BROKEN.finditer(text) if _DIGIT.search(text) else ():
        start = _code_start(text, match.start(), _NOT_IN_CODES)
        code = _squash(text[start : match.start()])
        if code and code[-1] in _CODE_ENDINGS and len(code) <= _MAX_BROKEN_CODE:
            yield Number(text[start : match.end()].strip(), None, start, match.end())


def _bracketed(code: str, match: re.Match[str]) -> str | None:
    return f"{code}〔{_value(match, 'year')}〕{_value(match, 'sequence')}号" if len(code) > 1 else None


def _order(code: str, match: re.Match[str]) -> str | None:
    return f"{code}{match['kind']}第{_value(match, 'sequence')}号"


def _order_reversed(code: str, match: re.Match[str]) -> str | None:
    return f"{code}第{_value(match, 'sequence')}号{match['kind']}"


def _yearly(code: str, match: re.Match[str]) -> str | None:
    if code.endswith(_PERIODICALS):  # an issue of the gazette, no document
        return None
    shown = code if code.endswith(_ISSUED_YEARLY) else ""
    return f"{shown}{_value(match, 'year')}年第{_value(match, 'sequence')}号"


_Spell = Callable[[str, re.Match[str]], str | None]
_SPELLINGS: tuple[tuple[re.Pattern[str], _Spell, tuple[str, ...]], ...] = (
    (_BRACKETED, _bracketed, _NOT_IN_CODES),
    (_ORDER, _order, _NOT_IN_ORDERS),
    (_ORDER_REVERSED, _order_reversed, _NOT_IN_ORDERS),
    (_YEARLY, _yearly, _NOT_IN_ORDERS),
)


def _code_start(text: str, end: int, stops: tuple[str, ...]) -> int:
    """Where the agency's code before `end` begins; `end` itself where there is none."""
    floor = max(0, end - 2 * _MAX_CODE)
    match = _CODE.search(text[floor:end])
    if not match:
        return end
    code = match[0]
    ends = [code.rfind(word) + len(word) for word in stops if word in code]
    kept = _CONJUNCTION.sub("", code[max(ends, default=0) :].lstrip(), count=1)
    return end - len(kept.lstrip()) if kept.strip() else end


def _value(match: re.Match[str], group: str) -> int:
    return han_number(match[group])


def _squash(text: str) -> str:
    return re.sub(f"[{_BLANK}]", "", text)


def _arabic(text: str) -> str:
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
