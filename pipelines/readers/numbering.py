"""The numbers that Word makes by itself (w:numPr): 一、 （一） 1. are often not in the text of a paragraph at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HAN = "零一二三四五六七八九"
HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
CIRCLED_ONE = 0x2460
NOT_COUNTED = ("bullet", "none")
NO_NUMBER = ("", 0)


def han_number(number: int) -> str:
    """1 to 99 in Chinese numerals as headings print them: 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else HAN[tens] + "十")
    return head + (HAN[ones] if ones or not head else "")


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(CIRCLED_ONE + number - 1) if number <= 20 else f"({number})"


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n)),
    "decimalZero": "{:02d}".format,
    "chineseCounting": han_number,
    "chineseCountingThousand": han_number,
    "japaneseCounting": han_number,
    "taiwaneseCountingThousand": han_number,
    "ideographTraditional": lambda n: HEAVENLY[(n - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is a pattern such as （%1）."""

    start: int
    format: str
    text: str
    suffix: str

    def printed(self, count: int) -> str:
        return FORMATS.get(self.format, str)(count)


class Numbering:
    """Counts through the lists of a document; `label` must be asked for every paragraph, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = dict(_lists(numbering)) if numbering is not None else {}
        self._styles = dict(_style_numbers(styles)) if styles is not None else {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._restarted: set[str] = set()

    def label(self, element: etree._Element) -> str:
        """What Word prints before the paragraph `element`: a number, or nothing."""
        number, depth = self._number_of(element)
        found = self._lists.get(number)
        if found is None or depth not in found.levels:
            return ""
        if found.restarts and number not in self._restarted:
            self._restarted.add(number)
            self._counts[found.kind] = {}
        counts = self._counts[found.kind]
        counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return _filled(found.levels, depth, counts)

    def _number_of(self, element: etree._Element) -> tuple[str, int]:
        properties = element.find(f"{W}pPr")
        if properties is None:
            return NO_NUMBER
        of_style = self._styles.get(_value(properties, "pStyle"), NO_NUMBER)
        own = properties.find(f"{W}numPr")
        return _number(own, of_style) if own is not None else of_style


@dataclass(frozen=True, slots=True)
class _List:
    """A numbered list. Lists of one `kind` count on where the last one stopped, unless this one `restarts`."""

    kind: str
    levels: dict[int, Level]
    restarts: bool


def _lists(numbering: etree._Element) -> Iterator[tuple[str, _List]]:
    kinds = {kind.get(f"{W}abstractNumId", ""): kind for kind in numbering.iter(f"{W}abstractNum")}
    for number in numbering.iter(f"{W}num"):
        kind = _value(number, "abstractNumId")
        levels = dict(map(_level, kinds[kind].iter(f"{W}lvl"))) if kind in kinds else {}
        levels |= dict(map(_level, number.iter(f"{W}lvl")))
        restarts = number.find(f"{W}lvlOverride/{W}startOverride") is not None
        yield number.get(f"{W}numId", ""), _List(kind, levels, restarts)


def _level(element: etree._Element) -> tuple[int, Level]:
    level = Level(
        start=_count(_value(element, "start"), 1),
        format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        suffix=" " if _value(element, "suff") == "space" else "",
    )
    return _count(element.get(f"{W}ilvl", ""), 0), level


def _style_numbers(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    for style in styles.iter(f"{W}style"):
        number = style.find(f"{W}pPr/{W}numPr")
        if number is not None:
            yield style.get(f"{W}styleId", ""), _number(number, NO_NUMBER)


def _number(properties: etree._Element, inherited: tuple[str, int]) -> tuple[str, int]:
    return _value(properties, "numId") or inherited[0], _count(_value(properties, "ilvl"), inherited[1])


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _count(printed: str, otherwise: int) -> int:
    return int(printed) if printed.isdecimal() else otherwise


def _filled(levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
    level = levels[depth]
    if level.format in NOT_COUNTED:
        return ""

    def printed(found: re.Match[str]) -> str:
        other = int(found[1]) - 1
        at = levels.get(other, level)
        return at.printed(counts.get(other, at.start))

    return re.sub(r"%([1-9])", printed, level.text) + level.suffix
