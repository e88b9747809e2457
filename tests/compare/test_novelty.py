"""What only one plan has, and what it only mentions."""

from __future__ import annotations

from pipelines.compare import compare
from storage.models import Comparison, Finding
from tests.compare.plans import clause, plan, target

APPLIANCES = "支持家电销售企业联合生产企业、回收企业开展以旧换新促销活动，开设线上线下家电以旧换新专区。"
PUBLICITY = "制定整体宣传方案，做好政策宣传解读、典型经验介绍等工作。"
OTHERS = [
    plan(
        name,
        clause("1", "家电以旧换新", APPLIANCES, topics=("T29",)),
        clause("2", "加强宣传引导", PUBLICITY, topics=("T45",)),
        targets=(
            target("1", "废旧家电回收量", 30, "%", "废旧家电回收量增长30%", kind="growth", base_year=2023),
        ),
        region=region,
    )
    for name, region in (
        ("kaifeng", "河南省开封市"),
        ("lixia", "山东省济南市历下区"),
        ("wuqing", "天津市武清区"),
    )
]


def of_kind(comparison: Comparison, kind: str) -> list[Finding]:
    return [finding for finding in comparison.findings if finding.kind == kind]


def test_a_new_sentence_in_a_shared_clause_is_told_by_its_telling_phrase() -> None:
    added = "引导供销合作社参与，推行消费争议先行赔付。"
    own = plan("own", clause("1", "家电以旧换新", APPLIANCES + added, topics=("T29",)))
    (found,) = of_kind(compare(own, OTHERS), "new")
    assert found.quote == added
    assert found.summary_zh == "「家电以旧换新」：只有本方案提出『推行消费争议先行赔付』。"
    assert {each.quote for each in found.baselines} == {APPLIANCES}


def test_neighbouring_new_sentences_are_one_finding() -> None:
    added = "推行消费争议先行赔付机制。组织供销合作社下乡设点维修冰箱。"
    own = plan("own", clause("1", "家电以旧换新", APPLIANCES + added, topics=("T29",)))
    assert [found.quote for found in of_kind(compare(own, OTHERS), "new")] == [added]


def test_targets_for_indicators_that_no_baseline_has_are_new() -> None:
    own = plan(
        "own",
        clause("1", "家电以旧换新", APPLIANCES, topics=("T29",)),
        targets=(
            target("1", "废旧家电回收量", 30, "%", "增长30%", kind="growth", base_year=2023),
            target("1", "再生资源分拣中心", 19, "个", "建成再生资源分拣中心19个", kind="count"),
        ),
    )
    (found,) = of_kind(compare(own, OTHERS), "new")
    assert found.summary_zh == "只有本方案设定目标：再生资源分拣中心19个。"
    assert found.quote == "建成再生资源分拣中心19个"


def test_a_topic_mentioned_in_passing_is_told_as_such_with_the_mention() -> None:
    mention = "各部门要密切配合，做好政策解读。"
    own = plan("own", clause("1", "家电以旧换新", APPLIANCES, topics=("T29",)), clause("2", "组织", mention))
    (found,) = of_kind(compare(own, OTHERS), "omitted")
    assert (found.topic, found.clause, found.quote) == ("T45", None, mention)
    assert found.summary_zh.startswith("「宣传引导」没有专门内容，只附带提到，")


def test_fewer_than_three_of_many_baselines_make_no_omission() -> None:
    own = plan("own", clause("1", "家电以旧换新", APPLIANCES, topics=("T29",)))
    without = [
        plan(name, clause("1", "家电以旧换新", APPLIANCES, topics=("T29",))) for name in ("a", "b", "c")
    ]
    assert of_kind(compare(own, [*OTHERS[:2], *without]), "omitted") == []


def test_sentences_of_words_that_every_clause_has_say_nothing_new():
    """Such words weigh nothing, and a share of nothing is no number."""
    same = plan("新", *(clause(str(n), "推动设备更新", "推动设备更新。") for n in range(1, 13)))
    assert of_kind(compare(same, OTHERS), "new") == []
