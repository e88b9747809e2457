"""`planwatch notify test`: the settings tried on a real mail server and a real robot."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from storage.database import open_store
from tests.publish.robots import serve_robot
from tests.publish.servers import Mailbox

SETTINGS = """\
mail:
  host: 127.0.0.1
  port: {port}
  security: none
  recipients: [analyst@office.example, {{address: abroad@office.example, language: en}}]
channels:
  - {{name: 处室群, kind: wecom, url_env: PLANWATCH_WECOM}}
"""


def notify(folder: Path, *names: str) -> Result:
    words = ["notify", "test", "--config", str(folder), "--data", str(folder / "data"), *names]
    return CliRunner().invoke(main, words, prog_name="planwatch")


def test_everybody_gets_a_message_that_says_it_is_a_test(
    tmp_path: Path, mailbox: Mailbox, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.yaml").write_text(SETTINGS.format(port=port), encoding="utf-8")
    open_store(tmp_path / "data").close()
    with serve_robot() as robot:
        monkeypatch.setenv("PLANWATCH_WECOM", robot.url)
        mailbox.faults["abroad@office.example"] = ["rcpt-550"]
        ended = notify(tmp_path)
        assert ended.exit_code == 1
        assert ended.stdout.splitlines() == [
            "sent    analyst@office.example",
            "refused abroad@office.example: recipient not accepted: 550 5.1.1 no such user",
            "sent    处室群",
        ]
        assert notify(tmp_path, "abroad@office.example").exit_code == 0
        (text,) = robot.markdown
    assert text.startswith("[测试] **方案监测 ")
    assert mailbox.to("analyst@office.example")[0]["Subject"].startswith("[测试] 方案监测 ")
    assert mailbox.to("abroad@office.example")[0]["Subject"].startswith("[test] Plan watch, ")
    with open_store(tmp_path / "data") as store:
        assert store.value("SELECT count(*) FROM outbox") == 0


def test_settings_without_any_reader_are_told(tmp_path: Path) -> None:
    ended = notify(tmp_path)
    assert ended.exit_code == 1
    assert "names no mail server with recipients, and no channel" in ended.stderr


def test_an_unknown_name_is_told_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("mail: {host: x.example, recipients: [a@office.example]}\n")
    ended = notify(tmp_path, "b@office.example")
    assert ended.exit_code == 2
    assert "known are a@office.example" in ended.stderr
