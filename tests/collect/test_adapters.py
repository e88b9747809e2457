"""Lists of every family, in the shapes that portals give them: what comes out are entries in page order."""

import json
from datetime import date

import pytest

from crawler.adapters import ADAPTERS, ListRequest, ListResponse, OptionError, adapter_named, family_of
from crawler.config import Column, Portal
from storage.models import Entry

PLAN = "示例市推动大规模设备更新和消费品以旧换新实施方案"


def listing(adapter: str, url: str, text: str, request: ListRequest | None = None):
    answer = ListResponse(url, text, 200, request or ListRequest(url))
    return adapter_named(adapter).entries(answer)


def requests(adapter: str, url: str, **options):
    column = Column(name="政策文件", url=url, options=options)
    portal = Portal(
        id="example",
        name="示例",
        region="示例市",
        adapter=adapter,
        home="http://www.example.gov.cn/",
        columns=[column],
        evidence="-",
        checked="never",
    )
    return adapter_named(adapter).list_requests(column, portal)


# ---------------------------------------------------------------- generic

OLD_PORTAL = f"""
<html><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/affair/">政务公开栏目总览页面</a></li></ul></div>
<table class="list">
<tr><td><a href="http://www.example.gov.cn//affair/file/8a24fe83.html" title="{PLAN}">示例市推动大规模设备更新和…</a></td>
    <td>[2024-
    05-08]</td></tr>
<tr><td><a href="//affair/file/8a24fe84.html">关于表彰先进集体的决定</a></td><td>[2024-05-06]</td></tr>
<!-- <tr><td><a href="/old.html">注释掉的一行不算数</a></td><td>[2020-01-01]</td></tr> -->
</table>
<div class="hot"><a href="/hot/1.html">热点推荐：一篇没有日期的文章</a></div>
<a href="list_2.html">下一页</a>
</body></html>"""


def test_generic_takes_the_rows_with_dates_and_mends_their_links():
    page = listing("generic", "http://www.example.gov.cn/affair/file/list.html", OLD_PORTAL)
    assert page.entries == (
        Entry(PLAN, "http://www.example.gov.cn/affair/file/8a24fe83.html", date(2024, 5, 8)),
        Entry(
            "关于表彰先进集体的决定", "http://www.example.gov.cn/affair/file/8a24fe84.html", date(2024, 5, 6)
        ),
    )


def test_generic_follows_the_link_to_the_next_page():
    page = listing("generic", "http://www.example.gov.cn/affair/file/list.html", OLD_PORTAL)
    assert [(more.url, more.page) for more in page.more] == [
        ("http://www.example.gov.cn/affair/file/list_2.html", 2)
    ]


def test_generic_invents_no_year():
    rows = f'<ul><li><a href="/a.html">{PLAN}</a> 05-08</li><li><a href="/b.html">{PLAN}</a> 2023-05-08</li></ul>'
    page = listing("generic", "http://www.example.gov.cn/", rows)
    assert [entry.date for entry in page.entries] == [None, date(2023, 5, 8)]


def test_links_without_any_date_are_no_list():
    links = f'<div><a href="http://www.a.gov.cn/">示例省人民政府</a><a href="/b.html">{PLAN}</a></div>'
    assert listing("generic", "http://www.example.gov.cn/", links).entries == ()


def test_generic_reads_the_rows_it_is_told():
    text = f'<div class="x"><a href="/1.html">{PLAN}</a></div><ul><li><a href="/2.html">别的一条消息标题</a> 2024-01-01</li></ul>'
    request = ListRequest("http://www.example.gov.cn/", options={"rows": "div.x"})
    assert [entry.title for entry in listing("generic", request.url, text, request).entries] == [PLAN]


@pytest.mark.parametrize("text", ["", "   ", "{}", "<html></html>", "\x00\x01", "<p>没有链接</p>"])
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_an_answer_of_a_strange_shape_gives_no_rows(adapter, text):
    page = listing(adapter, "http://www.example.gov.cn/a/b/pc/list.html", text)
    assert page.entries == ()
    assert page.more == ()


# ---------------------------------------------------------------- trs

TRS = f"""<div class=list-box><ul class=u-list>
<li><a href="./202405/t20240508_101.html" title="{PLAN}">{PLAN[:12]}...</a></li>
<li><a href="../tzgg/202405/t20240506_99.shtml">关于召开现场会的通知</a><span>2024/05/07</span></li></ul></div>
<script>createPageHTML({{pager}}, "index", "html");</script>"""


def test_trs_reads_the_day_from_the_address_where_the_row_has_none():
    page = listing("trs", "https://www.example.gov.cn/zwgk/zcwj/", TRS.replace("{pager}", "3,0"))
    assert page.entries == (
        Entry(PLAN, "https://www.example.gov.cn/zwgk/zcwj/202405/t20240508_101.html", date(2024, 5, 8)),
        Entry(
            "关于召开现场会的通知",
            "https://www.example.gov.cn/zwgk/tzgg/202405/t20240506_99.shtml",
            date(2024, 5, 7),
        ),
    )


@pytest.mark.parametrize(
    ("pager", "page", "options", "following"),
    [
        ("3,0", 1, {}, "index_1.html"),
        ("3,1", 2, {}, "index_2.html"),
        ("3,2", 3, {}, None),
        ("57,3,0", 1, {}, "index_1.html"),  # records, pages, current
        ("3,0", 1, {"first": 2}, "index_2.html"),
        ("1,0", 1, {}, None),
    ],
)
def test_trs_names_the_next_page(pager, page, options, following):
    url = "https://www.example.gov.cn/zwgk/zcwj/"
    request = ListRequest(url, page=page, options=options)
    more = listing("trs", url, TRS.replace("{pager}", pager), request).more
    assert [one.url for one in more] == ([url + following] if following else [])


# ---------------------------------------------------------------- jpage


def record(title: str, href: str, day: str) -> str:
    return (
        f'<record><![CDATA[<li style=<br/><a title="{title}" href="{href}">{title[:8]}…</a>'
        f'<span class="time">{day}</span></li>]]></record>'
    )


ISLAND = (
    '<div id="423656"><script type="text/xml"><datastore>'
    '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&amp;columnid=284"></a>]]></nextgroup>'
    "<recordset>"
    + record(PLAN, "/art/2024/5/8/art_284_101.html", "2024-\n05-\n08")
    + record("关于表彰的通报（2024年）", "/art/2024/art_0123456789abcdef.html", "[2024-05-06]")
    + "</recordset></datastore></script></div>"
)
UNIT = """<script>var param_9={col:1,appid:'1',webid:3,path:'/',columnid:284,unitid:'9',webname:'示例',permissiontype:0};
$('#9').jpage({showMode:'full',totalRecord:7,groupSize:1,proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:3,ajaxParam:param_9});
</script>"""
COLUMN = "http://www.example.gov.cn/col/col284/index.html"


def test_jpage_reads_the_island_of_the_page():
    assert listing("jpage", COLUMN, ISLAND).entries == (
        Entry(PLAN, "http://www.example.gov.cn/art/2024/5/8/art_284_101.html", date(2024, 5, 8)),
        Entry(
            "关于表彰的通报（2024年）",
            "http://www.example.gov.cn/art/2024/art_0123456789abcdef.html",
            date(2024, 5, 6),
        ),
    )


def test_jpage_takes_a_unit_that_stands_twice_once():
    twice = ISLAND + ISLAND.replace("423656", "99")
    assert len(listing("jpage", COLUMN, twice).entries) == 2


def test_jpage_asks_for_the_next_group_word_for_word():
    (more,) = listing("jpage", COLUMN, ISLAND).more
    assert more.url == "http://www.example.gov.cn/module/web/jpage/dataproxy.jsp?page=1&columnid=284"
    assert more.headers["Referer"] == COLUMN


def test_jpage_asks_by_number_where_no_next_group_is_named():
    text = ISLAND.replace("nextgroup", "lastgroup") + UNIT
    more = listing("jpage", COLUMN, text).more
    assert [one.url.split("?")[1] for one in more] == [
        "startrecord=4&endrecord=6&perpage=3",
        "startrecord=7&endrecord=9&perpage=3",
    ]
    assert more[0].method == "POST"
    assert more[0].form["columnid"] == "284"
    assert more[0].form["webname"] == "示例"


def test_jpage_takes_the_links_of_the_page_where_the_island_is_empty():
    text = "<datastore><recordset></recordset></datastore>" + OLD_PORTAL
    assert listing("jpage", COLUMN, text).entries[0].title == PLAN


# ---------------------------------------------------------------- zhangjiakou


def test_zhangjiakou_reads_the_search_and_asks_for_its_next_page():
    url = "https://www.example.gov.cn/tseach/searchKeywords?keyword=以旧换新&size=20&p=1"
    row = {
        "content_title": "示例市推动<em>大规模设备更新</em>和消费品以旧换新实施方案",
        "content_pageUrl": "/content/qtszfwj/252545.html",
        "content_addTime": "2024-05-08 10:00:00",
    }
    page = listing("zhangjiakou", url, json.dumps({"data": {"infos": {"totalPages": 2, "content": [row]}}}))
    assert page.entries == (
        Entry(PLAN, "https://www.example.gov.cn/content/qtszfwj/252545.html", date(2024, 5, 8)),
    )
    assert page.more[0].url.endswith("&size=20&p=2")


# ---------------------------------------------------------------- ucap_new

ARTICLE = {
    "id": "2062796646723690496",
    "title": PLAN,
    "pubDate": "2024-05-08 12:31",
    "urls": '{"pc":"/kfs/zcwj/pc/content/content_2062796646723690496.html"}',
}
PATH = "https://www.example.gov.cn/kfs/zcwj/pc/list.html"


def test_ucap_new_reads_the_articles_in_the_page_and_asks_the_list_service_for_more():
    page = listing(
        "ucap_new", PATH, f"<script>var articleList = {json.dumps([ARTICLE])}; var x = [];</script>"
    )
    assert page.entries == (
        Entry(
            PLAN,
            "https://www.example.gov.cn/kfs/zcwj/pc/content/content_2062796646723690496.html",
            date(2024, 5, 8),
        ),
    )
    (more,) = page.more
    assert (more.method, more.url) == ("POST", "https://www.example.gov.cn/queryList")
    assert dict(more.form) == {
        "current": "2",
        "pageSize": "1",  # as many as the page shows
        "webSiteCode": "kfs",
        "channelCode": "zcwj",
    }


@pytest.mark.parametrize("urls", [{"pc": "/kfs/1.html"}, '{"pc":"/kfs/1.html"}'])
def test_ucap_new_takes_addresses_as_an_object_or_as_a_string(urls):
    answer = json.dumps({"data": {"results": [{"source": ARTICLE | {"urls": urls}}]}})
    request = ListRequest(
        "https://www.example.gov.cn/queryList",
        form={"pageSize": "15"},
        page=2,
        before=15,
        headers={"Referer": PATH},
    )
    page = listing("ucap_new", request.url, answer, request)
    assert page.entries[0].url == "https://www.example.gov.cn/kfs/1.html"
    assert page.more == ()  # fewer rows than on the page before: the last


def test_ucap_new_asks_at_once_where_the_page_is_known_to_hold_no_rows():
    (first,) = requests("ucap_new", "http://drc.example.gov.cn/jxs/col/col14590/index.html", shell=True)
    assert (first.method, first.url) == ("POST", "http://drc.example.gov.cn/queryList")
    assert (first.form["current"], first.form["channelCode"]) == ("1", "col14590")


# ---------------------------------------------------------------- options and families


@pytest.mark.parametrize(
    ("adapter", "url", "options", "key"),
    [
        ("generic", "http://www.example.gov.cn/", {"rwos": "li"}, "rwos"),
        ("generic", "http://www.example.gov.cn/", {"rows": "li["}, "rows"),
        ("generic", "http://www.example.gov.cn/", {"rows": 3}, "rows"),
        ("trs", "http://www.example.gov.cn/", {"first": "2"}, "first"),
        ("ucap_new", "http://www.example.gov.cn/list.htm", {}, "url"),
        ("ucap_new", PATH, {"shell": "yes"}, "shell"),
        ("jpage", "http://www.example.gov.cn/", {"rows": "li"}, "rows"),
    ],
)
def test_an_option_that_the_adapter_cannot_use_is_named(adapter, url, options, key):
    with pytest.raises(OptionError) as raised:
        requests(adapter, url, **options)
    assert raised.value.key == key


@pytest.mark.parametrize(
    ("url", "text", "family"),
    [
        (COLUMN, ISLAND, "jpage"),
        (PATH, "", "ucap_new"),
        ("http://www.example.gov.cn/zcwj/", TRS, "trs"),
        ("http://www.example.gov.cn/zcwj/", '<form action="/was5/web/search"></form>' + TRS, "trs"),
        ("http://www.example.gov.cn/xxgk/list/lm_zc.thtml?pid=74", "", "zhangjiakou"),
        ("http://www.example.gov.cn/affair/file/", OLD_PORTAL, "generic"),
    ],
)
def test_the_family_shows_in_address_or_text(url, text, family):
    assert family_of(url, text) == family
