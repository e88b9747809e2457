"""The digest in words: equal in both parts, fit for mail clients, safe whatever a portal has published."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from lxml import html as lxml_html

from crawler.cli import main
from pipelines.publish.edition import Edition, News, make_edition
from pipelines.publish.render import Rendered, render
from pipelines.publish.words import LANGUAGES, TEMPLATES, words
from pipelines.terms import default_terms
from tests.publish.payloads import PAYLOADS
from tests.publish.samples import (
    COMPARISON,
    FINDINGS,
    NOW,
    SOURCES,
    UNREADABLE,
    document,
    event,
    full_edition,
)

TAGS = set("html head meta title body div p h1 h2 h3 h4 table tbody tr th td b a br span code".split())


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pieces(rendered: Rendered) -> Iterator[str]:
    """What the plain text says, piece by piece, without its bullets and rules."""
    for line in rendered.text.splitlines():
        for piece in re.split(r" {2,}| \| ", re.sub(r"^\s*(\* |- |\d+\. )?(\[[^]]+\] )?", "", line)):
            if piece.strip(" ="):
                yield solid(piece.strip(" ="))


def html_texts(rendered: Rendered) -> Iterator[str]:
    for text in lxml_html.fromstring(rendered.html).find("body").itertext():
        if text.strip():
            yield solid(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_parts_say_the_same(language: str) -> None:
    rendered = render(full_edition(), language)
    page = "".join(html_texts(rendered))
    # an address stands in full in the text, and may stand behind a link in the page
    assert [
        piece for piece in pieces(rendered) if piece not in page and piece not in solid(rendered.html)
    ] == []
    plain = solid(rendered.text)
    headers = set(words(language).phrases["fields"].values())
    assert [
        text for text in html_texts(rendered) if text not in plain and text not in map(solid, headers)
    ] == []


def test_the_chinese_digest_reads_like_one() -> None:
    rendered = render(full_edition(), "zh")
    assert rendered.subject == (
        "方案监测 10月15日：新方案1件（青岚省云溪市）；修订1件；补录1件；待核1件；附件未读出1个；来源异常2个；来源恢复1个"
    )
    for line in (
        "2024年10月15日 星期二",
        "文号  云政发〔2024〕17号",
        "成文日期  2024年10月9日",
        "与2份已知方案对照，共6处差异（照搬2、加码1、打折1、新增1、遗漏1）。最要紧的5处：",
        "[加码] 关键工序数控化率80%，高于张家口市（78%）、开封市（75%）。",
        "本方案 一、总体要求",
        "开封市 二、（八）住房以旧换新",
        "- 二手车交易量  增长40%（2027年） | 已知方案  增长45%（2份） | 低于",
        "* [被拦截] 济南市历下区人民政府 自2024年10月11日起，前已告知，仍未恢复",
        "正文有2处改动（删去1、加码1）。最要紧的2处：",
        "[加码] 「老旧冷库节能改造」由100座提高到120座",
        "现文本 二、（二）实施老旧冷库节能改造",
        "“改造老旧冷库120座”",
        "原文本 二、（二）实施老旧冷库节能改造",
        "“改造老旧冷库100座”",
        "原文本 三、实施消费品以旧换新行动",
        "其余1个来源正常。",
        "planwatch show '云政发〔2024〕17号' --evidence",
    ):
        assert line in rendered.text


def test_the_english_digest_reads_like_one() -> None:
    text = render(full_edition(), "en").text
    for line in (
        "Tuesday, 15 October 2024",
        "1 new plan · 1 revised · 1 older plan found · 1 to review · 1 unread attachment · 2 sources in trouble",
        "Signed  9 October 2024",
        "Compared with 2 known plans: 6 differences (2 copied, 1 raised, 1 lowered, 1 new, 1 omitted).",
        "Used cars traded  up 40% by 2027 | Known plans  up 45% (2 plans) | below",
        "The text changed in 2 places (1 removed, 1 raised). The 2 that weigh most:",
        "Text before, 二、（二）实施老旧冷库节能改造",
        "[Blocked] 济南市历下区人民政府 since 11 October 2024, told before, not yet recovered",
        "The other source is well.",
    ):
        assert line in text


def test_several_plans_are_listed_before_they_are_told() -> None:
    documents = {id: document(id, title=f"第{id}份方案") for id in (1, 2)}
    edition = make_edition(
        News([event(1, "new", 1), event(2, "new", 2)], documents, {10: COMPARISON}, ()), NOW
    )
    rendered = render(edition, "zh")
    assert rendered.subject == "方案监测 10月15日：新方案2件（青岚省云溪市等）"
    assert rendered.text.index("* 第2份方案") < rendered.text.index("1. 第1份方案")
    assert "尚未与已知方案对照。" in rendered.text


def test_a_day_of_trouble_names_the_source_in_its_subject() -> None:
    edition = make_edition(
        News([event(1, "health", portal="kaifeng", change="changed")], {}, {}, SOURCES[:2]), NOW
    )
    assert render(edition, "zh").subject == "方案监测 10月15日：来源异常1个（开封市人民政府）"


def test_the_mail_needs_no_style_sheet_and_nothing_from_outside() -> None:
    page = render(full_edition(), "zh").html
    tree = lxml_html.fromstring(page)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= TAGS
    assert not re.search(r"@media|flex|grid|position:|url\(|src=|<link", page)
    assert all("style" in element.attrib for element in tree.iter("td", "th", "a", "h1", "h2"))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_is_legible_on_light_and_on_dark() -> None:
    for style in re.findall(r'style="([^"]*)"', render(full_edition(), "zh").html):
        declared = dict(re.findall(r"(?:^|;)\s*([a-z-]+):\s*(#[0-9a-f]{6})", style))
        colour, ground = declared.get("color"), declared.get("background-color")
        grounds = [ground] if ground else ["#ffffff", "#121212"]
        assert ground is None or colour, style
        assert colour is None or all(contrast(colour, each) >= 4 for each in grounds), style


def crowded(plans: int) -> Edition:
    """So many plans, with quotes so long, that no mail holds them."""
    long = tuple(
        replace(finding, quote=finding.quote * 50, summary_zh=finding.summary_zh * 20) for finding in FINDINGS
    )
    documents = {id: document(id, title=f"第{id}份" + "很长的标题" * 40) for id in range(1, plans + 1)}
    events = [event(id, "new", id) for id in documents]
    events += [
        event(10_000 + id, "attachment", id, **UNREADABLE.to_json() | {"url": f"https://x.example/{id}"})
        for id in documents
    ]
    comparisons = {id * 10: replace(COMPARISON, findings=long) for id in documents}
    return make_edition(News(events, documents, comparisons, SOURCES), NOW)


@pytest.mark.parametrize("plans", [3, 30, 2000])
def test_a_crowded_day_stays_under_the_size_at_which_mails_are_clipped(plans: int) -> None:
    rendered = render(crowded(plans), "zh")
    assert (len(rendered.html.encode()) + len(rendered.text.encode())) * 4 / 3 < 90_000
    assert f"新方案{plans}件" in rendered.text
    told = len(re.findall(r"^\d+\. ", rendered.text, re.MULTILINE))
    assert told == plans or f"另有{plans - told}件新方案未在此展开" in rendered.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_portal_publishes_stays_text(payload: str) -> None:
    hostile = document(1, title=f"方案{payload}", doc_number=payload, issuer=payload, region=payload)
    finding = replace(FINDINGS[0], quote=payload, summary_zh=payload, summary_en=payload)
    file = {"name": payload, "url": "javascript:alert(1)", "status": "unreadable", "reason": payload}
    news = News(
        [event(1, "new", 1), event(2, "review", 2), event(3, "attachment", 1, **file)],
        {1: hostile, 2: replace(hostile, id=2, url=f"javascript:{payload}")},
        {10: replace(COMPARISON, findings=(finding,))},
        [replace(SOURCES[1], name=payload, reason_zh=payload, reason_en=payload, told=True)],
    )
    edition = make_edition(news, NOW)
    for language in LANGUAGES:
        rendered = render(edition, language)
        tree = lxml_html.fromstring(rendered.html)
        assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= TAGS
        assert all(link.startswith(("http://", "https://")) for link in tree.xpath("//a/@href"))
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
        assert "\n" not in rendered.subject
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", rendered.text)


def test_a_number_is_quoted_for_the_shell() -> None:
    edition = make_edition(
        News([event(1, "new", 1)], {1: document(1, doc_number="'; rm -rf ~ #")}, {}, ()), NOW
    )
    assert """planwatch show ''"'"'; rm -rf ~ #' --evidence""" in render(edition, "zh").text


def test_a_plan_without_a_number_is_named_by_its_id() -> None:
    edition = make_edition(News([event(1, "new", 1)], {1: document(1, doc_number=None)}, {}, ()), NOW)
    assert "planwatch show 1 --evidence" in render(edition, "zh").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_it_names_exist(language: str) -> None:
    for line, _ in words(language).commands(full_edition()):
        _, command, *arguments = shlex.split(line)
        usage = CliRunner().invoke(main, [command, "--help"])
        assert usage.exit_code == 0, line
        assert all(argument in usage.output for argument in arguments if argument.startswith("--")), line


def test_both_languages_have_the_same_phrases() -> None:
    tables = [
        tomllib.loads((TEMPLATES / f"{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES
    ]
    keys = [{(name, key) for name, table in each.items() for key in table} for each in tables]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_plan_is_linked_to_its_pages_where_there_is_a_web_page(language: str) -> None:
    rendered = render(full_edition(), language, web="http://watch.example:8001/")
    links = lxml_html.fromstring(rendered.html).xpath("//a/@href")
    for page in ("http://watch.example:8001/documents/1", "http://watch.example:8001/documents/1/comparison"):
        assert page in links
        assert page in rendered.text.split()
    assert "watch.example" not in render(full_edition(), language).html


def test_what_a_crowded_day_leaves_out_is_linked() -> None:
    rendered = render(crowded(30), "zh", web="http://watch.example")
    assert re.search(
        r"另有\d+件新方案未在此展开，可用 planwatch list 查看。 http://watch.example\n", rendered.text
    )
    assert '<a href="http://watch.example"' in rendered.html
    assert (len(rendered.html.encode()) + len(rendered.text.encode())) * 4 / 3 < 90_000


def test_the_chinese_digest_names_every_signal_of_a_judgement_in_chinese() -> None:
    terms = default_terms()
    named = {signal.name for signal in (*terms.title, *terms.text, *terms.topics, *terms.checks.values())}
    named |= {f"form of {form.name}" for form in terms.forms}
    said = words("zh")
    assert said.because("programme: 以旧换新 (+3)") == "本项工作: 以旧换新 (+3)"
    assert [name for name in named if said.because(f"{name}: 词").startswith(name)] == []
    assert said.because("没有信号") == "没有信号"
