"""Pages that only lead on: which are followed, and by a probe as well as by a run."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from crawler.commands.portals import stranger
from crawler.config import CrawlSettings
from crawler.look import look_at
from crawler.moved import moved_to

HOME = "http://www.example.gov.cn/"
LIST = "http://www.example.gov.cn/zcwj/"
NEW = "http://www.example.gov.cn/zcwj2024/index.html"


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta http-equiv="refresh" content="0;url=/zcwj2024/index.html"></head></html>',
        "<META content='3; URL=../zcwj2024/index.html' HTTP-EQUIV=Refresh><p>页面正在跳转，请稍候……</p>",
        '<script>location.href="/zcwj2024/index.html"</script>',
        "<script>window.top.location = 'http://www.example.gov.cn/zcwj2024/index.html';</script>",
        '<script>location.replace("/zcwj2024/index.html")</script><noscript><a href="/zcwj2024/index.html">进入</a></noscript>',
        '<script>if(isPhone()){location.href="/wap/"}else{location.href="/zcwj2024/index.html"}</script>',
        '<script>location.href="http://example.gov.cn/zcwj2024/index.html"</script>',
    ],
)
def test_a_page_that_only_leads_on_says_where(page):
    assert (moved_to(page, LIST, HOME) or "").replace("//example", "//www.example") == NEW


@pytest.mark.parametrize(
    "page",
    [
        '<script>location.href="http://www.other.gov.cn/"</script>',
        '<script>location.href="http://127.0.0.1:8080/admin"</script>',
        '<script>location.href="/zcwj/"</script>',
        '<script>location.reload()</script>',
        '<script>if(a){location.href="/one/"}else{location.href="/two/"}</script>',
        '<script>location.href="javascript:history.back()"</script>',
        '<meta http-equiv="refresh" content="300;url=/zcwj2024/"><ul>'
        + "<li><a href='/1.html'>关于印发工作规则的通知</a></li>" * 20
        + "</ul>",
    ],
)  # fmt: skip
def test_any_other_page_leads_nowhere(page):
    assert moved_to(page, LIST, HOME) is None


class Site(BaseHTTPRequestHandler):
    """A front page that leads to another, that one to a third, and so on as far as `last`."""

    last = 2

    def do_GET(self) -> None:
        number = int(self.path.strip("/") or 0) if self.path.strip("/").isdecimal() else 0
        pages = {
            "/robots.txt": "",
            "/zcwj/": ROWS,
            f"/{self.last}": '<a href="/zcwj/">政策文件</a>' + "政务" * 9,
        }
        body = pages.get(self.path, f'<script>location.href="/{number + 1}"</script>').encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


ROWS = '<ul><li><a href="/a/1.html">关于印发工作规则的通知</a> 2024-05-08</li><li><a href="/a/2.html">关于开展检查的通知</a> 2024-05-07</li></ul>'
PATIENT = CrawlSettings(delay_seconds=0.01, retries=0)


@pytest.mark.parametrize(("last", "columns"), [(2, ["政策文件"]), (99, [])])
def test_a_probe_follows_a_front_page_for_a_few_steps(serve, monkeypatch, last, columns):
    monkeypatch.setattr(Site, "last", last)
    url = serve(Site) + "/"
    found = look_at(url, stranger(url), PATIENT)
    assert [column.name for column in found.columns] == columns
    if not columns:
        assert found.evidence == f"{url}: it redirects without end (max redirections)"
