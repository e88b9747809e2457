"""Each portal lists its entries as its family does, page by page."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode

import pytest

from tests.farm import Farm
from tests.farm.portals import PORTALS
from tests.farm_tests.web import ask

MOST_ROWS = 20


def records(text: str) -> list[str]:
    return re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.DOTALL)


@pytest.mark.parametrize("portal", [kind.id for kind in PORTALS])
def test_a_portal_has_many_other_entries_and_every_page_can_be_read(farm: Farm, portal: str) -> None:
    published = farm.portal(portal).publications
    others = [each for each in published if each.sort != "plan" and each.day <= "2024-10-14"]
    assert len(others) >= 25
    assert {each.sort for each in others} >= {
        "news",
        "interpretation",
        "central",
        "meeting",
        "tender",
        "policy",
    }
    answers = [ask(farm.addresses[portal] + farm.portal(portal).path_of(each)) for each in others]
    assert {answer.status for answer in answers} == {200}


@pytest.mark.parametrize("portal", [kind.id for kind in PORTALS])
def test_no_two_documents_of_a_portal_share_a_number(farm: Farm, portal: str) -> None:
    papers = {
        each.title: each.body.fields.number for each in farm.portal(portal).publications if each.body.fields
    }
    numbers = [number for number in papers.values() if number]
    assert len(numbers) > 5
    assert len(set(numbers)) == len(numbers)


def test_chaoyang_writes_gbk_under_an_older_name_and_doubles_its_slashes(farm: Farm) -> None:
    answer = ask(farm.addresses["chaoyang"] + "/affair/file/otherfile/")
    text = answer.text("gb18030")
    assert answer.headers["content-type"] == "text/html"
    assert "charset=gb2312" in text
    assert "document.writeln" in text
    link = re.search(r'href="(http://127\.0\.0\.11:\d+//affair/\S+\.html)"', text)
    assert link
    assert ask(link[1]).status == 200


def test_chaoyang_names_people_whom_gb2312_cannot_write(farm: Farm) -> None:
    portal = farm.portal("chaoyang")
    appointed = next(each for each in portal.publications if each.sort == "personnel")
    with pytest.raises(UnicodeDecodeError):
        ask(portal.origin + portal.path_of(appointed)).text("gb2312")


def test_an_id_of_chaoyang_holds_the_time_of_creation(farm: Farm) -> None:
    path, plan = next(
        (path, each) for path, each in farm.portal("chaoyang").by_path.items() if each.sort == "plan"
    )
    name = path.rsplit("/", 1)[1]
    assert re.fullmatch(r"[0-9a-f]{32}\.html", name)
    assert int(name[16:28], 16) == plan.published.timestamp() * 1000


def test_wuqing_links_relatively_and_ends_in_a_stub(farm: Farm) -> None:
    folder = farm.addresses["wuqing"] + "/zwgk/zcwj/"
    first, second, stub = (ask(folder + name) for name in ("", "index_1.html", "index_2.html"))
    assert 'createPageHTML(3, 0, "index", "html")' in first.text()
    assert "./202406/t20240612_" in second.text()
    assert stub.status == 200
    assert len(stub.body) < 400
    assert ask(folder + "index_3.html").status == 404


def test_wuqing_leaves_rows_in_comments(farm: Farm) -> None:
    tree = ask(farm.addresses["wuqing"] + "/zwgk/zcwj/").tree()
    commented = "".join(comment.text for comment in tree.xpath("//comment()"))
    seen = tree.xpath("//td[@class='hanggao28']/a/@href")
    assert re.findall(r'href="([^"]+)"', commented)[0] in seen


def test_lixia_emits_its_rows_twice_and_cuts_long_titles(farm: Farm) -> None:
    text = ask(farm.addresses["lixia"] + "/col/col37116/index.html").text()
    units = text.split("<datastore>")[1:]
    rows = [records(unit) for unit in units]
    assert [len(unit) for unit in rows] == [20, 10]
    assert rows[0][:10] == rows[1]
    assert any("…</a>" in row and 'title="' in row for row in rows[0])
    assert re.search(r"\[\d{4}-\n\d\d-\n\d\d\]", text)


def test_the_proxy_of_lixia_counts_groups_and_records(farm: Farm) -> None:
    proxy = farm.addresses["lixia"] + "/module/web/jpage/dataproxy.jsp"
    form = {"col": "1", "webid": "178", "columnid": "37116", "unitid": "4230716"}
    by_record = ask(f"{proxy}?startrecord=21&endrecord=36&perpage=10", form=form).text()
    by_group = ask(f"{proxy}?page=2&columnid=37116").text()
    assert "<totalrecord>36</totalrecord>" in by_record
    assert len(records(by_record)) == len(records(by_group)) == 16
    assert not records(ask(f"{proxy}?startrecord=61&endrecord=80&perpage=10").text())


def test_the_redesigned_lixia_builds_its_rows_elsewhere(farm: Farm) -> None:
    farm.fault("lixia", "markup")
    page = ask(farm.addresses["lixia"] + "/col/col37116/index.html").tree()
    unit = page.xpath("//script[contains(@querydata, '当前栏目list')]")[0]
    query = json.loads(unit.get("querydata").replace("'", '"')) | {"paramJson": '{"pageNo":2,"pageSize":20}'}
    answer = json.loads(ask(f"{farm.addresses['lixia']}{unit.get('url')}?{urlencode(query)}").text())
    assert answer["data"]["html"].count("<li") == 16


def test_zhangjiakou_pages_its_list_and_searches(farm: Farm) -> None:
    origin = farm.addresses["zhangjiakou"]
    pages = [ask(f"{origin}/xxgk/list/lm_zc.thtml?pid=74&page={page}").tree() for page in (1, 2, 3)]
    assert [len(page.xpath("//div[@class='xxgk-list']//li")) for page in pages] == [20, 12, 0]
    search = f"{origin}/tseach/searchKeywords?keyword={quote('以旧换新')}&fieldSt=1&size=2&p=1&siteId=1"
    infos = json.loads(ask(search).text())["data"]["infos"]
    assert infos["totalPages"] == 3
    assert all("<em>以旧换新</em>" in row["content_title"] for row in infos["content"])


def test_kaifeng_embeds_its_first_page_and_posts_the_rest(farm: Farm) -> None:
    origin = farm.addresses["kaifeng"]
    text = ask(f"{origin}/kfsrmzfwz/c01011/pc/list.html").text()
    embedded, _ = json.JSONDecoder().raw_decode(
        text, text.index("var articleList = ") + len("var articleList = ")
    )
    plain = {"current": "1", "pageSize": "15", "webSiteCode": "kfsrmzfwz", "channelCode": "c01011"}
    arrays = {"current": "2", "perPage": "15", "webSiteCode[]": "kfsrmzfwz", "channelCode[]": "c01011"}
    first, second = (
        [row["source"] for row in json.loads(ask(f"{origin}/queryList", form=form).text())["data"]["results"]]
        for form in (plain, arrays)
    )
    assert embedded == first
    assert (len(first), len(second)) == (15, 2)
    assert ask(origin + json.loads(first[0]["urls"])["pc"]).status == 200
    assert ask(f"{origin}/queryList").status == 404


def test_the_plan_of_kaifeng_has_two_addresses(farm: Farm) -> None:
    plans = [path for path, each in farm.portal("kaifeng").by_path.items() if each.sort == "plan"]
    pages = [ask(farm.addresses["kaifeng"] + path).tree().get_element_by_id("zoom") for path in plans]
    assert len(pages) == 2
    assert pages[0].text_content() == pages[1].text_content()


def test_robots_files_are_as_mixed_as_in_the_wild(farm: Farm) -> None:
    found = {name: ask(origin + "/robots.txt").status for name, origin in farm.addresses.items()}
    assert {name for name, status in found.items() if status == 200} == {"wuqing", "zhangjiakou", "yunting"}
    assert set(found.values()) == {200, 404}
