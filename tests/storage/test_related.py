"""What explains a plan is attached to it, and what may be the same plan is proposed; nothing is merged."""

from __future__ import annotations

from typing import Any

import pytest

from storage.database import Store
from storage.related import explained, explanations, perhaps_the_same, perhaps_the_same_of
from tests.storage.samples import keep, reading

PLACE = "云岭省云溪市"
EXPLANATION: dict[str, Any] = {
    "region": PLACE,
    "sort": "interpretation",
    "verdict": "no",
    "doc_number": None,
    "signed_date": None,
    "text": "方案提出五方面任务，共二十条措施，自印发之日起施行。" * 5,
}
BARE: dict[str, Any] = {
    "region": PLACE,
    "doc_number": None,
    "signed_date": None,
    "text": "另一个网站上的全文，排版和内容都不相同。" * 20,
}


@pytest.mark.parametrize(
    "title",
    [
        "《云溪市推动大规模设备更新和消费品以旧换新行动方案》政策解读",
        "一图读懂｜云溪市推动大规模设备更新和消费品以旧换新行动方案",
        "图解：推动大规模设备更新和消费品以旧换新行动方案",
        "关于《云溪市推动大规模设备更新和消费品以旧换新行动方案》的解读",
    ],
)
def test_an_explanation_is_attached_to_its_plan_and_never_told(store: Store, title: str) -> None:
    plan = keep(store, reading(region=PLACE))
    other = keep(store, reading(**{**EXPLANATION, "title": title}), url="http://www.yunxi.gov.cn/jd/1.html")
    assert other.document != plan.document
    assert [row["id"] for row in explanations(store, plan.document)] == [other.document]
    assert [row["id"] for row in explained(store, other.document)] == [plan.document]
    assert store.value("SELECT count(*) FROM events WHERE document = ?", [other.document]) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "《云溪市推动工业领域设备更新实施方案》解读"},
        {"title": "推动大规模设备更新和消费品以旧换新行动方案解读", "region": "云岭省云泽市"},
        {"title": "政策解读"},
    ],
    ids=("another plan", "another place", "no plan"),
)
def test_an_explanation_of_something_else_is_not_attached(store: Store, facts: dict[str, Any]) -> None:
    plan = keep(store, reading(region=PLACE))
    keep(store, reading(**{**EXPLANATION, **facts}), url="http://www.yunxi.gov.cn/jd/1.html")
    assert explanations(store, plan.document) == []


def test_nearly_the_same_title_without_number_and_date_is_proposed_and_not_merged(store: Store) -> None:
    plan = keep(store, reading(region=PLACE))
    copy = keep(
        store, reading(**{**BARE, "title": "推动大规模设备更新和消费品以旧换新行动方案"}), portal="yunling"
    )
    assert copy.document != plan.document
    assert [row["id"] for row in perhaps_the_same(store, plan.document)] == [copy.document]
    assert [row["id"] for row in perhaps_the_same(store, copy.document)] == [plan.document]
    both = {plan.document: [copy.document], copy.document: [plan.document]}
    assert perhaps_the_same_of(store, [plan.document, copy.document]) == both


def test_another_year_s_plan_is_not_proposed(store: Store) -> None:
    plan = keep(store, reading(region=PLACE))
    keep(store, reading(**{**BARE, "doc_number": "云政发〔2025〕3号"}), portal="yunling")
    assert perhaps_the_same(store, plan.document) == []
    assert perhaps_the_same_of(store, [plan.document]) == {}
