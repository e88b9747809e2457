"""The comparison page: one safe file in either language, with both texts and every finding."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document

from pipelines.compare import compare, compare_versions
from pipelines.publish.report import comparison_html
from pipelines.publish.report_files import comparison_docx, comparison_markdown
from tests.compare.plans import clause, plan
from tests.compare.test_compare import KAIFENG, LIFTS, LIXIA, NEW


def page(language: str = "zh") -> str:
    return comparison_html(compare(NEW, [KAIFENG, LIXIA]), language=language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_stands_alone(language: str) -> None:
    html = page(language)
    assert not re.search(r"<script|<link|@import|\bsrc=|url\(", html)
    assert f'<html lang="{language}">' in html


def test_every_finding_is_told_with_the_words_of_both_sides() -> None:
    comparison = compare(NEW, [KAIFENG, LIXIA])
    html = comparison_html(comparison, language="zh")
    for finding in comparison.findings:
        assert finding.summary_zh in html
        assert finding.quote in html
        assert all(each.quote in html for each in finding.baselines)


def test_what_was_cut_and_added_is_said_in_words() -> None:
    longer = plan("longer", clause("1", "住宅电梯", LIFTS.replace("鼓励", "支持")))
    html = comparison_html(compare(longer, [KAIFENG]), language="zh")
    assert "<del><b>删</b>鼓励</del>" in html
    assert "<ins><b>增</b>支持</ins>" in html


def test_the_target_table_has_a_column_a_plan_and_marks_the_extremes() -> None:
    html = page()
    row = html[html.index('<th scope="row">关键工序数控化率') :].split("</tr>")[0]
    assert re.findall(r'data-plan="([^"]+)"', row) == ["本方案", "开封市", "历下区"]
    assert re.search(r"80%[^<]*<em class=\"highest\">最高", re.sub(r"\s+", " ", row))


def test_markup_in_a_plan_is_shown_and_not_obeyed() -> None:
    hostile = plan("x", clause("1", "<b>", "<script>alert(1)</script>改造住宅电梯"))
    html = comparison_html(compare(hostile, [KAIFENG]), language="zh")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        page("fr")


def test_markdown_and_word_tell_what_the_page_tells() -> None:
    comparison = compare(NEW, [KAIFENG, LIXIA])
    markdown = comparison_markdown(comparison, language="zh")
    paragraphs = Document(io.BytesIO(comparison_docx(comparison, language="zh"))).paragraphs
    word = "\n".join(paragraph.text for paragraph in paragraphs)
    for finding in comparison.findings:
        assert finding.summary_zh in markdown.replace("\\", "")
        assert finding.summary_zh in word
    for each in NEW.clauses:
        assert "".join(each.text.split()) in "".join(word.split())
    assert "删：" in word


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_versions_make_a_page_too(language: str) -> None:
    changed = plan(
        "now", clause("1", "电梯更新", LIFTS.replace("鼓励", "支持")), clause("2", "新增条款", "设立基金。")
    )
    comparison = compare_versions(changed, NEW)
    html = comparison_html(comparison, language=language)
    assert {found.kind for found in comparison.findings} >= {"inserted", "dropped", "strengthened"}
    assert all(
        (found.summary_zh if language == "zh" else found.summary_en) in html for found in comparison.findings
    )
