"""Certificates are checked, except where a portal says why its own cannot be."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.farm.tls import self_signed

HOST = "127.0.0.22"
LIST = """<html><head><title>政策文件_{name}</title></head><body><ul>
<li><a href="/1.html">关于公布行政权力事项清单的通知</a> 2024-10-11</li>
<li><a href="/2.html">关于做好秋季防火工作的通知</a> 2024-10-10</li></ul></body></html>"""
PORTAL = """\
- id: {id}
  name: 自签市人民政府
  region: 澜川省自签市
  adapter: generic
  home: {origin}/
  delay_seconds: 0
  private_hosts: true
  columns: [{{name: 政策文件, url: "{origin}/{id}/list.html"}}]
  evidence: written for this test; the certificate is its own
  checked: never
"""


class Portal(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = LIST.format(name="自签市人民政府").encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def origin() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer((HOST, 0), Portal)
    server.socket = self_signed(HOST).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_certificate_nobody_vouches_for_is_refused_unless_the_portal_says_why(watch, origin):
    strict, legacy = (PORTAL.format(id=name, origin=origin) for name in ("strict", "legacy"))
    watch.configure(strict + legacy + "  tls: legacy\n")
    result = watch.run()
    assert {health.portal: health.verdict for health in result.health} == {
        "strict": "broken",
        "legacy": "well",
    }
    assert "certificate" in result.health[0].reason_en
