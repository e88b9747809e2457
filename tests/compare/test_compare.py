"""A plan beside its baselines: couples, and the differences that a reader would name."""

from __future__ import annotations

from pipelines.compare import compare
from storage.models import Comparison, Finding
from tests.compare.plans import clause, plan, target

LIFTS = "加快更新不符合现行产品标准、安全风险高的老旧住宅电梯，鼓励既有住宅加装电梯。"
WARDS = "推动医疗机构病房改造提升，补齐病房环境与设施短板，优先支持医院将四人间改造为二人间。"
FARMS = "持续实施好农业机械报废更新补贴政策，扎实推进老旧农业机械报废更新，加快农业机械结构调整。"
HOMES = "鼓励国有公司收购“卖旧买新”群众二手住房，收购款直接转入预售资金监管账户。"

KAIFENG = plan(
    "kaifeng",
    clause("1", "住宅电梯", LIFTS, topics=("T09",)),
    clause("2", "医疗设备", WARDS, topics=("T24",)),
    clause("3", "农业机械", FARMS, topics=("T21",)),
    targets=(
        target("1", "规模以上工业企业关键工序数控化率", 75, "%", "关键工序数控化率超过75%", comparator=">"),
    ),
    region="河南省开封市",
)
LIXIA = plan(
    "lixia",
    clause("1", "医疗领域", WARDS, topics=("T24",)),
    clause("2", "老旧农机", FARMS, topics=("T21",)),
    targets=(target("1", "关键工序数控化率", 80, "%", "关键工序数控化率达到80%"),),
    region="山东省济南市历下区",
)
NEW = plan(
    "new",
    clause("1", "电梯更新", LIFTS, topics=("T09",)),
    clause("2", "住房以旧换新", HOMES, topics=("T31",)),
    clause("3", "病房", "推动医疗机构病房改造，补齐病房环境短板。", topics=("T24",)),
    targets=(target("1", "关键工序 数控化率", 78, "%", "关键工序数控化率78%"),),
)


def of_kind(comparison: Comparison, kind: str) -> list[Finding]:
    return [finding for finding in comparison.findings if finding.kind == kind]


def test_clauses_on_the_same_measure_are_coupled_and_others_are_not() -> None:
    couples = {(p.clause, p.baseline, p.baseline_clause) for p in compare(NEW, [KAIFENG, LIXIA]).pairs}
    assert couples == {("1", "kaifeng", "1"), ("3", "kaifeng", "2"), ("3", "lixia", "1")}


def test_a_measure_that_no_baseline_has_is_new_with_its_own_words() -> None:
    (found,) = of_kind(compare(NEW, [KAIFENG, LIXIA]), "new")
    assert (found.clause, found.topic, found.quote) == ("2", "T31", HOMES)


def test_a_topic_that_the_baselines_treat_and_the_plan_does_not_is_omitted() -> None:
    (found,) = of_kind(compare(NEW, [KAIFENG, LIXIA]), "omitted")
    assert (found.clause, found.topic) == (None, "T21")
    assert [(b.name, b.clause, b.quote) for b in found.baselines] == [
        ("kaifeng", "3", FARMS),
        ("lixia", "2", FARMS),
    ]


def test_a_target_is_raised_against_one_baseline_and_lowered_against_another() -> None:
    comparison = compare(NEW, [KAIFENG, LIXIA])
    (raised,), (lowered,) = of_kind(comparison, "raised"), of_kind(comparison, "lowered")
    assert raised.summary_zh == "关键工序数控化率78%，高于开封市（超过75%）。"
    assert lowered.summary_en == "Share of key processes under numerical control: 78%, below Lixia (80%)."
    assert [b.quote for b in lowered.baselines] == ["关键工序数控化率达到80%"]


def test_a_sentence_taken_over_word_for_word_is_copied() -> None:
    (found,) = of_kind(compare(NEW, [KAIFENG, LIXIA]), "copied")
    assert (found.clause, found.quote, [b.name for b in found.baselines]) == ("1", LIFTS, ["kaifeng"])


def test_findings_stand_heaviest_first() -> None:
    weights = [finding.weight for finding in compare(NEW, [KAIFENG, LIXIA]).findings]
    assert weights == sorted(weights, reverse=True)


def test_of_a_plan_that_could_not_be_read_nothing_is_said_to_be_missing() -> None:
    comparison = compare(plan("empty"), [KAIFENG])
    assert (comparison.pairs, comparison.findings) == ((), ())


def test_without_baselines_nothing_is_new() -> None:
    comparison = compare(NEW, [])
    assert (comparison.pairs, comparison.findings) == ((), ())


def test_a_list_of_annexes_treats_nothing() -> None:
    annexes = clause("4", "", "附件：《开封市推动大规模设备更新和消费品以旧换新实施方案》责任分工表")
    title = clause("3.1", "", "《历下区推动大规模设备更新和消费品以旧换新实施方案》责任分工表由区发改局编制")
    assert compare(plan("own", annexes), [plan("other", title)]).pairs == ()
