"""Edits inside the clauses of a plan as its file prints it: sentences that come and go, duties, rows of a table."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from pipelines.compare import compare_versions
from pipelines.compare.sides import key_of
from pipelines.embedded import config_dir
from pipelines.reading import read_file
from storage.models import Clause, Finding, Plan
from tests.compare.seeded_edits import Edit

PLANS = ("chaoyang", "kaifeng", "zhangjiakou")
NEW_SENTENCE = "设立低空物流发展专项资金，对首次开通的山区邮件航线给予奖补。"
SENTENCE = r"(?<=。)[^。（）()\n\t]{15,}。"
TIMES = 3
ANOTHER_OFFICE = "市气象局"


@cache
def printed(name: str) -> str:
    return (config_dir() / "baselines" / f"{name}.txt").read_text(encoding="utf-8")


@cache
def version(name: str, text: str) -> Plan:
    return Plan.of(name, read_file(text.encode(), name="plan.txt"))


def told_rightly(edit: Edit, before: str) -> list[Finding]:
    """The findings that tell the edit with its words on both sides; no more than two others are told."""
    found = compare_versions(version("now", edit.text), version("before", before)).findings
    right = [
        finding
        for finding in found
        if finding.kind == edit.kind
        and key_of(edit.quote) in key_of(finding.quote)
        and (not edit.was or any(key_of(edit.was) in key_of(quote.quote) for quote in finding.baselines))
    ]
    assert len(found) <= 3, edit.name
    return right


def edits_inside_clauses(name: str) -> Iterator[Edit]:
    seeded = random.Random(f"{name} inside clauses")
    for _ in range(TIMES):
        yield edit_at(name, seeded, "a sentence comes", "(?<=。)", NEW_SENTENCE, "inserted")
        yield edit_at(name, seeded, "a sentence goes", SENTENCE, "", "dropped")
        yield edit_at(name, seeded, "a duty is made firmer", "鼓励|支持|引导", "必须", "strengthened")


def edit_at(name: str, seeded: random.Random, what: str, pattern: str, words: str, kind: str) -> Edit:
    """`words` in one of the places where a clause has `pattern`."""
    text = printed(name)
    clause, place = seeded.choice(
        [(clause, place) for clause in whole_clauses(name) for place in re.finditer(pattern, clause.text)]
    )
    edited = clause.text[: place.start()] + words + clause.text[place.end() :]
    return Edit(f"{what} in {clause.id}", text.replace(clause.text, edited), kind, words, place.group())


def whole_clauses(name: str) -> list[Clause]:
    """Clauses whose words the file has once, as they are."""
    text = printed(name)
    return [
        clause
        for clause in version("before", text).clauses
        if clause.id != "0" and len(clause.text) > 30 and text.count(clause.text) == 1
    ]


@pytest.mark.parametrize("name", PLANS)
def test_edits_inside_clauses_are_told_with_their_words(name: str) -> None:
    for edit in edits_inside_clauses(name):
        assert told_rightly(edit, printed(name)), edit.name


def test_a_department_that_only_the_table_names_is_told_at_the_clause_that_it_is_given() -> None:
    text = printed("kaifeng")
    table = text.rindex("责任分工表")
    for office, clause in {"市卫生健康委": "2.6.3", "市农业农村局": "2.5.1", "市商务局": "2.7.1"}.items():
        row = text.index(office, table)
        edited = text[:row] + ANOTHER_OFFICE + text[row + len(office) :]
        (finding,) = told_rightly(Edit(office, edited, "reassigned", ANOTHER_OFFICE, office), text)
        assert finding.clause == clause
