"""Copies of a document are recognised; another document never is, however alike: nobody would be told of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storage.database import Store
from tests.storage.samples import TEXT, keep, reading

NOTICE = "云溪市人民政府关于印发《云溪市推动大规模设备更新和消费品以旧换新行动方案》的通知"
OTHER_TEXT = "云溪市推动大规模设备更新和消费品以旧换新行动方案\n" + "完全不同的内容，谈的是另一些事情。" * 20
NO_NUMBER: dict[str, Any] = {"doc_number": None}
NO_NUMBER_NO_DATE: dict[str, Any] = {"doc_number": None, "signed_date": None}
BOILERPLATE = "各县（区）人民政府，市政府有关部门：\n现印发给你们，请结合实际认真贯彻执行。\n"


@pytest.mark.parametrize(
    ("first", "copy"),
    [
        pytest.param({}, {"doc_number": "云政发[2024] 17 号"}, id="its number in another spelling"),
        pytest.param({}, {"title": NOTICE, "text": OTHER_TEXT}, id="its number under the notice's title"),
        pytest.param(
            {"issuer": "云岭省云溪市人民政府"}, {"text": OTHER_TEXT}, id="its issuer without the province"
        ),
        pytest.param({}, {"issuer": None, "text": OTHER_TEXT}, id="its number and title without an issuer"),
        pytest.param(NO_NUMBER, {**NO_NUMBER, "text": OTHER_TEXT}, id="its title, issuer and date"),
        pytest.param(
            {}, {**NO_NUMBER, "title": NOTICE, "text": OTHER_TEXT}, id="the notice's title, issuer and date"
        ),
        pytest.param({}, NO_NUMBER_NO_DATE, id="its text alone"),
        pytest.param(
            {}, {**NO_NUMBER_NO_DATE, "text": TEXT + "\n打印 关闭"}, id="its text with a page's furniture"
        ),
        pytest.param({"title": None}, {**NO_NUMBER, "issuer": None}, id="its text and date"),
    ],
)
def test_a_copy_is_recognised_by(store: Store, first: dict[str, Any], copy: dict[str, Any]) -> None:
    keep(store, reading(**first))
    assert keep(store, reading(**copy), portal="yunling").outcome == "known-elsewhere"


@pytest.mark.parametrize(
    ("first", "other"),
    [
        pytest.param({}, {"doc_number": "云政发〔2024〕18号"}, id="another number"),
        pytest.param({}, {"doc_number": "云政发〔2023〕17号"}, id="another year's number"),
        pytest.param(
            {"text": OTHER_TEXT, "title": "云溪区行动方案"},
            {"issuer": "岭北市云溪区人民政府"},
            id="the number of another place of the same short name",
        ),
        pytest.param(
            {
                "text": OTHER_TEXT,
                "title": "关于供热工作的通知",
                "doc_number": "国发〔2024〕7号",
                "issuer": None,
            },
            {"doc_number": "国发〔2024〕7号"},
            id="the number that both cite",
        ),
        pytest.param(
            {**NO_NUMBER, "text": OTHER_TEXT},
            {**NO_NUMBER, "signed_date": date(2025, 3, 1)},
            id="next year's plan under the same title",
        ),
        pytest.param(
            {**NO_NUMBER, "text": BOILERPLATE, "title": "关于印发供热方案的通知"},
            {**NO_NUMBER, "text": BOILERPLATE, "title": "关于印发供水方案的通知"},
            id="the same covering words on the same day",
        ),
        pytest.param({"text": ""}, {"text": "", **NO_NUMBER, "title": "另一方案"}, id="no text at all"),
        pytest.param({"sort": "interpretation", "verdict": "no"}, {}, id="the plan after its interpretation"),
        pytest.param({}, {"sort": "news", "verdict": "no"}, id="news of the plan"),
    ],
)
def test_a_document_of_its_own_is(store: Store, first: dict[str, Any], other: dict[str, Any]) -> None:
    keep(store, reading(**first))
    assert keep(store, reading(**other), portal="yunling").outcome == "new"


def test_a_known_address_keeps_its_document_whatever_it_says(store: Store) -> None:
    first = keep(store, reading())
    assert (
        keep(store, reading("另文", title="另一方案", doc_number="云政发〔2024〕99号")).document
        == first.document
    )


def test_a_very_long_text_is_recognised_in_bounded_time(store: Store) -> None:
    """Comparing the whole of two such texts would take minutes."""
    long = TEXT * 5000
    keep(store, reading(long))
    assert (
        keep(store, reading("转载\n" + long, **NO_NUMBER_NO_DATE), portal="yunling").outcome
        == "known-elsewhere"
    )
