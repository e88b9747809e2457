"""Who gets the digest, as a user writes it down: what is understood, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from crawler.audience import ChannelSettings, FindingKind
from crawler.config import ConfigError, load_config
from crawler.publishing import portal_names, publishing
from pipelines.publish import Publishing, Reader, Subscription
from pipelines.publish.channels import KINDS
from pipelines.publish.words import words

SETTINGS = """\
mail:
  host: smtp.example.com
  port: 465
  security: tls
  username: watch@example.com
  password_file: password.txt
  recipients:
    - analyst@example.com
    - address: abroad@example.com
      language: en
      regions: [海南, 河北省张家口市, 朝阳区]
      levels: [province]
      topics: [T09]
      kinds: [raised, lowered]
      keywords: [电梯]
channels:
  - name: 处室群
    kind: wecom
    url_env: PLANWATCH_WECOM
    regions: [河北]
publish:
  frequency: weekly
  weekday: friday
  heartbeat_days: 14
"""
WEBHOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANWATCH_SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("PLANWATCH_WECOM", WEBHOOK)


def understood(folder: Path, settings: str = SETTINGS, mode: int = 0o600) -> Publishing:
    (folder / "settings.yaml").write_text(settings, encoding="utf-8")
    secret = folder / "password.txt"
    secret.write_text("授权码\n", encoding="utf-8")
    secret.chmod(mode)
    return publishing(load_config(folder))


def complaint(folder: Path, settings: str, mode: int = 0o600) -> str:
    with pytest.raises(ConfigError) as raised:
        understood(folder, settings, mode)
    return str(raised.value).replace(f"{folder}/", "")


def test_what_is_written_down_is_what_is_done(tmp_path: Path) -> None:
    how = understood(tmp_path)
    wish = Subscription(
        ("海南省", "河北省张家口市", "朝阳区"), ("province",), ("T09",), ("raised", "lowered"), ("电梯",)
    )
    assert how.readers == (
        Reader("analyst@example.com", "zh"),
        Reader("abroad@example.com", "en", wish),
        Reader("处室群", "zh", Subscription(regions=("河北省",)), via="channel"),
    )
    assert (how.weekday, how.heartbeat_days) == (4, 14)
    mail = how.routes.mail
    assert mail is not None
    assert (mail.sender, mail.password) == ("watch@example.com", "授权码")
    assert how.routes.channels["处室群"].url == WEBHOOK
    assert "授权码" not in repr(how)
    assert "key=0" not in repr(how)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANWATCH_SMTP_PASSWORD", "another")
    mail = understood(tmp_path, mode=0o644).routes.mail
    assert mail is not None
    assert mail.password == "another"


def test_without_a_server_no_mail_is_sent_and_channels_still_work(tmp_path: Path) -> None:
    how = understood(tmp_path, SETTINGS.replace("  host: smtp.example.com\n", ""))
    assert how.routes.mail is None
    assert [reader.to for reader in how.readers] == ["处室群"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("- analyst@example.com", "- analyst", "settings.yaml:8: mail.recipients[0].address: expected a mail address such as"),
        ("海南", "海北", "settings.yaml:11: mail.recipients[1].regions[0]: expected a region such as 河北"),
        ("[province]", "[town]", "settings.yaml:12: mail.recipients[1].levels[0]: expected 'province', 'prefecture' or 'county'"),
        ("T09", "T99", "settings.yaml:13: mail.recipients[1].topics[0]: expected an id of topics.yaml, T01 to T46, found 'T99'"),
        ("[raised,", "[rised,", "settings.yaml:14: mail.recipients[1].kinds[0]: expected 'new', 'omitted', 'raised'"),
        ("[电梯]", "['']", "settings.yaml:15: mail.recipients[1].keywords[0]"),
        ("      topics", "      topic", "settings.yaml:13: mail.recipients[1].topic: unknown key"),
        ("wecom\n", "weixin\n", "settings.yaml:18: channels[0].kind: expected 'wecom', 'dingtalk', 'feishu', 'webhook' or 'apprise'"),
        ("    url_env: PLANWATCH_WECOM\n", "", "settings.yaml:17: channels[0]: its address holds a key: name an environment variable"),
        ("PLANWATCH_WECOM", "NOT_SET", "settings.yaml:17: channels[0]: the environment variable NOT_SET is not set"),
        ("url_env: PLANWATCH_WECOM", f"url: {WEBHOOK}", "settings.yaml:19: channels[0].url: a secret does not stand in this file"),
        ("PLANWATCH_WECOM", "HOME", "settings.yaml:18: channels[0].kind: the address that is set for it is none of a channel of kind wecom"),
        ("password_file: password.txt", "password: abc", "settings.yaml:6: mail.password: a secret does not stand in this file"),
        ("  password_file: password.txt\n", "", "settings.yaml:5: mail.username: the login needs a password (QQ, 163: the 授权码)"),
        ("password.txt", "nowhere.txt", "settings.yaml:6: mail.password_file: nowhere.txt cannot be read"),
        ("  recipients:", "  sender: news@example.com\n  recipients:", "settings.yaml:7: mail.sender: expected the login, watch@example.com"),
        ("weekly", "monthly", "settings.yaml:22: publish.frequency: expected 'daily' or 'weekly'"),
        ("14", "0", "settings.yaml:24: publish.heartbeat_days: expected greater than or equal to 1"),
        ("publish:", "  - {name: 处室群, kind: webhook, url_env: X}\npublish:", "settings.yaml:21: channels[1].name: '处室群' is taken already"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_key(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SETTINGS
    assert told in complaint(tmp_path, SETTINGS.replace(old, new))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o700])
def test_a_secret_that_others_can_read_is_refused_with_the_way_out(tmp_path: Path, mode: int) -> None:
    told = complaint(tmp_path, SETTINGS, mode)
    assert told == (
        f"settings.yaml:6: mail.password_file: expected mode 0600, found {mode:04o};"
        " `chmod 600 password.txt` keeps others from the secret"
    )


def test_a_name_may_stand_before_the_senders_address(tmp_path: Path) -> None:
    named = SETTINGS.replace("  recipients:", "  sender: 方案监测 <watch@example.com>\n  recipients:")
    mail = understood(tmp_path, named).routes.mail
    assert mail is not None
    assert mail.sender == "方案监测 <watch@example.com>"


def test_the_settings_know_every_kind_of_finding_and_of_channel() -> None:
    assert set(get_args(ChannelSettings.model_fields["kind"].annotation)) == set(KINDS)
    assert set(get_args(FindingKind)) <= set(words("zh").phrases["kinds"])


def test_portals_are_told_by_name_and_region(tmp_path: Path) -> None:
    assert portal_names(load_config(tmp_path)) == {}
