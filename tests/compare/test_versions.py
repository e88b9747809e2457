"""What changed between two versions of one plan: seeded edits of the five plans, each told as what it is."""

from __future__ import annotations

from functools import cache

import pytest

from pipelines.compare import compare_versions
from pipelines.compare.sides import key_of
from pipelines.embedded import config_dir
from pipelines.reading import read_file
from storage.models import Finding, Plan, Reading
from tests.compare.plans import clause, plan
from tests.compare.seeded_edits import Edit, edits

PLANS = ("chaoyang", "kaifeng", "lixia", "wuqing", "zhangjiakou")


def read(text: str) -> Reading:
    return read_file(text.encode(), name="plan.txt")


@cache
def original(name: str) -> Reading:
    printed = read_file((config_dir() / "baselines" / f"{name}.txt").read_bytes(), name=f"{name}.txt")
    return read(printed.main_text)


def told(edit: Edit, found: Finding) -> bool:
    was = not edit.was or any(key_of(edit.was) in key_of(each.quote) for each in found.baselines)
    return found.kind == edit.kind and key_of(edit.quote) in key_of(found.quote) and was


@pytest.mark.parametrize("name", PLANS)
def test_seeded_edits_are_told_as_what_they_are_and_little_else_is(name: str) -> None:
    before = original(name)
    for edit in edits(before, name):
        comparison = compare_versions(Plan.of("now", read(edit.text)), Plan.of("before", before))
        assert any(told(edit, found) for found in comparison.findings), edit.name
        assert len(comparison.findings) <= 3, edit.name


@pytest.mark.parametrize("name", PLANS)
def test_a_version_differs_in_nothing_from_itself(name: str) -> None:
    same = Plan.of("same", original(name))
    comparison = compare_versions(same, same)
    assert comparison.findings == ()
    assert len(comparison.pairs) == len(same.clauses)


BEFORE = plan(
    "before",
    clause("1", "总体要求", "到2027年，设备投资规模增长25%以上。"),
    clause("2", "重点任务"),
    clause("2.1", "住宅电梯", "加快更新老旧住宅电梯，鼓励既有住宅加装电梯。施工不得影响结构安全。"),
    clause("2.2", "医疗设备", "推动医疗机构病房改造提升，补齐病房环境与设施短板。"),
    clause("3", "农机", "扎实推进老旧农业机械报废更新。"),
)


def kinds(*clauses: object) -> list[tuple[str, str | None, str]]:
    now = plan("now", *clauses)  # type: ignore[arg-type]
    return [(found.kind, found.clause, found.summary_zh) for found in compare_versions(now, BEFORE).findings]


def test_a_part_that_is_gone_is_told_once_and_not_clause_by_clause() -> None:
    first, _, _, _, last = BEFORE.clauses
    assert kinds(first, last) == [("dropped", None, "删去了「重点任务」：（无）。")]


def test_a_sentence_that_is_gone_and_one_that_came_are_told_apart() -> None:
    one, two, lifts, wards, farms = BEFORE.clauses
    other = clause("2.1", lifts.heading, "加快更新老旧住宅电梯，鼓励既有住宅加装电梯。设立电梯养老金账户。")
    assert [(kind, where) for kind, where, _ in kinds(one, two, other, wards, farms)] == [
        ("inserted", "2.1"),
        ("dropped", "2.1"),
    ]


def test_one_edited_number_is_one_finding_with_both_numbers() -> None:
    one, *rest = BEFORE.clauses
    now = clause("1", one.heading, "到2027年，设备投资规模增长35%以上。")
    assert kinds(now, *rest) == [("raised", "1", "「总体要求」由25%提高到35%。")]


def test_a_sentence_that_changed_its_place_in_its_clause_is_told_as_moved() -> None:
    one, two, lifts, *rest = BEFORE.clauses
    first, second = "加快更新老旧住宅电梯，鼓励既有住宅加装电梯。", "施工不得影响结构安全。"
    turned = clause("2.1", lifts.heading, second + first)
    ((kind, where, summary),) = kinds(one, two, turned, *rest)
    assert (kind, where) == ("moved", "2.1")
    assert summary in (f"「住宅电梯」有句子换了位置：{sentence[:-1]}。" for sentence in (first, second))
