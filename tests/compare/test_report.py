"""The comparison page: one safe file in either language, with both texts and every finding."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from lxml import html as lxml_html

from pipelines.compare import compare, compare_versions
from pipelines.publish.report import comparison_html
from pipelines.publish.report_files import comparison_json, comparison_markdown
from pipelines.publish.report_word import comparison_docx
from pipelines.publish.words import TEMPLATES
from storage.models import Comparison, Pair
from tests.compare.plans import clause, plan
from tests.compare.test_compare import FARMS, HOMES, KAIFENG, LIFTS, LIXIA, NEW, WARDS
from tests.publish.payloads import PAYLOADS


def page_of_new(language: str = "zh") -> str:
    return comparison_html(compare(NEW, [KAIFENG, LIXIA]), language=language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_stands_alone(language: str) -> None:
    html = page_of_new(language)
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
    html = page_of_new()
    row = html[html.index('<th scope="row">关键工序数控化率') :].split("</tr>")[0]
    assert re.findall(r'data-plan="([^"]+)"', row) == ["本方案", "开封市", "历下区"]
    assert re.search(r"80%[^<]*<em class=\"highest\">最高", re.sub(r"\s+", " ", row))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_plan_is_shown_and_not_obeyed(payload: str) -> None:
    hostile = plan(payload, clause("1", f"住宅电梯{payload}", f"{payload}改造住宅电梯。"), region=payload)
    harmless = plan("x", clause("1", "住宅电梯x", "x改造住宅电梯。"), region="x")
    page, model = (
        lxml_html.fromstring(comparison_html(compare(one, [KAIFENG]), language="zh"))
        for one in (hostile, harmless)
    )
    assert {each.tag for each in page.iter()} <= {each.tag for each in model.iter()} | {
        "ins",
        "del",
        "mark",
        "b",
    }
    assert not page.xpath("//@*[starts-with(name(), 'on')] | //@*[contains(., 'javascript:')]")
    # a parser drops NUL, and white space is the layout's
    assert " ".join(payload.replace("\0", "").split()) in " ".join(page.text_content().split())


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        page_of_new("fr")


def word_text(comparison: Comparison, **options: bool) -> str:
    document = Document(io.BytesIO(comparison_docx(comparison, language="zh", **options)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_markdown_and_word_tell_what_the_page_tells() -> None:
    comparison = compare(NEW, [KAIFENG, LIXIA])
    markdown = comparison_markdown(comparison, language="zh").replace("\\", "")
    word = word_text(comparison)
    for finding in comparison.findings:
        quotes = (finding.summary_zh, finding.quote, *(each.quote for each in finding.baselines))
        assert all(quote in markdown and quote in word for quote in quotes)
    for each in NEW.clauses:
        assert each.text in markdown
        assert each.text in word


def test_every_clause_is_annotated_with_its_own_findings_and_not_a_word_of_it_is_altered() -> None:
    comparison = compare(NEW, [KAIFENG, LIXIA])
    page = lxml_html.fromstring(comparison_html(comparison, language="zh"))
    for each in NEW.clauses:
        (article,) = page.xpath(f"//article[@id='n{each.id}']")
        assert article.xpath("string(p[@class='words'])") == each.text
        told = article.xpath("div[@class='remark']/p/text()[last()]")
        assert told == [found.summary_zh for found in comparison.findings if found.clause == each.id]
    absent = page.xpath("string(//article[@id='absent'])")
    assert all(found.summary_zh in absent for found in comparison.findings if found.clause is None)


def test_what_a_finding_quotes_is_marked_in_the_annotated_text() -> None:
    page = lxml_html.fromstring(page_of_new())
    assert [mark.text for mark in page.xpath("//article[@id='n2']//mark")] == [HOMES]


FIRST, SECOND, THIRD = "加快更新老旧住宅电梯。", "施工不得影响结构安全。", "设立电梯养老金账户。"
TURNED = compare_versions(
    plan("now", clause("1", "住宅电梯", SECOND + THIRD + FIRST)),
    plan("before", clause("1", "住宅电梯", FIRST + SECOND + THIRD)),
)


def test_a_moved_sentence_is_shown_as_moved_in_every_format() -> None:
    html = comparison_html(TURNED, language="zh", versions=True)
    assert f'<span class="moved"><b>移走</b>{FIRST}</span>' in html
    assert f'<span class="moved"><b>移来</b>{FIRST}</span>' in html
    (pair,) = comparison_json(TURNED)["pairs"]
    assert [(each["op"], each["a"], each["b"]) for each in pair["redline"]] == [
        ("moved", FIRST, ""),
        ("equal", SECOND + THIRD, SECOND + THIRD),
        ("moved", "", FIRST),
    ]
    for text in (comparison_markdown(TURNED, language="zh"), word_text(TURNED)):
        assert f"〔移走：{FIRST}〕{SECOND}{THIRD}〔移来：{FIRST}〕" in text


def test_of_a_clause_with_little_in_common_only_the_sentences_that_say_the_same_are_marked() -> None:
    other = "完善金融机构考核。鼓励既有住宅加装电梯，统筹社会资本投入。发展绿色信贷。强化监管。"
    own = f"{HOMES}{WARDS}鼓励既有住宅加装电梯，统筹财政资金投入。{FARMS}"
    pair = Pair("1", "kaifeng", "1", 0.4, "overlapping")
    comparison = Comparison(
        plan("x", clause("1", "甲", own)), (plan("kaifeng", clause("1", "乙", other)),), (pair,), ()
    )
    (words,) = lxml_html.fromstring(comparison_html(comparison, language="zh")).xpath(
        "//div[@class='partner whole']/p[2]"
    )
    assert [each.text_content() for each in words.xpath("del|ins")] == ["删社会资本", "增财政资金"]
    assert [each.text for each in words.xpath("mark")] == ["鼓励既有住宅加装电梯，统筹", "投入。"]
    assert words.text == "完善金融机构考核。"


def test_the_json_has_redlines_that_give_back_both_texts_and_the_target_table() -> None:
    told = comparison_json(compare(NEW, [KAIFENG, LIXIA]))
    texts = {side.name: {each.id: each.text for each in side.clauses} for side in (NEW, KAIFENG, LIXIA)}
    for pair in told["pairs"]:
        assert (
            "".join(each["a"] for each in pair["redline"]) == texts[pair["baseline"]][pair["baseline_clause"]]
        )
        assert "".join(each["b"] for each in pair["redline"]) == texts["new"][pair["clause"]]
    (row,) = told["targets"]
    assert [(each["plan"], each["value"], each["rank"]) for each in row["values"]] == [
        (None, 78, None),
        ("kaifeng", 75, "lowest"),
        ("lixia", 80, "highest"),
    ]


def test_a_word_document_can_hold_whatever_a_page_held() -> None:
    hostile = plan("x\x00\x0b", clause("1", "标题\x1b", "改造\x00住宅\ufffe电梯。"))
    assert "改造住宅电梯。" in word_text(compare(hostile, [KAIFENG]))


CSS = (TEMPLATES / "comparison.css").read_text(encoding="utf-8")
PALETTES = {
    scheme: dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", rules))
    for scheme, rules in zip(("light", "dark"), re.findall(r":root \{([^}]*)\}", CSS), strict=True)
}
INKS, PAPERS = (
    ("ink", "soft", "link", "green", "red", "orange", "violet"),
    ("paper", "tint", "put", "cut", "went"),
)


@pytest.mark.parametrize("scheme", PALETTES)
def test_every_ink_can_be_read_on_every_paper(scheme: str) -> None:
    palette = PALETTES[scheme]
    assert set(palette) == {*INKS, *PAPERS, "line"}
    poor = [(ink, paper) for ink in INKS for paper in PAPERS if contrast(palette[ink], palette[paper]) < 4.5]
    assert poor == []
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", CSS.split("* { box-sizing")[1])) == set()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.1, 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_versions_make_a_page_too(language: str) -> None:
    changed = plan(
        "now", clause("1", "电梯更新", LIFTS.replace("鼓励", "支持")), clause("2", "新增条款", "设立基金。")
    )
    comparison = compare_versions(changed, NEW)
    html = comparison_html(comparison, language=language, versions=True)
    assert {found.kind for found in comparison.findings} >= {"inserted", "dropped", "strengthened"}
    assert all(
        (found.summary_zh if language == "zh" else found.summary_en) in html for found in comparison.findings
    )
    assert {"zh": "现文本", "en": "This version"}[language] in html
    assert {"zh": "已知方案", "en": "known plan"}[language] not in html
