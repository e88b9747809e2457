"""Answers that are not the page that was asked for, each under its name."""

import pytest

from crawler.middlewares.guard import Answer, fault_in
from pipelines.readers.decode import decode

LIST = "http://www.example.gov.cn/zcwj/"
PAGE = (
    "<html><head><title>政策文件_示例市人民政府</title></head><body>"
    "<ul><li><a href='/1.html'>示例市推动大规模设备更新和消费品以旧换新实施方案</a>2024-05-08</li></ul></body></html>"
)


def fault(
    body: str | bytes = PAGE,
    *,
    status=200,
    url=LIST,
    expects="list",
    media_type="text/html",
    home="http://www.example.gov.cn/",
):
    data = body if isinstance(body, bytes) else body.encode()
    answer = Answer(
        expects=expects,
        asked=LIST,
        url=url,
        status=status,
        media_type=media_type,
        decoded=decode(data) if media_type.startswith(("text", "application/json")) else None,
        home=home,
        size=len(data),
    )
    found = fault_in(answer)
    return found.name if found else None


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def test_a_good_list_passes():
    assert fault() is None


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_a_page_in_any_chinese_charset_passes(charset):
    assert fault(PAGE.encode(charset)) is None


@pytest.mark.parametrize(
    ("status", "name"),
    [(403, "blocked"), (412, "blocked"), (521, "blocked"), (429, "blocked"), (404, "missing"), (410, "missing"),
     (500, "server-error"), (503, "server-error"), (202, "blocked"), (422, "blocked"), (204, "bad-status")],
)  # fmt: skip
def test_a_status_has_its_name(status, name):
    assert fault(status=status) == name


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (page("", "<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>"), "blocked"),
        ("<html><head><meta http-equiv='refresh' content='0;url=/login.html'></head></html>", "blocked"),
        (page("403", "您的访问请求可能对网站造成安全威胁，请求已被云防护拦截"), "blocked"),
        (page("页面不存在", "<p>很抱歉</p>" + "网站导航" * 3000), "soft-404"),
        (page("示例市人民政府", "很抱歉，您访问的页面不存在或已被删除！"), "soft-404"),
        (page("首页 - 示例市人民政府", "要闻" * 6000), "home-page"),
        (page("政策文件", "\ufffd" * 500 + "2024-05-08"), "garbled"),
        (page("Policies", "<p>no Chinese here</p>" * 100), "garbled"),
        (page("", ""), "stub"),
        ("", "garbled"),
        (b"\x80\xff\x81\xff" * 300, "garbled"),
    ],
)  # fmt: skip
def test_a_page_that_comes_as_200_is_looked_at(body, name):
    assert fault(body) == name


def test_a_long_page_may_speak_of_security_checks():
    text = "关于开展网络安全验证与人机验证工作的通知。" * 40
    assert fault(page("通知", text + "<script>document.cookie='a=b'</script>")) is None


@pytest.mark.parametrize("url", ["http://www.example.gov.cn/", "https://www.example.gov.cn/index.html"])
def test_the_front_page_in_the_place_of_a_list_is_named(url):
    assert fault(url=url) == "home-page"


def test_a_web_page_in_the_place_of_a_file_is_named():
    assert fault(expects="file") == "soft-404"
    assert fault(b"%PDF-1.7", expects="file", media_type="application/pdf") is None


def test_an_answer_in_json_needs_no_chinese():
    assert fault('{"data":{"results":[]}}', media_type="application/json") is None
