"""Certificates are checked, except where a portal says why its own cannot be."""

from __future__ import annotations

import datetime
import http.server
import ssl
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = folder / "server.pem"
    path.write_bytes(
        certificate.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer((HOST, 0), Portal)
    server.socket = self_signed(tmp_path).wrap_socket(server.socket, server_side=True)
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
