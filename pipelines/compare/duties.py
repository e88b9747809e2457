"""Who is to do it: measures that another department leads than in the baselines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.compare.names import english_place, listed, place
from pipelines.compare.subject import Partner, Subject, title_of, topic_of
from storage.models import BaselineQuote, Clause, Department, Finding

SAME_MEASURE = 0.95  # likelihood of a couple from which its departments may be compared
SAME_OFFICE = 0.75  # of the shorter name; 住房城市建设 and 住房城乡建设 are one office, 工业信息化 and 科学技术信息化 two
_LEVEL = re.compile(r"^(?:[^省市区县]{2,4}[省市区县])?[省市区县州](?!场|政)")
_SORT = re.compile(r"(?<=局)[^局]{2,4}分局$|委员会|分?局|[委办厅和与]|中心|（.*")


def reassigned(subject: Subject) -> Iterator[Finding]:
    """A finding for each clause that none of at least two partners gives to the department that leads it here."""
    for number, clause in enumerate(subject.plan.clauses):
        lead = leader(clause)
        partners = [
            partner
            for partner in subject.partners.get(number, ())
            if partner.couple.pair.score >= SAME_MEASURE and leader(partner.clause)
        ]
        places = {partner.side.plan.name for partner in partners}
        if lead and len(places) >= 2 and not any(_takes_part(lead, partner.clause) for partner in partners):
            yield _finding(clause, lead, partners)


def leader(clause: Clause) -> Department | None:
    """The department that leads the clause: the first one said to lead, else the first of the list."""
    return next((unit for unit in clause.units if unit.role == "牵头"), next(iter(clause.units), None))


def same_office(left: str, right: str) -> bool:
    """Whether two names mean the same office of two governments: 区发展改革委 and 市发展和改革委员会."""
    short, long = sorted((_field(left), _field(right)), key=len)
    return bool(short) and (Counter(short) & Counter(long)).total() >= SAME_OFFICE * len(short)


def _field(name: str) -> str:
    """What the office is for, without whose it is and what sort of office."""
    return _SORT.sub("", _LEVEL.sub("", name))


def _takes_part(lead: Department, clause: Clause) -> bool:
    return any(same_office(lead.name, unit.name) for unit in clause.units)


def _finding(clause: Clause, lead: Department, partners: Sequence[Partner]) -> Finding:
    likeliest: dict[str, Partner] = {}
    for partner in partners:
        likeliest.setdefault(partner.side.plan.name, partner)
    leaders = [(partner, leader(partner.clause)) for partner in likeliest.values()]
    zh = listed([f"{place(partner.side.plan)}为{unit.name}" for partner, unit in leaders if unit], "、")
    en = listed(
        [f"{english_place(partner.side.plan)} {unit.name}" for partner, unit in leaders if unit], "and"
    )
    return Finding(
        kind="reassigned",
        clause=clause.id,
        topic=topic_of(clause),
        quote=lead.name,
        weight=0.3,
        baselines=tuple(
            BaselineQuote(partner.side.plan.name, partner.clause.id, unit.name)
            for partner, unit in leaders
            if unit
        ),
        summary_zh=f"「{title_of(clause)}」由{lead.name}首责，{zh}。",
        summary_en=f"“{title_of(clause)}” falls to {lead.name}; elsewhere {en}.",
    )
