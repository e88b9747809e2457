"""One message to a real SMTP server: what is sent, and what is said of each way in which it may go wrong."""

from __future__ import annotations

import email.policy
from email import message_from_bytes
from pathlib import Path

import pytest

from pipelines.publish.mail import MailSettings, Outcome, build_message, marked, message_id, send
from pipelines.publish.render import render
from tests.publish.conftest import MakeSettings
from tests.publish.samples import NOW, full_edition
from tests.publish.servers import ANYBODY, Mailbox, serve

TO = "analyst@office.example"


def raw_message() -> bytes:
    rendered = render(full_edition(), "zh")
    return build_message(rendered, "planwatch <watch@planwatch.example>", TO, "<1@planwatch.example>", NOW)


def outcome_of(mail: MailSettings, began: list[str] | None = None, raw: bytes | None = None) -> Outcome:
    log: list[str] = [] if began is None else began
    return send(raw or raw_message(), TO, mail, before_content=lambda: log.append("content"))


def test_what_arrives_is_the_digest_as_text_and_as_html(
    mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    assert outcome_of(settings(port)) == Outcome("sent")
    (arrived,) = mailbox.to(TO)
    rendered = render(full_edition(), "zh")
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == rendered.text.splitlines()
    assert html.get_content().splitlines() == rendered.html.splitlines()
    assert arrived["Subject"] == rendered.subject
    assert arrived["Message-ID"] == "<1@planwatch.example>"
    assert arrived["Date"].datetime == NOW
    assert arrived["List-Unsubscribe"] == "<mailto:watch@planwatch.example?subject=unsubscribe>"
    assert len(mailbox.taken[0][1]) < 90_000


def test_lines_that_begin_with_a_dot_arrive_whole(
    mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    raw = b"Subject: dots\r\n\r\n.\r\n..two\r\n.end"
    assert outcome_of(settings(port), raw=raw).status == "sent"
    assert mailbox.taken[0][1] == raw + b"\r\n"


@pytest.mark.parametrize(
    ("fault", "status", "reason", "content_went_out"),
    [
        ("rcpt-451", "waiting", "recipient not accepted: 451 4.2.1 try again later", False),
        ("rcpt-550", "refused", "recipient not accepted: 550 5.1.1 no such user", False),
        ("rcpt-drop", "waiting", "connection lost before the content was sent", False),
        ("command-drop", "waiting", "connection lost before the content was sent", False),
        ("data-452", "waiting", "message not accepted: 452 4.3.1 out of storage", True),
        ("data-554", "refused", "message not accepted: 554 5.7.1 looks like spam", True),
        ("reply-drop", "unknown", "connection lost before the reply to the content", True),
        ("reply-never", "unknown", "connection lost before the reply to the content", True),
    ],
)
def test_each_failure_has_its_outcome(
    mailbox: Mailbox,
    port: int,
    settings: MakeSettings,
    fault: str,
    status: str,
    reason: str,
    content_went_out: bool,
) -> None:
    mailbox.faults[TO] = [fault]
    began: list[str] = []
    outcome = outcome_of(settings(port, timeout=0.5), began)
    assert outcome.status == status
    assert str(outcome.reason).startswith(reason)
    assert not outcome.hopeless
    assert bool(began) == content_went_out


def test_a_refused_sender_keeps_the_message_for_better_settings(
    mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    mailbox.faults[ANYBODY] = ["mail-553"]
    assert outcome_of(settings(port)) == Outcome(
        "waiting", "sender not accepted: 553 5.7.1 sender must be the login", hopeless=True
    )


def test_a_server_that_is_down_is_hopeless_for_now(settings: MakeSettings) -> None:
    with serve(Mailbox()) as port:
        pass
    outcome = outcome_of(settings(port))
    assert (outcome.status, outcome.hopeless) == ("waiting", True)
    assert "refused" in str(outcome.reason)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_login_over_an_encrypted_connection(
    mailbox: Mailbox,
    certificate: Path,
    settings: MakeSettings,
    security: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve(mailbox, **{security: certificate}, login=True) as port:  # type: ignore[arg-type]
        mail = settings(port, security=security, username="watch@planwatch.example", password="secret")
        assert outcome_of(mail) == Outcome("sent")
    assert mailbox.logins == [("watch@planwatch.example", "secret")]
    assert "secret" not in repr(mail)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_unknown_certificate_is_not_accepted(
    mailbox: Mailbox, certificate: Path, settings: MakeSettings, security: str
) -> None:
    with serve(mailbox, **{security: certificate}) as port:  # type: ignore[arg-type]
        outcome = outcome_of(settings(port, security=security))
    assert (outcome.status, outcome.hopeless) == ("waiting", True)
    assert "certificate" in str(outcome.reason)


def test_nothing_is_sent_in_clear_where_starttls_is_asked_for(
    mailbox: Mailbox, port: int, settings: MakeSettings
) -> None:
    outcome = outcome_of(settings(port, security="starttls"))
    assert (outcome.status, outcome.hopeless) == ("waiting", True)
    assert "STARTTLS" in str(outcome.reason)
    assert not mailbox.taken


def test_a_wrong_password_is_told_in_the_servers_words(
    mailbox: Mailbox, certificate: Path, settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve(mailbox, tls=certificate, login=True) as port:
        mail = settings(port, security="tls", username="watch@planwatch.example", password="wrong")
        outcome = outcome_of(mail)
    assert outcome == Outcome("waiting", "535 5.7.8 Authentication credentials invalid", hopeless=True)


def test_a_repeated_message_keeps_its_id_and_content_and_says_so() -> None:
    first, again = (
        message_from_bytes(raw, policy=email.policy.default)
        for raw in (raw_message(), marked(raw_message(), "[可能重复] "))
    )
    assert again["Subject"] == f"[可能重复] {first['Subject']}"
    assert again["Message-ID"] == first["Message-ID"]
    assert again.get_body(("html",)).get_content() == first.get_body(("html",)).get_content()  # type: ignore[attr-defined]


def test_a_mail_names_the_earlier_ones_of_the_same_things() -> None:
    earlier = [f"<{number}@planwatch.example>" for number in range(1, 13)]
    rendered = render(full_edition(), "zh")
    raw = build_message(rendered, "watch@planwatch.example", TO, "<99@planwatch.example>", NOW, earlier)
    message = message_from_bytes(raw, policy=email.policy.default)
    assert message["In-Reply-To"] == "<12@planwatch.example>"
    assert message["References"].split() == earlier[-10:]


def test_a_message_id_is_the_same_for_the_same_and_differs_otherwise() -> None:
    ids = {
        message_id(text, to, "planwatch <watch@planwatch.example>")
        for text in ("一", "二")
        for to in ("a@office.example", "b@office.example")
        for _ in range(2)
    }
    assert len(ids) == 4
    assert all(id.endswith("@planwatch.example>") for id in ids)
