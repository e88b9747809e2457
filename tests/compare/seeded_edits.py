"""Edits of a real plan such as a portal makes them: each gives the edited text and what is to be told of it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.models import Clause, Reading

NEW_MEASURE = "建设无人机起降场地，培育低空物流配送服务，支持企业开展山区邮件投递飞行。"


@dataclass(frozen=True, slots=True)
class Edit:
    """`quote` stands in the text after the edit, `was` in the text before; "" where there is none."""

    name: str
    text: str
    kind: str
    quote: str
    was: str


def edits(reading: Reading, seed: str) -> Iterator[Edit]:
    """Two or three edits of each sort, at places that the seed chooses."""
    seeded = random.Random(seed)
    for sort, times in SORTS.items():
        for _ in range(times):
            edit = sort(reading, seeded)
            if edit:
                yield edit


def raised(reading: Reading, seeded: random.Random) -> Edit | None:
    return _number(reading, seeded, "raised", 1.25)


def lowered(reading: Reading, seeded: random.Random) -> Edit | None:
    return _number(reading, seeded, "lowered", 0.8)


def _number(reading: Reading, seeded: random.Random, kind: str, factor: float) -> Edit | None:
    pattern = r"(?<!\d)(\d{2,4})(?=\s*(?:%|个|家|台|公里|吨|辆|项|座|万))"
    return _replaced(reading, seeded, kind, pattern, lambda found: str(round(int(found) * factor)))


def rescheduled(reading: Reading, seeded: random.Random) -> Edit | None:
    return _replaced(reading, seeded, "rescheduled", r"(?<=到)\s*202[57](?=\s*年)", lambda _: "2026")


def weakened(reading: Reading, seeded: random.Random) -> Edit | None:
    return _replaced(reading, seeded, "weakened", r"推动|推进|加快", lambda _: "鼓励")


def reassigned(reading: Reading, seeded: random.Random) -> Edit | None:
    """A department in the bracket of a clause gives way to another one."""
    clauses = [clause for clause in _leaves(reading) if clause.units and clause.units[0].name in clause.text]
    if not clauses:
        return None
    clause = seeded.choice(clauses)
    name = clause.units[0].name
    other = f"{name[0]}气象局"
    edited = clause.text[::-1].replace(name[::-1], other[::-1], 1)[::-1]
    return Edit("reassigned", _swap(reading, clause.text, edited), "reassigned", other, name)


def dropped(reading: Reading, seeded: random.Random) -> Edit:
    """A clause goes, with its heading and number."""
    clause = seeded.choice(_leaves(reading))
    return Edit("dropped", _swap(reading, _own(reading, clause), ""), "dropped", "", clause.heading)


def inserted(reading: Reading, seeded: random.Random) -> Edit:
    """A new clause comes after one of those that have a heading."""
    clause = seeded.choice([clause for clause in _leaves(reading) if clause.heading and clause.marker])
    own = _own(reading, clause)
    added = f"{own.rstrip()}\n{clause.marker}发展低空物流。{NEW_MEASURE}\n"
    return Edit("inserted", _swap(reading, own, added), "inserted", NEW_MEASURE, "")


def moved(reading: Reading, seeded: random.Random) -> Edit | None:
    """The first of three neighbours of one level goes behind the others; the numbers stay in order."""
    triples = [
        three
        for three in zip(*(_leaves(reading)[at:] for at in range(3)), strict=False)
        if _neighbours(three)
    ]
    if not triples:
        return None
    three = seeded.choice(triples)
    own = [_own(reading, clause) for clause in three]
    start = reading.main_text.index(own[0])
    whole = reading.main_text[start : reading.main_text.index(own[2], start) + len(own[2])]
    turned = "\n".join(
        own[at].replace(three[at].marker, clause.marker, 1).rstrip()
        for at, clause in zip((1, 2, 0), three, strict=True)
    )
    return Edit("moved", _swap(reading, whole, turned), "moved", three[0].heading, three[0].heading)


def renumbered(reading: Reading, _: random.Random) -> Edit | None:
    """All clauses numbered 1. 2. 3. are numbered one further."""
    text, first = reading.main_text, ""
    for clause in reversed([clause for clause in reading.clauses if clause.marker[:-1].isdecimal()]):
        printed = re.search(
            rf"(?m)^(\W*){re.escape(clause.marker)}(?=\W*{re.escape(clause.heading[:6])})", text
        )
        if printed:
            first = f"{int(clause.marker[:-1]) + 1}{clause.marker[-1]}"
            text = text[: printed.start()] + printed[1] + first + text[printed.end() :]
    return Edit("renumbered", text, "renumbered", first, "") if first else None


def _neighbours(clauses: Sequence[Clause]) -> bool:
    """Whether the clauses stand in one part, one right behind the other, each with a heading."""
    parts = {clause.id.rpartition(".")[0] for clause in clauses}
    close = all(one.end <= other.start <= one.end + 3 for one, other in pairwise(clauses))
    return close and len(parts) == 1 and parts != {""} and all(clause.heading for clause in clauses)


def _replaced(
    reading: Reading, seeded: random.Random, kind: str, pattern: str, becomes: Callable[[str], str]
) -> Edit | None:
    places = [(clause, found) for clause in _leaves(reading) for found in re.finditer(pattern, clause.text)]
    if not places:
        return None
    clause, found = seeded.choice(places)
    now = becomes(found.group().strip())
    edited = clause.text[: found.start()] + now + clause.text[found.end() :]
    return Edit(kind, _swap(reading, clause.text, edited), kind, now, found.group().strip())


def _leaves(reading: Reading) -> list[Clause]:
    """Clauses whose own words stand in the text once, as they are."""
    return [
        clause
        for clause in reading.clauses
        if clause.id != "0" and len(clause.text) > 30 and reading.main_text.count(clause.text) == 1
    ]


def _own(reading: Reading, clause: Clause) -> str:
    """The clause with its marker and heading, as the text has it."""
    end = reading.main_text.index(clause.text) + len(clause.text)
    start = (
        reading.main_text.rindex(clause.marker, 0, end - len(clause.text) + 1)
        if clause.marker
        else end - len(clause.text)
    )
    return reading.main_text[start:end]


def _swap(reading: Reading, old: str, new: str) -> str:
    return reading.main_text.replace(old, new, 1)


SORTS: dict[Callable[[Reading, random.Random], Edit | None], int] = {
    raised: 3,
    lowered: 2,
    rescheduled: 2,
    weakened: 3,
    reassigned: 2,
    dropped: 3,
    inserted: 2,
    moved: 2,
    renumbered: 1,
}
