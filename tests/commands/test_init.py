"""`init`: a configuration that is checked, a test message that really arrives, and nothing of the user's lost."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from crawler.config import load_config
from pipelines.embedded import config_dir
from storage.database import open_store
from storage.library import list_documents
from tests.farm import Farm
from tests.publish.servers import Mailbox, serve

TO = "analyst@example.org"


def init(folder: Path, *words: str, password: str | None = None) -> Result:
    call = ["--config", str(folder), "--data", str(folder / "data"), "init", *words]
    return CliRunner().invoke(main, call, prog_name="planwatch", env={"PLANWATCH_SMTP_PASSWORD": password})


def test_without_mail_it_writes_a_commented_configuration_and_says_what_comes_next(tmp_path: Path) -> None:
    ended = init(tmp_path)
    assert ended.exit_code == 0, ended.stderr
    assert "planwatch init --smtp" in ended.stdout
    assert f"planwatch --config {tmp_path} --data {tmp_path / 'data'} run" in ended.stdout
    assert "# the daily service" in (tmp_path / "settings.yaml").read_text(encoding="utf-8")
    assert len(load_config(tmp_path).portals) > 50


def test_the_test_message_arrives_and_the_settings_keep_their_comments(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serve(mailbox) as port:
        ended = init(tmp_path, "--smtp", "127.0.0.1", "--security", "none", "--port", str(port), "--to", TO)
    assert ended.exit_code == 0, ended.stdout
    assert f"test message to {TO}: sent" in ended.stdout
    (message,) = mailbox.to(TO)
    assert message["Subject"].startswith("[测试] 方案监测 ")
    assert "# the daily service" in (tmp_path / "settings.yaml").read_text(encoding="utf-8")


def test_a_server_that_is_not_there_is_told_and_the_configuration_stays(tmp_path: Path) -> None:
    with serve(Mailbox()) as port:
        pass
    ended = init(tmp_path, "--smtp", "127.0.0.1", "--security", "none", "--port", str(port), "--to", TO)
    assert ended.exit_code == 1
    assert f"test message to {TO}: waiting" in ended.stdout
    assert load_config(tmp_path).settings.mail.recipients[0].address == TO


def test_the_password_is_asked_for_and_kept_from_others(tmp_path: Path) -> None:
    call = ["--config", str(tmp_path), "init", "--smtp", "127.0.0.1", "--port", "1", "--to", TO]
    ended = CliRunner().invoke(main, call, input="geheim\n", env={"PLANWATCH_SMTP_PASSWORD": None})
    assert "password of analyst@example.org" in ended.output
    assert "geheim" not in ended.output
    secret = tmp_path / "password.txt"
    assert secret.read_text(encoding="utf-8") == "geheim"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert "geheim" not in (tmp_path / "settings.yaml").read_text(encoding="utf-8")


def test_the_first_poll_stores_what_the_portals_show_and_the_next_steps_follow_it(tmp_path: Path) -> None:
    """A folder of portals that is there stays as it is, so that only the farm is polled."""
    (tmp_path / "portals").mkdir()
    mailbox = Mailbox()
    with Farm(config_dir() / "baselines") as farm, serve(mailbox) as port:
        (tmp_path / "portals" / "farm.yaml").write_text(farm.portals_yaml(), encoding="utf-8")
        mail = ("--smtp", "127.0.0.1", "--security", "none", "--port", str(port), "--to", TO)
        ended = init(tmp_path, *mail, "--poll", "--json", "--now", farm.now.isoformat())
        again = init(tmp_path, "--poll", "--now", farm.now.isoformat())
    told = json.loads(ended.stdout)
    assert ended.exit_code == 0, ended.stderr
    assert [(each["recipient"], each["status"]) for each in told["test_messages"]] == [(TO, "sent")]
    assert len(mailbox.to(TO)) == 2, "a test message at each call, and nothing is new at a first poll"
    assert (told["portals"], told["run"]["portals"], told["run"]["failed"]) == (6, 6, [])
    assert told["run"]["documents"] >= 5
    assert not any(" run" in step["command"] for step in told["next"])
    assert "6 portals polled" in again.stdout
    assert again.stdout.index("6 portals polled") < again.stdout.index("what comes next")
    with open_store(tmp_path / "data", create=False, read_only=True) as store:
        plans = list_documents(store, verdict="plan")
    assert "开封市推动大规模设备更新和消费品以旧换新实施方案" in [plan["title"] for plan in plans]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "terms.yaml").write_text((tmp_path / "terms.yaml").read_text("utf-8") + "# mine\n", "utf-8")
    assert init(tmp_path, "--language", "en").exit_code == 0
    assert (tmp_path / "terms.yaml").read_text("utf-8").endswith("# mine\n")
    assert load_config(tmp_path).settings.publish.language == "en"


@pytest.mark.parametrize("words", [("--smtp", "mail.example.org"), ("--to", TO)])
def test_half_of_the_mail_settings_is_a_wrong_call(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = init(tmp_path / "none", *words)
    assert ended.exit_code == 2
    assert "--smtp and --to go together" in ended.stderr
    assert not (tmp_path / "none").exists()
