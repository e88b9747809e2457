"""Plans with text in common: found by their sketches, measured word for word."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pipelines.compare import compare
from pipelines.compare.descent import descent
from pipelines.compare.sketches import resemblance, shared, sketch
from storage.models import Plan
from tests.compare.plans import clause, plan

LETTERS = [chr(point) for point in range(0x4E00, 0x4E00 + 800)]


def written(seeded: random.Random, name: str, clauses: int = 30) -> Plan:
    """A plan of words that no other has."""
    texts = ["".join(seeded.choices(LETTERS, k=150)) + "。" for _ in range(clauses)]
    return plan(name, *(clause(str(at), f"第{at}项", text) for at, text in enumerate(texts, 1)))


def adapted(seeded: random.Random, origin: Plan, name: str, share: float) -> Plan:
    """A plan that took over a share of the clauses of another, and wrote the others itself."""
    own = written(seeded, name, len(origin.clauses))
    taken = set(seeded.sample(range(len(origin.clauses)), round(share * len(origin.clauses))))
    clauses = (origin.clauses[at] if at in taken else own.clauses[at] for at in range(len(own.clauses)))
    return replace(own, clauses=tuple(clauses))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_plan_that_took_over_a_part_of_another_is_likest_to_it_among_hundreds(share: float) -> None:
    seeded = random.Random(f"copied {share}")
    others = [written(seeded, f"plan {at}") for at in range(300)]
    own = adapted(seeded, others[123], "own", share)
    likeness = resemblance(sketch(own), [sketch(other) for other in others])
    assert int(likeness.argmax()) == 123
    assert shared(own, others[123]) == pytest.approx((share, share), abs=0.05)


def test_a_small_plan_within_a_large_one_is_all_there_and_the_large_one_is_not_all_here() -> None:
    seeded = random.Random("within")
    large = written(seeded, "large")
    small = replace(large, clauses=large.clauses[:6])
    here, there = shared(small, large)
    assert here == 1.0
    assert there == pytest.approx(0.2, abs=0.02)


def test_a_plan_of_which_nothing_was_read_resembles_none() -> None:
    full = written(random.Random("full"), "full")
    assert list(resemblance(sketch(plan("empty")), [sketch(full), sketch(plan("empty"))])) == [0.0, 0.0]
    assert shared(plan("empty"), full) == (0.0, 0.0)


def test_white_space_and_the_preamble_make_no_difference() -> None:
    one = written(random.Random("spaces"), "one", 5)
    spaced = replace(one, clauses=(clause("0", "", "为贯彻落实国务院部署，制定本方案。"), *one.clauses))
    spaced = replace(
        spaced, clauses=tuple(replace(each, text="\n ".join(each.text)) for each in spaced.clauses)
    )
    assert sketch(spaced) == sketch(one)


def test_of_a_superior_plan_it_is_told_what_was_copied_and_what_was_added() -> None:
    lifts = "加快更新不符合现行产品标准、安全风险高的老旧住宅电梯，鼓励既有住宅加装电梯。"
    wards = "推动医疗机构病房改造提升，补齐病房环境与设施短板，优先支持医院将四人间改造为二人间。"
    province = plan(
        "province",
        clause("1", "住宅电梯", lifts, topics=("T09",)),
        clause("2", "医疗设备", wards, topics=("T24",)),
    )
    city = plan(
        "city",
        clause("1", "住宅电梯", lifts, topics=("T09",)),
        clause("2", "低空物流", "建设无人机起降场地，开通山区邮件航线。", topics=("T20",)),
    )
    became = descent(compare(city, [province]))
    assert (became["copied"], became["added"]) == (("1",), ("2",))
    assert all(not clauses for outcome, clauses in became.items() if outcome not in ("copied", "added"))
