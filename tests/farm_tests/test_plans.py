"""Every portal publishes its plan word for word, in the form the portal is known for."""

from __future__ import annotations

import re
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from tests.farm import Farm
from tests.farm_tests.conftest import TEXTS
from tests.farm_tests.web import ask, squeezed

BODIES = {
    "chaoyang": "content_article",
    "zhangjiakou": "content",
    "kaifeng": "zoom",
    "lixia": "zoom",
    "wuqing": "TRS_Editor",
}
CHARSETS = {"chaoyang": "gb18030"}
FILES = {"lixia": "downfile.jsp", "wuqing": ".pdf"}
ANNEX_ROWS = 31


def plan_page(farm: Farm, portal: str) -> tuple[str, str]:
    """The plan page: its main text without white space, and its source."""
    answer = ask(farm.url_of_plan(portal))
    tree = answer.tree(CHARSETS.get(portal, "utf-8"))
    container = tree.xpath("//*[@id=$name or contains(@class, $name)]", name=BODIES[portal])
    return squeezed(container[0].text_content()), answer.text(CHARSETS.get(portal, "utf-8"))


def from_salutation(portal: str) -> str:
    """The given text from the words to whom it is addressed on."""
    text = (TEXTS / f"{portal}.txt").read_text(encoding="utf-8")
    found = re.search(r"^各", text, re.MULTILINE)
    assert found
    return squeezed(text[found.start() :])


def attached_bytes(farm: Farm, portal: str) -> bytes:
    page = farm.url_of_plan(portal)
    links = ask(page).tree().xpath("//a[contains(@href, $part)]/@href", part=FILES[portal])
    address = links[0].removeprefix("./")
    folder = page.rsplit("/", 1)[0] if not address.startswith("/") else farm.addresses[portal]
    return ask(f"{folder}/{address.lstrip('/')}").body


@pytest.mark.parametrize("portal", ["chaoyang", "zhangjiakou", "kaifeng"])
def test_a_plan_on_a_page_is_the_given_text(farm: Farm, portal: str) -> None:
    assert plan_page(farm, portal)[0] == from_salutation(portal)


def test_the_annex_of_kaifeng_is_a_table_with_merged_cells(farm: Farm) -> None:
    tree = ask(farm.url_of_plan("kaifeng")).tree()
    rows = tree.xpath("//div[@id='zoom']//tr")
    assert sum(row.text_content().strip()[:1].isdigit() for row in rows) == ANNEX_ROWS
    assert tree.xpath("//td[@rowspan='3']/p[.='制造业技术改造升级行动']")
    assert tree.xpath("//td[@colspan='2']/p[.='加强组织领导']")


def test_lixia_publishes_a_notice_and_the_plan_as_a_word_file(farm: Farm) -> None:
    notice, _ = plan_page(farm, "lixia")
    words = squeezed("".join(p.text for p in Document(BytesIO(attached_bytes(farm, "lixia"))).paragraphs))
    start = notice.index("附件：")
    assert len(notice) < 200
    assert notice[:start] + words == from_salutation("lixia")


def test_wuqing_publishes_a_notice_and_the_plan_as_a_text_pdf(farm: Farm) -> None:
    notice, _ = plan_page(farm, "wuqing")
    document = pypdfium2.PdfDocument(attached_bytes(farm, "wuqing"))
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    words = squeezed("".join(re.sub(r"— \d+ —\s*$", "", page.strip()) for page in pages))
    assert notice[: notice.index("附件：")] + words == from_salutation("wuqing")


@pytest.mark.parametrize(
    ("portal", "shown"),
    [
        ("chaoyang", "朝发改〔2024〕212号"),
        ("lixia", "历下政发〔2024〕2号"),
        ("zhangjiakou", "张政规 [2024] 4号"),
        ("kaifeng", "汴政〔2024〕8号"),
    ],
)
def test_a_plan_page_has_the_information_block_and_the_national_metas(
    farm: Farm, portal: str, shown: str
) -> None:
    answer = ask(farm.url_of_plan(portal))
    tree = answer.tree(CHARSETS.get(portal, "utf-8"))
    metas = {meta.get("name", "").lower(): meta.get("content") for meta in tree.xpath("//meta")}
    assert shown in answer.text(CHARSETS.get(portal, "utf-8"))
    assert metas["articletitle"].endswith("通知")
    assert metas["pubdate"].startswith("2024-")
    assert metas["contentsource"]


def test_the_new_plan_of_yunting_is_long_and_its_own(farm: Farm) -> None:
    farm.set_day(2)
    answer = ask(farm.url_of_plan("yunting"))
    text = squeezed(answer.tree().xpath("//div[@class='article-content']")[0].text_content())
    assert len(text) > 3000
    assert "云政发〔2024〕18号" in answer.text()
    assert "设备投资规模较2023年增长28%以上" in text
    assert not re.search("农机|农业机械|公物仓", text)
