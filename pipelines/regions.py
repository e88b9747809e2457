"""Where an issuer sits: its region, its GB/T 2260 code and its level of government.

The names come from `data/divisions.csv` (source and licence stand beside it).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "divisions.csv"


_LEVEL_BY_NAME = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "区": "county",
    "县": "county",
    "旗": "county",
}


@dataclass(frozen=True, slots=True)
class PortalRegion:
    """The region whose portal a document was found on."""

    region: str
    division_code: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """A division: `region` with its superiors (山东省济南市历下区), six-digit `code`, `level` of government.

    `code` is None, and `level` may be, for a portal's region that is in no table of divisions.
    """

    region: str
    code: str | None
    level: str | None


def locate(name: str, portal: PortalRegion | None) -> Region | None:
    """The division that a name begins with (济南市历下区人民政府, 武清区商务局), or None.

    A name that several divisions share (朝阳区) and one that names none (区商务局, 市政府) is resolved by the portal
    alone: without a portal, or with one elsewhere, it stays unknown.
    """
    name = name.strip().removeprefix("中共")
    home = _portal_code(portal)
    codes = _named_at_start("".join(name.split()))
    if not codes:
        code = _superior_called(name[:1], home)
    else:
        related = [code for code in codes if home and _related(code, home)]
        choice = codes if len(codes) == 1 else related
        code = choice[0] if len(choice) == 1 else None
    return _region(code) if code else _uncoded(name, portal)


def _uncoded(name: str, portal: PortalRegion | None) -> Region | None:
    """The portal's own region, where it has no division code and the name begins with it: 云汀市 of 澜川省云汀市."""
    if portal is None or portal.division_code is not None:
        return None
    tails = (portal.region[at:] for at in range(len(portal.region) - 1))
    named = any(name.startswith(tail) for tail in tails)
    return Region(portal.region, None, _LEVEL_BY_NAME.get(portal.region[-1])) if named else None


def fuller_name(name: str, text: str) -> str | None:
    """The one full name (北京市朝阳区) by which the text calls the division that an ambiguous name begins with."""
    spoken: dict[str, str] = {}
    for code in _named_at_start("".join(name.split())):
        own, *superiors = (_names()[part] for part in _chain(code))
        spoken.update((code, superior + own) for superior in superiors if superior + own in text)
    return next(iter(spoken.values())) if len(spoken) == 1 else None


def place_length(text: str) -> int:
    """How many characters of the text's beginning are names of divisions: 7 for 北京市朝阳区商务局."""
    return max((end for end, _ in _readings(text)), default=0)


@cache
def _names() -> dict[str, str]:
    """Code to name."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Every spelling of a name to the codes that bear it."""
    found: dict[str, list[str]] = {}
    for code, name in _names().items():
        found.setdefault(name, []).append(code)
    for code, name in _names().items():
        for short in _short_names(code, name):
            if short not in found:
                found[short] = [code]
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def _longest_name() -> int:
    return max(map(len, _codes()))


def _short_names(code: str, name: str) -> Iterator[str]:
    if code.endswith("0000"):
        yield name[:3] if name.startswith(("内蒙古", "黑龙江")) else name[:2]
    elif "族" in name and "自治" in name:  # 恩施土家族苗族自治州 is called 恩施州
        yield from (name[:length] + name[-1] for length in (2, 3, 4))


def _readings(text: str, within: str | None = None) -> Iterator[tuple[int, str]]:
    """Each way to read divisions at the beginning: (characters read, code of the innermost)."""
    for length in range(min(len(text), _longest_name()), 1, -1):
        for code in _codes().get(text[:length], ()):
            if within is None or _inside(code, within):
                inner = [(length + end, deeper) for end, deeper in _readings(text[length:], code)]
                yield from inner or [(length, code)]


def _named_at_start(text: str) -> list[str]:
    """The codes of the longest reading; several where the name is ambiguous."""
    readings = list(_readings(text))
    longest = max((end for end, _ in readings), default=0)
    return list(dict.fromkeys(code for end, code in readings if end == longest))


def _inside(code: str, superior: str) -> bool:
    return code != superior and code.startswith(_stem(superior))


def _related(code: str, home: str) -> bool:
    return code.startswith(_stem(home)) or home.startswith(_stem(code))


def _stem(code: str) -> str:
    """The digits that all divisions inside share."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _portal_code(portal: PortalRegion | None) -> str | None:
    if portal is None:
        return None
    if portal.division_code in _names():
        return portal.division_code
    codes = _named_at_start("".join(portal.region.split()))
    return codes[0] if len(codes) == 1 else None


def _superior_called(kind: str, home: str | None) -> str | None:
    """The portal's own division or the nearest above it whose name ends with 省, 市, 区, 县, 州 or 旗."""
    for code in _chain(home) if home and kind in tuple("省市区县州旗") else ():
        if _names()[code].endswith(kind):
            return code
    return None


def _chain(code: str) -> list[str]:
    """The division and its superiors, innermost first, placeholders left out."""
    superiors = (code, f"{code[:4]}00", f"{code[:2]}0000")
    return [name for name in dict.fromkeys(superiors) if name in _names()]


def _full_name(code: str) -> str:
    return "".join(_names()[part] for part in reversed(_chain(code)))


def _region(code: str) -> Region:
    level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    return Region(_full_name(code), code, level)
