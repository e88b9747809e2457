"""The likest clauses among those of hundreds of plans: what brute force would find, found by stored bigrams."""

from __future__ import annotations

import random

from pipelines.compare.likest import bigrams, candidates, clause_text, likest
from storage.models import Clause
from tests.compare.plans import clause

WORDS = [chr(point) for point in range(0x4E00, 0x4E00 + 400)]


def written(seeded: random.Random, clauses: int = 12) -> list[Clause]:
    return [
        clause(str(at), "", "".join(seeded.choices(WORDS, k=120)) + "推动大规模设备更新。")
        for at in range(1, clauses + 1)
    ]


def changed(seeded: random.Random, text: str, share: float) -> str:
    return "".join(seeded.choice(WORDS) if seeded.random() < share else letter for letter in text)


def test_a_reworded_clause_is_found_among_thousands() -> None:
    seeded = random.Random("reworded clauses")
    plans = [written(seeded) for _ in range(200)]
    own = []
    for at in range(10):
        origin = plans[at * 17][at]
        own.append(clause(str(at + 1), "", changed(seeded, origin.text, 0.4)))
    stored = [bigrams(plan) for plan in plans]
    for at, found in enumerate(candidates(bigrams(own), stored)):
        texts = [clause_text("", plans[one.plan][one.clause].text) for one in found]
        best, score = likest(clause_text("", own[at].text), texts)
        assert (found[best].plan, found[best].clause) == (at * 17, at)
        assert score > 0.5


def test_the_preamble_and_empty_clauses_are_no_candidates() -> None:
    text = "加快更新不符合现行产品标准、安全风险高的老旧住宅电梯。"
    other = [clause("0", "", text), clause("1", "重点任务"), clause("1.1", "住宅电梯", text)]
    (found,) = candidates(bigrams([clause("1", "电梯", text)]), [bigrams(other)])
    assert [(one.plan, one.clause) for one in found] == [(0, 2)]


def test_of_no_plans_there_are_no_candidates() -> None:
    assert list(candidates(bigrams([clause("1", "电梯", "更新老旧住宅电梯。")]), [])) == [[]]
