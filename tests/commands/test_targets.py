"""One indicator across the stored plans: by range, unit, year and the filters of all look-ups."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from storage.baselines import name_baseline
from storage.database import open_store
from storage.models import Target
from tests.storage.samples import NOW, keep, reading

# region, indicator, value, unit, due
SET = (
    ("河北省保定市", "二手车交易量", 45.0, "%", 2027),
    ("河北省唐山市", "二手车交易量", 30.0, "%", 2025),
    ("山东省济南市", "二手车交易量", 2.0, "万辆", 2027),
    ("山东省青岛市", "高技能人才", (5.0, 8.0), "万人", None),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aimed")
    with open_store(folder) as store:
        for n, (region, indicator, value, unit, due) in enumerate(SET):
            comparator = "范围" if isinstance(value, tuple) else "="
            target = Target("1", indicator, comparator, value, unit, due, None, "level", True, indicator)
            made = reading(f"{n}。", title=f"{region}方案", region=region, doc_number=f"政发〔2024〕{n}号")
            keep(store, replace(made, targets=(target,)), n)
    return folder


def planwatch(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), "targets", *words], prog_name="planwatch")


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        (("二手车",), ["山东省济南市", "河北省保定市", "河北省唐山市"]),
        (("二手车", "--unit", "%"), ["河北省保定市", "河北省唐山市"]),
        (("二手车", "--unit", "辆", "--min", "20000"), ["山东省济南市"]),
        (("二手车", "--unit", "万辆", "--max", "20000"), ["山东省济南市"]),
        (("二手车", "--min", "40", "--max", "50"), ["河北省保定市"]),
        (("二手车", "--by", "2026"), ["河北省唐山市"]),
        (("二手车", "--region", "河北", "--max", "45"), ["河北省保定市", "河北省唐山市"]),
        (("高技能", "--min", "7"), ["山东省青岛市"]),
        (("高技能", "--since", "2024-10-14", "--during", "2024"), ["山东省青岛市"]),
    ],
)
def test_targets_are_narrowed(data: Path, words: tuple[str, ...], regions: list[str]) -> None:
    found = json.loads(planwatch(data, *words, "--json").stdout)
    assert [row["region"] for row in found] == regions


def test_a_plan_that_is_known_by_two_names_is_told_once(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        document = keep(store, reading()).document
        for name in ("yunxi", "yun"):
            name_baseline(store, name, document, NOW)
    assert len(json.loads(planwatch(tmp_path, "设备投资规模", "--json").stdout)) == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("二手车", "--min", "50", "--max", "40"), 2, "50 is more than the --max of 40"),
        (("二手车", "--min", "viel"), 2, "'viel' is not a valid float"),
        (("二手车", "--min", "99", "--unit", "%"), 1, "3 are outside, in %, 辆"),
        (("二手车", "--region", "云南"), 1, "that fits the filters"),
        (("高记能",), 1, "Did you mean 高技能人才"),
        (("二手车", "--since", "2024-07", "--until", "2024-05"), 2, "no day is both on or after 2024-07-01"),
        (("二手车", "--since", "2024-13"), 2, "'2024-13' is not in the calendar"),
    ],
)
def test_what_finds_nothing_or_is_wrong_says_why(
    data: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ended = planwatch(data, *words)
    assert ended.exit_code == code
    assert told in ended.stderr
