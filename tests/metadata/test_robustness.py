"""What conversion does to a text must not change its fields; what an attacker writes must not cost more than its length."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from pipelines.document_number import find
from pipelines.embedded import config_dir
from pipelines.metadata import read_metadata, split_notice
from pipelines.relevance import judge
from tests.metadata.test_metadata import BASELINES

HALF, FULL = ",:;()0123456789%", "，：；（）０１２３４５６７８９％"
SEEDS = range(8)


def dropped_breaks(text: str, chance: random.Random) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    return "".join(line + ("" if chance.random() < 0.1 else "\n") for line in lines)


def page_breaks(text: str, chance: random.Random) -> str:
    return "".join(sign + ("\n\f\n" if chance.random() < 1 / 600 else "") for sign in text)


def other_blanks(text: str, chance: random.Random) -> str:
    return "".join(chance.choice(" \u3000\u00a0\u2002") if sign == " " else sign for sign in text)


def swapped_widths(text: str, chance: random.Random) -> str:
    other = dict(zip(HALF + FULL, FULL + HALF, strict=True))
    return "".join(other.get(sign, sign) if chance.random() < 0.3 else sign for sign in text)


def fields(text: str) -> tuple[object, ...]:
    metadata = read_metadata(text, title=None, metas={}, labels=(), portal_region=None, listed=None)
    title = "".join((metadata.title or "").split())
    return (
        title, metadata.doc_number, metadata.issuer, metadata.signed_date, metadata.published_date,
        metadata.printed_date, metadata.division_code,
    )  # fmt: skip


@pytest.mark.parametrize("change", [dropped_breaks, page_breaks, other_blanks, swapped_widths])
def test_fields_survive_conversion(change: Callable[[str, random.Random], str]):
    wrong = asked = 0
    for name, expected in BASELINES.items():
        text = (config_dir() / "baselines" / f"{name}.txt").read_text(encoding="utf-8")
        for seed in SEEDS:
            found = fields(change(text, random.Random(f"{name} {seed}")))
            wrong += sum(a != b for a, b in zip(found, expected, strict=True))
            asked += len(expected)
    assert wrong / asked <= 0.01


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_found_though_line_breaks_are_lost(name, seed):
    text = (config_dir() / "baselines" / f"{name}.txt").read_text(encoding="utf-8")
    plan = split_notice(dropped_breaks(text, random.Random(f"{name} {seed}"))).plan
    assert len(plan) > 0.8 * len("".join(split_notice(text).plan.split()))


UNITS = [
    "1" * 900, "〔" * 500 + "2024", " " * 900 + "年", "政" * 900, "《" * 900, "汴政〔2024〕", "朝阳区" * 300,
    "一\n", "\n \n", "文 号：", "2024年5月30日印发\n", "关于印发开封市设备更新方案的通知\n", "开封市人民政府\n2024年5月28日\n", "（此件",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_the_time_is_linear_in_the_length(unit: str):
    def seconds(length: int) -> float:
        return min(once(length), once(length))

    def once(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        metadata = read_metadata(
            text,
            title=text,
            metas={"articletitle": text},
            labels=(("文号", text),),
            portal_region=None,
            listed=None,
        )
        judge(text, text=text, metadata=metadata)
        find(text)
        return time.process_time() - start

    seconds(1_000)  # loads the tables
    assert seconds(80_000) < 12 * max(seconds(20_000), 0.05)
