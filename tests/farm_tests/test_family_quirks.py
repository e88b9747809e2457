"""Each family's quirks are switches: what the portal does wrong, and only while it is told to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.farm import Farm
from tests.farm.families import FAMILIES
from tests.farm_tests.conftest import TEXTS
from tests.farm_tests.web import ask

JPAAS_UNIT = (
    "/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic&webId=3185&tplSetId=o0YcExample"
    "&pageType=column&tagId=%E4%BF%A1%E6%81%AF%E5%88%97%E8%A1%A8&editType=null&pageId=1229565788"
    "&paramJson=%7B%22pageNo%22%3A2%7D"
)
PROXY = "/module/web/jpage/dataproxy.jsp?page=2"
# portal, quirk, what is asked, and a word that the answer has only with or only without the quirk
SHOWN = (
    ("trs", "deep-stub", "/zwgk/zcwj/index_1.html", "<li>"),
    ("trs", "ignored-page", "/zwgk/zcwj/index_1.html", "秋冬季森林防火"),
    ("jpage", "no-referer", PROXY, "<record>"),
    ("jpage", "deep-empty", PROXY, "<record>"),
    ("jpage", "empty-proxy", "/col/col284/index.html", "<record>"),
    ("jpaas", "library-agent", JPAAS_UNIT, '"code": "200"'),
    ("jpaas", "ignored-page", JPAAS_UNIT, "秋冬季森林防火"),
    ("was5", "empty-api", "/was5/web/search?page=1", "2024.10.12"),
    ("igs", "empty-api", "/igs/front/search.jhtml?pageNumber=1", "trs_time"),
    (
        "ucap-search",
        "empty-api",
        "/common/search/e5eb2abb5014415399847ba2bb99b31f?page=1",
        "publishedTimeStr",
    ),
    ("gkmlpt", "empty-api", "/gkmlpt/api/all/0?page=1&sid=755011", "display_publish_time"),
    ("gkmlpt", "fewer", "/gkmlpt/api/all/0?page=1&sid=755011", '"total": 20'),
    ("gongkai", "script", "/gongkai/channel_63899ccd3759918282629980/", "doc_"),
    ("govcn", "empty-api", "/search-gov/data?p=1", "pubtimeStr"),
)


@pytest.fixture(scope="module")
def families() -> Iterator[Farm]:
    with Farm(TEXTS, kinds=FAMILIES) as farm:
        yield farm


@pytest.mark.parametrize(("portal", "quirk", "path", "word"), SHOWN)
def test_a_quirk_shows_while_it_is_switched_on(
    families: Farm, portal: str, quirk: str, path: str, word: str
) -> None:
    url = families.addresses[portal] + path
    agent = {"User-Agent": "python-requests/2.32"}
    without = word in ask(url, agent if quirk != "no-referer" else {}).text()
    families.fault(portal, quirk)
    with_it = word in ask(url, agent).text()
    families.follow_calendar()
    assert with_it != without


def test_the_legacy_portal_writes_gbk_whatever_its_header_says(families: Farm) -> None:
    url = families.addresses["legacy"] + "/affair/file/gfxfile/"
    families.fault("legacy", "wrong-charset")
    answer = ask(url)
    families.follow_calendar()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "柏庄市" in answer.body.decode("gb18030")


def test_a_quirk_belongs_to_its_portal(families: Farm) -> None:
    with pytest.raises(ValueError, match="deep-stub"):
        families.fault("jpage", "deep-stub")


def test_no_two_portals_publish_the_same_paper(families: Farm) -> None:
    titles = [each.title for kind in FAMILIES for each in families.portal(kind.id).publications]
    assert len(titles) == len(set(titles))
