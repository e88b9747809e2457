"""More or less binding words, other years, other departments, foreign names: differences inside a shared measure."""

from __future__ import annotations

import pytest

from pipelines.compare import compare
from pipelines.compare.duties import same_office
from storage.models import Comparison, Department, Finding
from tests.compare.plans import clause, plan

LIFTS = "到2027年，鼓励既有住宅加装电梯，对故障率高的老旧住宅电梯进行更新改造。"
KAIFENG = plan(
    "kaifeng", clause("1", "住宅电梯", LIFTS, topics=("T09",), units=(Department("市住房城乡建设局", "责任"),)),
    region="河南省开封市",
)  # fmt: skip
LIXIA = plan(
    "lixia", clause("1", "电梯改造", LIFTS, topics=("T09",), units=(Department("区住房和城乡建设局", "牵头"),)),
    region="山东省济南市历下区",
)  # fmt: skip


def compared(text: str, *units: Department, region: str = "云南省甲县") -> Comparison:
    own = plan("own", clause("1", "住宅电梯", text, topics=("T09",), units=units), region=region)
    return compare(own, [KAIFENG, LIXIA])


def only(comparison: Comparison, kind: str) -> Finding:
    (found,) = [finding for finding in comparison.findings if finding.kind == kind]
    return found


@pytest.mark.parametrize(
    ("word", "kind", "words"),
    [
        ("必须推动", "strengthened", "用“必须”，开封市、历下区用“鼓励”"),
        ("探索", "weakened", "用“探索”，开封市、历下区用“鼓励”"),
    ],
)
def test_a_more_or_less_binding_word_is_told_once_for_all_baselines(word: str, kind: str, words: str) -> None:
    found = only(compared(LIFTS.replace("鼓励", word)), kind)
    assert words in found.summary_zh
    assert [each.name for each in found.baselines] == ["kaifeng", "lixia"]


def test_a_prohibition_that_was_left_out_weakens() -> None:
    strict = plan("strict", clause("1", "住宅电梯", f"不得{LIFTS}", topics=("T09",)), region="河南省开封市")
    own = plan("own", clause("1", "住宅电梯", LIFTS, topics=("T09",)))
    assert "少了开封市的“不得”" in only(compare(own, [strict]), "weakened").summary_zh


def test_another_year_in_the_same_sentence_is_rescheduled() -> None:
    found = only(compared(LIFTS.replace("2027", "2025")), "rescheduled")
    assert found.summary_zh == "「住宅电梯」时限为2025年，开封市、历下区为2027年。"
    assert found.summary_en == "“住宅电梯” is due in 2025, in Kaifeng and Lixia 2027."


def test_a_measure_that_another_department_leads_is_reassigned() -> None:
    found = only(compared(LIFTS, Department("县市场监督管理局", "责任")), "reassigned")
    assert (found.quote, [each.quote for each in found.baselines]) == (
        "县市场监督管理局", ["市住房城乡建设局", "区住房和城乡建设局"],
    )  # fmt: skip


def test_the_same_office_of_another_government_is_no_reassignment() -> None:
    comparison = compared(LIFTS, Department("县住房建设局", "责任"))
    assert [finding for finding in comparison.findings if finding.kind == "reassigned"] == []


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("区发展改革委", "市发展和改革委员会", True),
        ("市市场监督管理局", "区市场监管局", True),
        ("市城管局", "区城市管理委", True),
        ("区教育和体育局", "市教体局", True),
        ("市规划资源局武清分局", "市自然资源和规划局", True),
        ("区住房和城市建设局", "市住房城乡建设局", True),
        ("区财政局", "区税务局", False),
        ("区商务局", "区工业和信息化局", False),
    ],
)
def test_offices_are_the_same_by_what_they_are_for(left: str, right: str, same: bool) -> None:
    assert same_office(left, right) is same


def test_another_places_name_in_a_copied_sentence_is_a_remnant() -> None:
    own_words = LIFTS.replace("既有住宅", "开封市既有住宅")
    found = only(compared(own_words), "remnant")
    assert (found.quote, found.baselines[0].quote) == (own_words, LIFTS)
    assert "开封市" in found.summary_zh


def test_a_place_may_name_itself() -> None:
    comparison = compared(LIFTS.replace("既有住宅", "开封市既有住宅"), region="河南省开封市")
    assert [finding for finding in comparison.findings if finding.kind == "remnant"] == []


def test_a_clause_that_says_all_and_more_is_elaborated() -> None:
    more = "依托住宅专项维修资金和政府救济机制，为困难家庭分担费用，并由社区设置接待窗口受理咨询。"
    found = only(compared(LIFTS + more), "elaborated")
    assert found.quote == more
    assert [each.name for each in found.baselines] == ["kaifeng", "lixia"]
