"""What stands on a page: a plan from its text, or an ordinary page worded from `data/bodies.yaml`."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from .attachments import File, attached
from .plans import Part, Table, paragraphs, read_plan

DATA = Path(__file__).parent / "data"
TEXTS = Path(__file__).parent / "texts"
OWN_PLANS = {"yunting"}  # the invented region's plan was written for the farm and lies beside it


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an entry table. `sort` is `plan`, `central` or a key of `data/bodies.yaml`."""

    column: str
    date: date
    sort: str
    title: str
    serial: int  # counts through the portal's entries, oldest first


@dataclass(frozen=True, slots=True)
class Fields:
    """The information block of a page; None is shown as the portal shows what it does not know."""

    index: str | None = None
    number: str | None = None
    issuer: str | None = None
    signed: date | None = None
    theme: str | None = None
    validity: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A page without its frame. `fields` is None where the page has no information block."""

    source: str
    parts: tuple[Part, ...]
    fields: Fields | None = None
    files: tuple[File, ...] = ()


@cache
def table_of(name: str) -> dict[str, Any]:
    """A data file of the farm, `data/NAME.yaml`."""
    return YAML(typ="safe").load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def body_of(portal: str, row: Row, texts: Path, chance: random.Random) -> Body:
    """The body of the page behind a row of the portal's entry table."""
    if row.sort == "plan":
        return plan_body(portal, TEXTS if portal in OWN_PLANS else texts)
    if row.sort == "central":
        return central_body(portal)
    return ordinary_body(portal, row, chance)


def plan_body(portal: str, texts: Path) -> Body:
    """Notice and plan on one page, or the notice alone with the plan as a file, as `data/plans.yaml` says."""
    facts = table_of("plans")[portal]
    plan = read_plan((texts / f"{portal}.txt").read_text(encoding="utf-8"), facts["plan_title"])
    fields = Fields(**facts["fields"])
    if form := facts.get("attached"):
        file = attached(portal, form, facts["plan_title"], plan.plan)
        return Body(facts["source"], plan.notice, fields, (file,))
    return Body(facts["source"], (*plan.notice, facts["plan_title"], *plan.plan), fields)


def central_body(portal: str) -> Body:
    """The State Council's notice as local portals re-post it: 组配分类 上级文件, source 中国政府网."""
    facts = table_of("plans")["central"]
    parts = tuple(paragraphs((TEXTS / "central.txt").read_text(encoding="utf-8")))
    fields = Fields(**{**facts["fields"], "index": table_of("places")[portal]["index"] + "/2024-00107"})
    return Body(facts["source"], parts, fields)


def ordinary_body(portal: str, row: Row, chance: random.Random) -> Body:
    """An ordinary page: the sort's sentences, some of them drawn, filled with the portal's names and invented figures."""
    wording, place = table_of("bodies")[row.sort], table_of("places")[portal]
    signed = row.date - timedelta(days=chance.randrange(1, 6))
    slots = slots_for(row, signed, place, chance)
    parts: list[Part] = [line.format_map(slots) for line in numbered(chosen(wording, chance))]
    if "table" in wording:
        parts.insert(1, roster(wording["table"], place, chance))
    if "block" not in wording:
        return Body(chance.choice(place["sources"]), tuple(parts))
    has_number = "numbered" in wording
    fields = Fields(
        index=f"{place['index']}/2024-{chance.randrange(100, 900):05d}",
        number=slots["number"] if has_number else None,
        issuer=slots["issuer"],
        signed=signed,
        theme=wording["block"],
        validity="有效" if has_number else None,
    )
    return Body(slots["issuer"], tuple(parts), fields)


def chosen(wording: dict[str, Any], chance: random.Random) -> list[str]:
    """The sentences of a page: the middle ones are drawn, their order stays."""
    middle = wording["middle"]
    drawn = sorted(chance.sample(range(len(middle)), min(len(middle), wording.get("take", 3))))
    return [*wording["first"], *(middle[at] for at in drawn), *wording["last"]]


def numbered(lines: Iterable[str]) -> Iterator[str]:
    """Counts through the lines that begin with the slot {n}, from 一 on."""
    numerals = iter("一二三四五六七八九十")
    return (line.replace("{n}", next(numerals)) if "{n}" in line else line for line in lines)


def slots_for(row: Row, signed: date, place: dict[str, Any], chance: random.Random) -> dict[str, str]:
    """The words that fill a sentence's slots."""
    street, other = chance.sample(place["parts"], 2)
    lead, second = chance.sample(place["departments"], 2)
    day, title, due = row.date, row.title, row.date + timedelta(days=14)
    return {
        "title": title,
        "headline": title.replace(" ", "，"),
        "name": first_group(title, r"《(.+)》", r"关于(?:印发|公布)?(.+?)的(?:通知|公告|通告)") or title,
        "issuer": first_group(title, r"^(\S+?(?:政府|办公室|委员会|局))关于") or place["government"],
        "place": place["place"],
        "u": place["unit"],
        "date": f"{day.month}月{day.day}日",
        "long_date": f"{signed.year}年{signed.month}月{signed.day}日",
        "due": f"{due.month}月{due.day}日",
        "street": street,
        "other": other,
        "lead": lead,
        "second": second,
        "plan": place["plan"],
        "number": f"{place['prefix']}〔2024〕{row.serial + 10}号",
        "few": str(chance.randrange(3, 10)),
        "count": str(chance.randrange(12, 96)),
        "many": str(chance.randrange(120, 980)),
        "percent": f"{chance.randrange(31, 189) / 10:.1f}",
        "share": str(chance.randrange(72, 96)),
        "money": str(chance.randrange(80, 2600)),
    }


def first_group(text: str, *patterns: str) -> str | None:
    """What the first pattern that fits has in its group."""
    found = (re.search(pattern, text) for pattern in patterns)
    return next((match[1] for match in found if match), None)


def roster(wording: dict[str, Any], place: dict[str, Any], chance: random.Random) -> Table:
    """A table of invented firms, as public notices of lists carry it."""
    names = [f"{place['short']}{stem}" for stem in chance.sample(wording["stems"], wording["rows"])]
    rows = [
        (str(row), name, chance.choice(wording["kinds"]), chance.choice(place["parts"]))
        for row, name in enumerate(names, 1)
    ]
    return Table((tuple(wording["head"]), *rows))
