"""Figures to look at before reading, as places and sizes for inline SVG: tile map, timeline, strip plot. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

# first two digits of the division code (GB/T 2260) -> name, English name, its letters in ISO 3166-2:CN, column and row
# on the tile map
PROVINCES = {
    "11": ("北京", "Beijing", "BJ", 6, 1),
    "12": ("天津", "Tianjin", "TJ", 7, 2),
    "13": ("河北", "Hebei", "HE", 6, 2),
    "14": ("山西", "Shanxi", "SX", 5, 2),
    "15": ("内蒙古", "Inner Mongolia", "NM", 5, 1),
    "21": ("辽宁", "Liaoning", "LN", 8, 2),
    "22": ("吉林", "Jilin", "JL", 8, 1),
    "23": ("黑龙江", "Heilongjiang", "HL", 8, 0),
    "31": ("上海", "Shanghai", "SH", 8, 4),
    "32": ("江苏", "Jiangsu", "JS", 7, 4),
    "33": ("浙江", "Zhejiang", "ZJ", 7, 5),
    "34": ("安徽", "Anhui", "AH", 6, 4),
    "35": ("福建", "Fujian", "FJ", 6, 6),
    "36": ("江西", "Jiangxi", "JX", 6, 5),
    "37": ("山东", "Shandong", "SD", 6, 3),
    "41": ("河南", "Henan", "HA", 5, 3),
    "42": ("湖北", "Hubei", "HB", 5, 4),
    "43": ("湖南", "Hunan", "HN", 5, 5),
    "44": ("广东", "Guangdong", "GD", 5, 6),
    "45": ("广西", "Guangxi", "GX", 4, 6),
    "46": ("海南", "Hainan", "HI", 4, 7),
    "50": ("重庆", "Chongqing", "CQ", 4, 4),
    "51": ("四川", "Sichuan", "SC", 3, 4),
    "52": ("贵州", "Guizhou", "GZ", 4, 5),
    "53": ("云南", "Yunnan", "YN", 3, 5),
    "54": ("西藏", "Tibet", "XZ", 1, 3),
    "61": ("陕西", "Shaanxi", "SN", 4, 3),
    "62": ("甘肃", "Gansu", "GS", 3, 2),
    "63": ("青海", "Qinghai", "QH", 2, 3),
    "64": ("宁夏", "Ningxia", "NX", 4, 2),
    "65": ("新疆", "Xinjiang", "XJ", 1, 2),
    "71": ("台湾", "Taiwan", "TW", 8, 6),
    "81": ("香港", "Hong Kong", "HK", 6, 7),
    "82": ("澳门", "Macao", "MO", 5, 7),
}
SHADES = 4  # of a tile, besides the one for none
WEEKS = 80  # that the timeline goes back at most
STRIP = 100  # places along a strip plot
FEWEST = 3  # plans that make a strip plot
NAMED = 3  # plans that the label of a dot names


@dataclass(frozen=True, slots=True)
class Tile:
    """A province with its plans. `shade` is 0 for none, SHADES for the most."""

    code: str
    zh: str
    en: str
    letters: str
    column: int
    row: int
    plans: int
    shade: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A week with its plans; `height` is 0 to 100, the highest week has 100."""

    monday: date
    plans: int
    height: float


class Mark(NamedTuple):
    """A value that a plan sets. `document` is its id, `baseline` that it is a known plan."""

    document: int
    value: float
    name: str
    baseline: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a strip, 0 to STRIP, and the plans that set a value there."""

    place: int
    plans: int
    baseline: bool
    marked: bool
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All plans' values of one indicator, from `low` to `high`. `marked` is the value of a plan that is looked at."""

    id: str
    zh: str
    en: str
    unit: str
    low: float
    high: float
    plans: int
    dots: tuple[Dot, ...]
    marked: float | None = None

    def place(self, value: float) -> int:
        """Where a value stands on the strip."""
        return _place(value, self.low, self.high)

    def marking(self, own: Sequence[Mark]) -> Strip:
        """The strip with the values of one plan marked; it may set several, for several years."""
        dots = (_dot(self.place(mark.value), mark.baseline, True, [mark]) for mark in own)
        return replace(self, marked=own[0].value if own else None, dots=(*self.dots, *dots))


def tiles(plans: Mapping[str | None, int]) -> list[Tile]:
    """The map; `plans` by the first two digits of the division code."""
    most = max((plans.get(code, 0) for code in PROVINCES), default=0)
    return [
        Tile(code, *place, plans.get(code, 0), -(-plans.get(code, 0) * SHADES // most) if most else 0)
        for code, place in PROVINCES.items()
    ]


def bars(weeks: Mapping[date, int]) -> list[Bar]:
    """The timeline: every week from the first with a plan to the last, those without plans among them."""
    if not weeks:
        return []
    last = max(weeks)
    first = max(min(weeks), last - timedelta(weeks=WEEKS - 1))
    most = max(n for monday, n in weeks.items() if monday >= first)
    mondays = (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    return [Bar(monday, n := weeks.get(monday, 0), 100 * n / most) for monday in mondays]


def strip(id: str, names: tuple[str, str], unit: str, marks: Sequence[Mark]) -> Strip | None:
    """The strip plot of an indicator (`names`: Chinese, English); None where too few plans set it."""
    plans = len({mark.document for mark in marks})
    if plans < FEWEST:
        return None
    low, high = (end(mark.value for mark in marks) for end in (min, max))
    placed: dict[tuple[int, bool], list[Mark]] = {}
    for mark in marks:
        placed.setdefault((_place(mark.value, low, high), mark.baseline), []).append(mark)
    return Strip(
        id=id,
        zh=names[0],
        en=names[1],
        unit=unit,
        low=low,
        high=high,
        plans=plans,
        dots=tuple(_dot(*key, False, those) for key, those in placed.items()),
    )


def _place(value: float, low: float, high: float) -> int:
    return round(STRIP * (value - low) / (high - low)) if high > low else STRIP // 2


def _dot(place: int, baseline: bool, marked: bool, marks: Sequence[Mark]) -> Dot:
    names = list(dict.fromkeys(mark.name for mark in marks))
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return Dot(place, len(marks), baseline, marked, f"{marks[0].value:g} {'、'.join(names[:NAMED])}{more}")
