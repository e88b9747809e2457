"""A mailbox behind a real SMTP server, and a certificate for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from pipelines.publish import MailSettings, Publishing, Reader, Routes
from tests.publish.samples import NOW
from tests.publish.servers import Mailbox, serve

MakeSettings = Callable[..., MailSettings]
MakePublishing = Callable[..., Publishing]
ANALYST = "analyst@office.example"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    with serve(mailbox) as port:
        yield port


@pytest.fixture
def settings() -> MakeSettings:
    """Makes mail settings for a server at a port."""

    def make(port: int, **changes: Any) -> MailSettings:
        usual = {
            "host": "127.0.0.1",
            "security": "none",
            "username": None,
            "password": None,
            "sender": "planwatch <watch@planwatch.example>",
            "timeout": 5.0,
        }
        return MailSettings(port=port, **(usual | changes))

    return make


@pytest.fixture
def publishing(settings: MakeSettings) -> MakePublishing:
    """Makes the publish settings for a mail server at a port: `recipients` get everything in Chinese."""

    def make(port: int, recipients: tuple[str, ...] = (ANALYST,), **changes: Any) -> Publishing:
        readers = tuple(Reader(to, "zh") for to in recipients)
        return Publishing("zh", readers, Routes(settings(port, **changes)))

    return make


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(signed.public_bytes(Encoding.PEM) + private)
    return path
