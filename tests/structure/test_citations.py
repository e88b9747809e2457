"""Other documents that a plan names."""

from __future__ import annotations

from pipelines.structure import read_citations

TEXT = (
    "为落实《国务院关于印发〈推动大规模设备更新和消费品以旧换新行动方案〉的通知》（国发〔2024〕7号）和《汽车以旧换新补贴实施细则》，"
    "按照冀政发[2024]5号要求，制定《某市推动设备更新实施方案》。上演《红楼梦》。"
)


def test_titles_and_numbers_are_cited_once_each_and_the_plan_itself_is_not():
    cites = read_citations(TEXT + TEXT, own=("某市推动设备更新实施方案",))
    assert [(cite.title, cite.doc_number) for cite in cites] == [
        ("国务院关于印发〈推动大规模设备更新和消费品以旧换新行动方案〉的通知", "国发〔2024〕7号"),
        ("汽车以旧换新补贴实施细则", None),
        (None, "冀政发〔2024〕5号"),
    ]


def test_a_citation_is_quoted_as_printed():
    assert read_citations(TEXT)[0].quote.endswith("（国发〔2024〕7号）")


def test_a_document_does_not_cite_its_own_number_though_the_name_before_it_is_cut_short():
    assert read_citations("岱川省商务厅公告\n2024年第8号\n附件", own=("岱川省商务厅公告2024年第8号",)) == ()
