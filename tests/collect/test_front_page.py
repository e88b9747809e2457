"""When a page counts as the portal's front page."""

from crawler.front_page import is_front_page, is_titled_as_site, lacks_title

SITE = "示例市人民政府"
NEWS = "".join(f'<li><a href="/xw/{number}.html">新闻{number}</a></li>' for number in range(30))
FRONT = f"<html><head><title>{SITE}</title></head><body><a href='/zwgk/'>政务公开</a><ul>{NEWS}</ul></body></html>"


def test_a_front_page_is_known_though_its_news_have_moved_on():
    assert is_front_page(FRONT.replace("/xw/3.html", "/xw/31.html"), FRONT)


def test_a_list_with_the_sites_name_as_its_title_is_none():
    rows = NEWS.replace("/xw/", "/zcwj/")
    assert not is_front_page(FRONT.replace(NEWS, rows), FRONT)


def test_a_page_under_a_title_of_its_own_is_none():
    assert not is_front_page(FRONT.replace(f"<title>{SITE}", f"<title>政策文件_{SITE}"), FRONT)


def test_pages_without_links_are_the_front_page_only_where_they_are_the_same():
    assert not is_front_page("<title>甲</title>", "<title>甲</title> ")
    assert is_front_page("<title>甲</title>", "<title>甲</title>")


def test_a_front_page_adds_a_few_words_to_the_sites_name():
    assert is_titled_as_site(FRONT, SITE)
    assert is_titled_as_site("<title>欢迎访问 示例市人民政府门户网站</title>", SITE)
    assert not is_titled_as_site("<title>政策文件_示例市人民政府</title>", SITE)


def test_a_title_is_found_though_the_list_cut_it_off_and_the_page_broke_it_up():
    page = "<h1>示例市推动大规模<br>设备更新实施方案</h1>"
    assert not lacks_title(page, "示例市推动大规模设备更…")
    assert lacks_title(FRONT, "示例市推动大规模设备更…")
