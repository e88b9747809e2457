"""List requests as they leave: what a family's adapter asks for reaches the portal, over real HTTP."""

from __future__ import annotations

import http.server
import json
from urllib.parse import parse_qs

import pytest

from crawler.adapters import ListRequest
from crawler.spiders.asking import list_request

ROWS = 5
PAGES = 3
PORTAL = """\
- id: search
  name: 云汀市人民政府
  region: 澜川省云汀市
  adapter: {adapter}
  home: {origin}/
  delay_seconds: 0
  private_hosts: true
  columns:
    - name: 政策文件
      url: {origin}/search
      quiet_days: 3000
      options: {options}
  evidence: written for this test
  checked: never
"""
OPTIONS = {
    "irs": "{json: {code: a1b2, searchWord: 设备更新}}",
    "json_list": "{form: {key: 设备更新, page: '1'}, page: page, rows: data.middle.list, pages: data.pager.pageCount}",
}


class Search(http.server.BaseHTTPRequestHandler):
    """A site search that is asked by POST, in JSON or with a form, and answers a page of rows."""

    asked: list[dict[str, object]]

    def do_GET(self) -> None:
        self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind = self.headers["Content-Type"]
        sent = (
            json.loads(body) if kind == "application/json" else {k: v[0] for k, v in parse_qs(body).items()}
        )
        self.asked.append({**sent, "kind": kind, "condition": self.headers["If-None-Match"]})
        page = int(str(sent.get("pageNo") or sent.get("page")))
        rows = [
            {"title": f"第{page}页第{row}号通知", "url": f"/{page}/{row}.html", "time": "2024-10-11 09:00"}
            for row in range(ROWS)
        ]
        answer = json.dumps({"data": {"pager": {"pageCount": PAGES}, "middle": {"list": rows}}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("ETag", '"of a post"')
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("adapter", OPTIONS)
def test_a_search_is_asked_page_by_page_in_the_form_it_wants(watch, serve, adapter):
    Search.asked = []
    origin = serve(Search)
    watch.configure(PORTAL.format(adapter=adapter, origin=origin, options=OPTIONS[adapter]))
    first, second = watch.run(), watch.run()
    assert [health.verdict for health in (*first.health, *second.health)] == ["well", "well"]
    assert first.entries == PAGES * ROWS
    assert second.new_entries == 0
    kinds = {"irs": "application/json", "json_list": "application/x-www-form-urlencoded"}
    assert {one["kind"] for one in Search.asked} == {kinds[adapter]}
    assert {one.get("searchWord") or one.get("key") for one in Search.asked} == {"设备更新"}
    assert {one["condition"] for one in Search.asked} == {None}


def test_only_what_is_got_is_asked_for_on_condition(watch):
    portal = watch.portal("yunting")
    got, posted = (
        list_request(portal, ListRequest("http://www.example.gov.cn/", method), conditional=True)
        for method in ("GET", "POST")
    )
    assert got.meta["conditional"] is True
    assert posted.meta["conditional"] is False
