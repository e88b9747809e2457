"""Baselines are known plans, and each stored plan is compared with them once, until one side is read otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from storage.baselines import (
    add_baseline,
    baseline_set,
    baselines,
    load_baselines,
    name_baseline,
    plan_of,
    remove_baseline,
)
from storage.comparisons import load_comparison, save_comparison, to_compare
from storage.database import Store
from storage.library import find
from storage.models import BaselineQuote, Comparison, Finding, Pair, Plan, Reading
from storage.outbox import open_events
from storage.readings import load_reading
from tests.storage.samples import DAY, NOW, TEXT, change, keep, reading

JIANG = "云江市实施方案\n一、更新电梯500部。"


def jiang(text: str = JIANG, **more: Any) -> Reading:
    return reading(
        text, title="云江市实施方案", issuer="云江市人民政府", **{"doc_number": "江政〔2024〕8号", **more}
    )


def comparison(store: Store, revision: int) -> Comparison:
    """A comparison of a revision with all baselines, with something of everything in it."""
    quotes = (BaselineQuote("jiang", "1", "更新电梯500部"), BaselineQuote("jiang", None, "另有"))
    return Comparison(
        plan=plan_of(store, revision, "1"),
        baselines=tuple(plan_of(store, each, name) for name, _, each in baselines(store)),
        pairs=(Pair("1", "jiang", "2.1", 0.75, "reworded"), Pair("2.1", "jiang", "1", 0.5, "overlapping")),
        findings=(
            Finding("lowered", "1", "T07", "更新老旧电梯300部", 0.8, quotes, "低于", "lower"),
            Finding("omitted", None, None, "", 0.5, (), "遗漏", "left out"),
        ),
    )


def test_baselines_are_loaded_once_and_told_never(store: Store) -> None:
    for _ in range(2):
        load_baselines(store, {"jiang": jiang(), "xi": reading()}, NOW)
    assert baselines(store) == [("jiang", 1, 1), ("xi", 2, 2)]
    assert plan_of(store, 1, "jiang") == Plan.of("jiang", jiang())
    assert open_events(store) == []


def test_a_baseline_that_a_portal_publishes_is_known_and_gains_a_source(store: Store) -> None:
    load_baselines(store, {"jiang": jiang()}, NOW)
    seen = keep(store, jiang("江政〔2024〕8号\n" + JIANG, doc_number="江政[2024]8号"), portal="yunjiang")
    assert (seen.document, seen.outcome) == (1, "known-elsewhere")
    assert [event.kind for event in open_events(store)] == ["source"]
    assert find(store, "jiang")[0]["url"] == "https://www.yunjiang.example/1.html"


def test_a_document_that_a_portal_published_before_becomes_the_baseline(store: Store) -> None:
    published = keep(store, jiang(), portal="yunjiang")
    load_baselines(store, {"jiang": jiang()}, NOW)
    assert baselines(store) == [("jiang", published.document, published.revision)]
    assert [event.kind for event in open_events(store)] == ["new"]


def test_a_baseline_keeps_its_text_when_the_portal_revises_it(store: Store) -> None:
    load_baselines(store, {"jiang": jiang()}, NOW)
    keep(store, jiang(), portal="yunjiang")
    keep(store, jiang(JIANG + "\n二、更新锅炉。"), portal="yunjiang", at=NOW + DAY)
    load_baselines(store, {"jiang": jiang()}, NOW + DAY)
    ((_, _, revision),) = baselines(store)
    assert load_reading(store, revision).main_text == JIANG


def test_a_baseline_whose_file_changes_is_compared_with_as_it_now_reads(store: Store) -> None:
    load_baselines(store, {"jiang": jiang()}, NOW)
    load_baselines(store, {"jiang": jiang(JIANG + "\n二、更新锅炉。")}, NOW + DAY)
    ((_, document, revision),) = baselines(store)
    assert (document, "锅炉" in load_reading(store, revision).main_text) == (1, True)
    assert open_events(store) == []


def test_baselines_are_named_and_unnamed(store: Store) -> None:
    saved = keep(store, reading())
    name_baseline(store, "xi", saved.document, NOW)
    assert baselines(store) == [("xi", saved.document, saved.revision)]
    assert add_baseline(store, "xi", jiang(), NOW) != saved.document
    assert remove_baseline(store, "xi")
    assert not remove_baseline(store, "xi")
    assert baselines(store) == []
    assert len(find(store, "云溪市")) == 1, "the document stays"
    with pytest.raises(KeyError):
        name_baseline(store, "none", 99, NOW)


def test_a_plan_is_compared_once(store: Store) -> None:
    load_baselines(store, {"jiang": jiang()}, NOW)
    plan = keep(store, reading())
    keep(store, reading("要闻", verdict="no", sort="news", doc_number=None, title="要闻"), 2)
    assert to_compare(store, baseline_set(store)) == [plan.revision], "neither the baseline itself nor news"
    save_comparison(store, plan.revision, comparison(store, plan.revision), NOW)
    assert to_compare(store, baseline_set(store)) == []


def test_a_plan_is_compared_again_once_either_side_changes(store: Store) -> None:
    load_baselines(store, {"jiang": jiang()}, NOW)
    plan = keep(store, reading())

    def waits_after_comparison() -> bool:
        waits = to_compare(store, baseline_set(store)) == [plan.revision]
        save_comparison(store, plan.revision, comparison(store, plan.revision), NOW)
        return waits

    assert waits_after_comparison()
    load_baselines(store, {"jiang": jiang(validity="有效")}, NOW)
    assert waits_after_comparison(), "a baseline is read better"
    load_baselines(store, {"second": jiang("另一个\n一、二", doc_number="江政〔2024〕9号")}, NOW)
    assert waits_after_comparison(), "a baseline was added"
    keep(store, reading(validity="有效"), at=NOW + DAY)
    assert waits_after_comparison(), "the plan is read better"
    assert to_compare(store, baseline_set(store)) == []
    revised = change(store, reading(TEXT + "\n三、附则"), at=NOW + DAY)
    assert to_compare(store, baseline_set(store)) == [revised.revision]


def test_a_comparison_comes_back_whole(store: Store) -> None:
    load_baselines(store, {"jiang": jiang()}, NOW)
    plan = keep(store, reading())
    assert load_comparison(store, plan.revision) is None
    made = comparison(store, plan.revision)
    for _ in range(2):
        save_comparison(store, plan.revision, made, NOW)
    back = load_comparison(store, plan.revision)
    assert back is not None
    assert (back.baselines, back.pairs, back.findings) == (made.baselines, made.pairs, made.findings)
    assert back.plan.clauses == made.plan.clauses
    assert store.value("SELECT count(*) FROM findings") == 2, "the second saving takes the place of the first"


def test_only_a_comparison_with_baselines_is_stored(store: Store) -> None:
    plan = keep(store, reading())
    with pytest.raises(KeyError):
        save_comparison(store, 99, comparison(store, plan.revision), NOW)
    stranger = Comparison(plan_of(store, 1, "1"), (plan_of(store, 1, "stranger"),), (), ())
    with pytest.raises(KeyError):
        save_comparison(store, plan.revision, stranger, NOW)
    assert load_comparison(store, plan.revision) is None
