"""The days of the farm as mails in a real server with TLS and login, read back by the standard library."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from ruamel.yaml import YAML

from crawler.commands.demo import write_config
from crawler.config import load_config
from crawler.run import run
from pipelines.embedded import config_dir
from storage.database import open_store
from storage.outbox import messages_of
from tests.farm import Farm
from tests.publish.mail_clients import ATTRIBUTES, CLIP_BYTES, ELEMENTS, PROPERTIES, VALUES
from tests.publish.servers import Mailbox, serve

ANALYST, ABROAD = "analyst@office.example", "abroad@office.example"
DAYS = range(1, 6)
WITH_NEWS = ("yunting", "lixia", "chaoyang")  # a plan, a list that broke, a block


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> dict[str, list[EmailMessage]]:
    """All mails of the farm's days by recipient; one of these reads English."""
    folder = tmp_path_factory.mktemp("days")
    mailbox = Mailbox()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        patch.setenv("PLANWATCH_SMTP_PASSWORD", "secret")
        with (
            serve(mailbox, tls=certificate, login=True) as port,
            Farm(config_dir() / "baselines", delays=0.01) as farm,
        ):
            config = write_config(config_dir(), folder / "config", farm.portals_yaml(), port)
            ask_for_tls(config / "settings.yaml")
            for day in DAYS:
                farm.set_day(day)
                run(load_config(config), folder, now=farm.now, portals=WITH_NEWS)
    assert set(mailbox.logins) == {("watch@office.example", "secret")}
    with open_store(folder, create=False, read_only=True) as store:
        editions = [row["id"] for row in store.rows("SELECT id FROM editions")]
        assert {message.status for each in editions for message in messages_of(store, each)} == {"sent"}
    return {to: mailbox.to(to) for to in (ANALYST, ABROAD)}


def ask_for_tls(settings: Path) -> None:
    yaml = YAML()
    data: Any = yaml.load(settings)
    login = {
        "security": "tls",
        "username": "watch@office.example",
        "sender": "方案监测 <watch@office.example>",
    }
    data["mail"] |= login | {"recipients": [ANALYST, {"address": ABROAD, "language": "en"}]}
    yaml.dump(data, settings)


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    return str(plain.get_content()), str(page.get_content())


def test_days_with_news_bring_one_mail_to_each_reader(days: dict[str, list[EmailMessage]]) -> None:
    for to, mails in days.items():
        assert [mail["Date"].datetime.day for mail in mails] == [15, 17, 18]
        assert len({mail["Message-ID"] for mail in mails}) == 3
        for mail in mails:
            assert mail["To"] == to
            assert mail["From"].addresses[0].addr_spec == "watch@office.example"
            assert mail["List-Unsubscribe"] == "<mailto:watch@office.example?subject=unsubscribe>"
            assert mail["Auto-Submitted"] == "auto-generated"
            assert not mail.defects
            assert [part.get_content_type() for part in mail.walk()] == [
                "multipart/alternative",
                "text/plain",
                "text/html",
            ]
    assert days[ANALYST][0]["Subject"].startswith("方案监测 10月15日：新方案1件（澜川省云汀市）")
    assert days[ABROAD][0]["Subject"].startswith("Plan watch, 15 October: 1 new plan")


def test_every_mail_stays_under_the_size_at_which_it_is_clipped(days: dict[str, list[EmailMessage]]) -> None:
    for mail in (each for mails in days.values() for each in mails):
        raw = mail.as_bytes()
        assert len(raw) < 90_000
        assert len(parts(mail)[1].encode()) < CLIP_BYTES
        assert all(len(line) <= 998 for line in raw.splitlines())


def test_no_mail_uses_what_a_mail_program_drops(days: dict[str, list[EmailMessage]]) -> None:
    for mail in (each for mails in days.values() for each in mails):
        body = lxml_html.fromstring(parts(mail)[1]).find("body")
        for element in body.iter():
            assert element.tag not in ELEMENTS, ELEMENTS[str(element.tag)]
            assert not set(element.attrib).intersection(ATTRIBUTES)
            assert not [name for name in element.attrib if str(name).startswith("on")]
            for declaration in filter(None, (each.strip() for each in element.get("style", "").split(";"))):
                tight = re.sub(r"\s*:\s*", ":", declaration)
                assert not [why for begins, why in PROPERTIES.items() if tight.startswith(begins)], (
                    declaration
                )
                assert not [
                    why for part, why in VALUES.items() if re.search(rf"(?<![a-z]){re.escape(part)}", tight)
                ]


def test_both_parts_of_a_mail_say_the_same(days: dict[str, list[EmailMessage]]) -> None:
    for mail in (each for mails in days.values() for each in mails):
        text, page = parts(mail)
        shown = re.sub(r"\s+", "", lxml_html.fromstring(page).find("body").text_content())
        for line in text.splitlines():
            for words in re.findall(r"[\u4e00-\u9fff]{4,}|[A-Za-z]{5,}", re.sub(r"https?://\S+", "", line)):
                assert words in shown, line
        told = set(re.findall(r"https?://[^\s\"<>]+", text))
        assert told == {link.get("href") for link in lxml_html.fromstring(page).iter("a")}


def test_the_new_plan_is_told_with_both_quotes_and_its_targets(days: dict[str, list[EmailMessage]]) -> None:
    text, page = parts(days[ANALYST][0])
    assert (
        len(re.findall(r"^ +\[(?:加码|打折|新增|遗漏|照搬|细化|时限|力度|责任|残留)", text, re.MULTILINE))
        == 5
    )
    assert "主要目标与已知方案的区间" in text
    assert re.search(r"已知方案 {2}\S+（\S+?）至\S+（\S+?）", text)
    assert page.count("“") >= 9


def test_mails_that_tell_of_different_things_are_no_thread(days: dict[str, list[EmailMessage]]) -> None:
    assert [mail["References"] for mail in days[ANALYST]] == [None, None, None]
