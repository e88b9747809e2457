"""Topics and modality of a clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.structure import read_structure
from pipelines.structure.modality import read_modality
from pipelines.structure.topics import default_topics, load_topics, read_topics


def test_there_are_46_topics_named_in_both_languages():
    topics = default_topics()
    assert [topic.id for topic in topics] == [f"T{number:02}" for number in range(1, 47)]
    assert all(topic.zh and topic.en and topic.words for topic in topics)


@pytest.mark.parametrize(
    ("heading", "text", "topic"),
    [
        ("推动住宅老旧电梯更新", "更新改造老旧电梯。", "T09"),
        ("加强农机报废更新", "落实农业机械报废更新补贴。", "T21"),
        ("完善财税政策", "统筹使用中央财政资金，落实税收优惠。", "T39"),
        ("加强组织领导", "建立工作专班，统筹协调。", "T44"),
    ],
)
def test_a_clause_treats_what_its_heading_names(heading: str, text: str, topic: str):
    assert read_topics(heading, text)[0] == topic


def test_a_sector_is_only_mentioned_under_a_heading_of_money():
    assert "T27" not in read_topics("完善财税政策", "用好中央财政资金，支持汽车以旧换新。")
    assert "T27" in read_topics("", "用好中央财政资金，支持汽车以旧换新。")


def test_a_clause_without_a_heading_is_about_the_heading_above_it():
    clauses = read_structure("第二章 汽车补贴\n第四条 对下列个人给予一次性补贴，标准如下。").clauses
    assert "T27" in clauses[-1].topics


def test_a_user_may_bring_topics_of_his_own(tmp_path: Path):
    file = tmp_path / "topics.yaml"
    file.write_text("- {id: X1, zh: 船舶, en: ships, strong: [老旧…船], terms: [船]}\n", encoding="utf-8")
    assert read_topics("", "报废老旧运输船。", load_topics(file)) == ("X1",)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("不得使用落后设备。", "必须"),
        ("各部门要落实责任。", "应当"),
        ("鼓励企业更新，引导居民换新，支持回收。", "鼓励"),
        ("支持企业更新。", "支持"),
        ("探索新模式。", "探索"),
        ("加大政策支持力度，坚持政府引导。", None),
    ],
)
def test_how_binding_a_clause_is(text: str, modality: str | None):
    assert read_modality(text) == modality
