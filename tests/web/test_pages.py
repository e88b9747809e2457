"""What the pages say, that they cannot write, and that hostile texts stay texts."""

from __future__ import annotations

import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html

from storage.database import open_store
from storage.models import Attachment, Conflict, Evidence
from tests.publish.payloads import PAYLOADS
from tests.storage.samples import keep, whole
from tests.web.serving import YUNTING, served, stock

SOURCE = "https://www.yunting.example/18.html"
PLAN = "云汀市推动大规模设备更新和消费品以旧换新实施方案"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.text.encode(), parser=html.HTMLParser(encoding="utf-8"))

    def words(self, path: str = "//main") -> str:
        return " ".join(self.page.xpath(f"string({path})").split())


@dataclass(frozen=True)
class Web:
    address: str
    plan: int

    def get(self, path: str, **headers: str) -> Answer:
        request = urllib.request.Request(f"{self.address}{quote(path, safe='/?&=%')}", headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read().decode())


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    data = tmp_path_factory.mktemp("stocked")
    plan = stock(data, SOURCE)
    with served(data) as address:
        yield Web(address, plan)


def test_today_tells_the_edition_and_draws_where_and_when(web: Web) -> None:
    home = web.get("/")
    said = home.words()
    for told in ("2024年10月15日的通报", "新方案1件", PLAN, "[加码]".strip("[]"), "没有读到任何条目"):
        assert told in said
    tiles = home.page.xpath("//*[@class='map']/a/@aria-label")
    assert len(tiles) == 34
    assert {"河南 1", "北京 1", "新疆 0"} <= set(tiles)
    assert home.page.xpath("//*[@class='weeks']/@aria-label")


def test_the_list_is_narrowed_by_its_facets(web: Web) -> None:
    listed = web.get("/documents")
    assert "共6件" in listed.words()
    links = listed.page.xpath("//nav[@class='facets']//a")
    by_name = {link.text: link.get("href") for link in links}
    assert "共1件" in web.get(by_name["河南"]).words()
    assert "共3件" in web.get(by_name["县级"]).words()
    lifts = web.get(by_name["住宅电梯"]).words()
    assert PLAN in lifts
    assert "没有符合条件" in web.get("/documents?province=41&level=province").words()


def test_search_marks_what_was_looked_for(web: Web) -> None:
    found = web.get("/documents?q=电梯&verdict=all")
    assert set(found.page.xpath("//mark/text()")) == {"电梯"}
    assert "市长调研电梯更新" in found.words()
    assert "市长调研" not in web.get("/documents?q=电梯").words()
    assert web.get("/documents?q=梯").page.xpath("//mark")
    assert "没有符合条件" in web.get("/documents?q=航天飞机").words()


def test_a_document_shows_every_field_with_its_quote_and_every_clause_with_an_anchor(web: Web) -> None:
    shown = web.get(f"/documents/{web.plan}")
    said = shown.words()
    for told in ("云政发〔2024〕18号", "2024-10-12", "落款", "第1版"):
        assert told in said
    assert SOURCE in shown.page.xpath("//main//a/@href")
    anchors = set(shown.page.xpath("//@id"))
    links = {link[1:] for link in shown.page.xpath("//main//a/@href") if link.startswith("#")}
    assert len(links) > 30
    assert links <= anchors
    text = re.sub(r"\s", "", YUNTING.read_text(encoding="utf-8"))
    printed = [re.sub(r"\s", "", words) for words in shown.page.xpath("//*[@class='text']/p/text()")]
    assert all(words in text for words in printed)


def test_a_comparison_is_narrowed_to_one_kind(web: Web) -> None:
    whole_page = web.get(f"/documents/{web.plan}/comparison")
    raised = web.get(f"/documents/{web.plan}/comparison?kind=raised")
    kinds = raised.page.xpath("//ol[@class='findings']//span[contains(@class, 'kind')]/text()")
    assert set(kinds) == {"加码"}
    assert "增长28%以上，高于" in raised.words()
    assert raised.page.xpath("//article[@class='clause pair']//del")
    assert len(raised.page.xpath("//article")) < len(whole_page.page.xpath("//article"))


def test_targets_stand_on_strips_with_the_new_plan_marked(web: Web) -> None:
    strips = web.get("/targets").page.xpath("//*[contains(@class, 'strip')]//svg/@aria-label")
    assert any("重点领域设备投资规模：4份方案，25至28%。 本方案28%。" in told for told in strips)
    link = web.get("/targets").page.xpath("//figure//a/@href")[0]
    assert web.get(link).page.xpath("//table//a")


def test_the_board_puts_trouble_first(web: Web) -> None:
    rows = web.get("/health").page.xpath("//tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == ["济南市历下区人民政府", "云汀市人民政府"]


def test_the_language_is_kept_once_chosen(web: Web) -> None:
    english = web.get("/documents?lang=en")
    assert "6 documents" in english.words()
    cookie = english.headers["set-cookie"].split(";")[0]
    assert "Edition of" in web.get("/", Cookie=cookie).words()
    assert "的通报" in web.get("/", Cookie="lang=xx").words()


@pytest.mark.parametrize(
    "path", ["/documents/999", "/documents/999/comparison", "/targets/none", "/documents/1?revision=99"]
)
def test_what_is_not_there_is_said_to_be_missing(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status == 404
    assert "没有这个页面" in answer.words()


@pytest.mark.parametrize(
    "path",
    [
        "/documents?page=-1",
        "/documents?page=9999999&month=x&level=y",
        "/documents?q=%22%29*",
        "/documents?q=%00",
    ],
)
def test_strange_addresses_are_answered(web: Web, path: str) -> None:
    assert web.get(path).status == 200


def test_no_page_allows_a_script_of_its_own_and_no_other_host_is_answered(web: Web) -> None:
    for path in ("/", "/documents", f"/documents/{web.plan}", "/health", "/planwatch", "/page.css"):
        policy = web.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    for path in ("/", "/documents", f"/documents/{web.plan}/comparison"):
        page = web.get(path).page
        assert not page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")
    assert web.get("/", Host="evil.example").status == 421


def test_nothing_can_be_written_through_it(web: Web) -> None:
    for sql in ("DELETE FROM documents", "UPDATE documents SET day = '2000-01-01'"):
        answer = web.get(f"/planwatch.json?sql={sql}")
        assert answer.status >= 400
    assert "共6件" in web.get("/documents").words()


def test_hostile_texts_are_inert(tmp_path: Path) -> None:
    """Every payload stands in a title, a field, a text, an attachment and a source; none becomes an element."""
    hostile = whole()
    ids = []
    with open_store(tmp_path) as store:
        for number, payload in enumerate(PAYLOADS):
            metadata = replace(
                hostile.metadata,
                title=payload,
                doc_number=f"云政发〔2024〕{number}号",
                validity=payload,
                region=payload,
                evidence={**hostile.metadata.evidence, "validity": Evidence(payload, payload)},
                conflicts=(Conflict("issuer", payload, payload, payload),),
            )
            attachment = Attachment(payload, payload, None, None, "unreadable", payload)
            text = f"电梯{payload}\n{payload}"
            made = replace(hostile, metadata=metadata, main_text=text, clauses=(), attachments=(attachment,))
            ids.append(keep(store, made, number, url=f"javascript:alert({number})//{payload}").document)
    with served(tmp_path) as address:
        web = Web(address, ids[0])
        pages = [web.get(f"/documents/{id}") for id in ids]
        pages += [
            web.get(path)
            for path in ("/", "/documents", "/documents?page=2", "/documents?q=电梯", "/targets")
        ]
        pages += [
            web.get(f"/documents?q={quote(payload, safe='')}&province={quote(payload, safe='')}")
            for payload in PAYLOADS[::7]
        ]
    for answer in pages:
        assert answer.status == 200
        harmful = answer.page.xpath(
            "//script | //iframe | //img | //object | //embed | //math | //style | //base | //template"
        )
        assert not harmful
        assert not answer.page.xpath("//@*[starts-with(name(), 'on')] | //@style | //@srcdoc | //@formaction")
        for link in answer.page.xpath("//@href | //@src | //@action"):
            assert re.match(r"(https?://|/|#)", link), link


def test_the_connection_is_read_only(tmp_path: Path) -> None:
    from datasette.app import Datasette

    stock(tmp_path, SOURCE)
    connection = Datasette([str(tmp_path / "planwatch.db")]).get_database("planwatch").connect()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM documents")
    connection.close()
