"""Addresses as portals print them."""

from datetime import date

import pytest

from crawler.adapters.links import absolute, day_in, same_page

BASE = "http://www.example.gov.cn/zwgk/zcwj/index.html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./202405/t20240508_1.html", "http://www.example.gov.cn/zwgk/zcwj/202405/t20240508_1.html"),
        ("../tzgg/1.html", "http://www.example.gov.cn/zwgk/tzgg/1.html"),
        ("../../../../1.html", "http://www.example.gov.cn/1.html"),
        ("//affair/file/1.html", "http://www.example.gov.cn/affair/file/1.html"),
        ("http://www.example.gov.cn//affair//1.html", "http://www.example.gov.cn/affair/1.html"),
        ("//www.other.gov.cn/1.html", "http://www.other.gov.cn/1.html"),
        ("\\zwgk\\1.html", "http://www.example.gov.cn/zwgk/1.html"),
        (" /a b/1.html\n", "http://www.example.gov.cn/ab/1.html"),
        ("http://www.example.gov.cn./1.html", "http://www.example.gov.cn/1.html"),
        ("http://www.example.gov.cn:8080/1.html", "http://www.example.gov.cn:8080/1.html"),
        ("/1.html#top", "http://www.example.gov.cn/1.html"),
        ("?page=2", "http://www.example.gov.cn/zwgk/zcwj/index.html?page=2"),
        ("https://www.example.gov.cn", "https://www.example.gov.cn/"),
    ],
)
def test_a_link_is_mended_and_made_absolute(href, url):
    assert absolute(BASE, href) == url


@pytest.mark.parametrize(
    "href", ["", "#", "javascript:void(0)", "mailto:a@b.cn", "ftp://a.cn/1", "http://[::1/x", "data:,x"]
)
def test_a_link_that_leads_to_no_page_is_none(href):
    assert absolute(BASE, href) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.cn/zcwj/202405/t20240508_1.html", date(2024, 5, 8)),
        ("http://a.cn/art/2024/5/8/art_284_101.html", date(2024, 5, 8)),
        ("http://a.cn/columns/1a/202405/08/2b.html", date(2024, 5, 8)),
        ("http://a.cn/art/2024/art_0123.html", None),
        ("http://a.cn/202405/t20241308_1.html", None),
        ("http://a.cn/zcwj/1.html", None),
    ],
)
def test_an_address_may_carry_the_day(url, day):
    assert day_in(url) == day


def test_index_pages_are_the_page_of_their_folder():
    assert same_page("http://a.cn/zcwj/", "https://A.cn/zcwj/index.html")
    assert not same_page("http://a.cn/zcwj/", "http://a.cn/zcwj/?page=2")
