"""Relevance: titles written for the purpose (titles.tsv), what the text changes, and terms that a user edits."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipelines.embedded import config_dir
from pipelines.relevance import TermsError, judge, judge_title, load_terms, speaks_of_programme
from storage.models import Metadata

OWN = Path(__file__).parent / "titles.tsv"
SHARED = Path(__file__).parents[3] / "shared" / "titles.tsv"
PLAN_TITLE = "开封市推动大规模设备更新和消费品以旧换新实施方案"
PLAN_TEXT = "".join(f"{n}、推动设备更新\n加快更新。\n" for n in "一二三四五六七")
SIGNED = Metadata(
    title=PLAN_TITLE, doc_number="汴政〔2024〕8号", issuer="开封市人民政府", signed_date=date(2024, 5, 28)
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row.get("ambiguous") != "ambiguous"]


def precision_and_recall(titles: list[dict[str, str]]) -> tuple[float, float]:
    expected = {row["title"] for row in titles if row["is_plan"] == "1"}
    found = {row["title"] for row in titles if judge_title(row["title"]).is_plan}
    return len(expected & found) / len(found), len(expected & found) / len(expected)


def test_titles_alone_tell_plans_from_everything_else():
    precision, recall = precision_and_recall(rows(OWN))
    assert precision >= 0.97
    assert recall >= 0.97


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled real titles are not beside the checkout")
def test_real_titles():
    precision, recall = precision_and_recall(rows(SHARED))
    assert precision >= 0.95
    assert recall >= 0.95


def test_the_sort_says_what_a_paper_is():
    titles = rows(OWN)
    right = sum(judge_title(row["title"]).sort == row["sort"] for row in titles)
    assert right / len(titles) >= 0.94


def test_no_plan_and_no_interpretation_is_left_unopened():
    followed = [
        row for row in rows(OWN) if row["is_plan"] == "1" or row["sort"] in ("interpretation", "central")
    ]
    assert [row["title"] for row in followed if not speaks_of_programme(row["title"])] == []
    assert not speaks_of_programme("南屏市城市更新行动实施方案")


def test_every_verdict_has_its_reasons():
    for row in rows(OWN):
        assert judge_title(row["title"]).reasons, row["title"]


def test_text_and_fields_confirm_a_plan():
    confirmed = judge(PLAN_TITLE, text=PLAN_TEXT, metadata=SIGNED)
    assert confirmed.verdict == "plan"
    assert confirmed.score > judge_title(PLAN_TITLE).score


@pytest.mark.parametrize(
    ("text", "metadata", "verdicts"),
    [
        ("更多精彩内容请下载。", Metadata(title=PLAN_TITLE), {"no", "review"}),  # a shell without anything
        (PLAN_TEXT, Metadata(title=PLAN_TITLE), {"review"}),  # a template: clauses, but nobody's
        ("本报讯（记者 张三）近日，以旧换新方案印发。", SIGNED, {"no", "review"}),
        (
            "解读如下。一、起草背景\n为推动设备更新。\n二、主要内容\n三、下一步\n",
            Metadata(title=PLAN_TITLE),
            {"no", "review"},
        ),
        (
            "一、党建\n二、人事\n三、其他\n四、附则\n五、\n六、\n",
            SIGNED,
            {"no", "review"},
        ),  # another paper below
    ],
)
def test_a_page_titled_like_a_plan_that_is_none(text, metadata, verdicts):
    assert judge(PLAN_TITLE, text=text, metadata=metadata).verdict in verdicts


def test_a_central_document_reposted_under_a_plans_title():
    metadata = Metadata(issuer="国务院", doc_number="国发〔2024〕7号", signed_date=date(2024, 3, 7))
    judged = judge("推动大规模设备更新和消费品以旧换新行动方案", text=PLAN_TEXT, metadata=metadata)
    assert (judged.verdict, judged.sort) == ("no", "central")


def test_a_plan_of_an_earlier_programme():
    metadata = Metadata(issuer="开封市商务局", doc_number="汴商〔2009〕7号", signed_date=date(2009, 6, 1))
    assert not judge("开封市家电以旧换新实施细则", text=PLAN_TEXT, metadata=metadata).is_plan


def test_a_bare_notice_becomes_a_plan_by_what_stands_in_it():
    title = "开封市商务局关于做好2025年家电以旧换新工作的通知"
    assert judge_title(title).verdict == "review"
    assert judge(title, text=PLAN_TEXT, metadata=SIGNED).verdict == "plan"


def test_words_can_be_edited_and_mistakes_are_named(tmp_path):
    text = (config_dir() / "terms.yaml").read_text(encoding="utf-8")
    edited = tmp_path / "terms.yaml"
    edited.write_text(
        text.replace("words: [以旧换新,", "words: [旧机焕彩,", 1).replace(
            "      [以旧换新,", "      [旧机焕彩, 以旧换新,", 1
        ),
        encoding="utf-8",
    )
    assert judge_title("开封市旧机焕彩实施方案", load_terms(edited)).is_plan
    assert not judge_title("开封市旧机焕彩实施方案").is_plan

    edited.write_text(text.replace("weight: 3.0", "weight: heavy", 1), encoding="utf-8")
    with pytest.raises(TermsError, match=r"topics\.programme\.weight.*number.*heavy"):
        load_terms(edited)
    edited.write_text("base: [", encoding="utf-8")
    with pytest.raises(TermsError, match=r"terms\.yaml"):
        load_terms(edited)


@pytest.mark.parametrize("link", ["{}.docx", "附件1：{}", "【市政府文件】{}", "附件：{}.PDF"])
def test_a_plan_is_told_by_the_words_of_a_link_as_well(link):
    assert judge_title(link.format(PLAN_TITLE)).is_plan


def test_houses_traded_in_are_another_programme():
    assert not judge_title("枫泽市房地产“以旧换新”实施方案").is_plan
