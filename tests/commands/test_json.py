"""`--json`: every command that tells something has it, and prints one JSON value on standard output and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from crawler.cli import main
from pipelines.embedded import config_dir
from storage.database import open_store
from tests.storage.samples import keep, reading

# a play, a service and a script: there is no value that they could print
WITHOUT = {"demo", "schedule", "completion"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_store(tmp_path / "data") as store:
        keep(store, reading())
    return tmp_path / "data"


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(group, click.Group):
        yield " ".join(path), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        below = group.get_command(context, name)
        assert below is not None
        yield from commands(below, (*path, name))


def told(data: Path, *words: str, code: int = 0) -> Any:
    ended = CliRunner().invoke(main, ["--data", str(data), *words, "--json"], prog_name="planwatch")
    assert ended.exit_code == code, ended.output
    return json.loads(ended.stdout)


def test_every_command_that_tells_something_tells_it_as_json() -> None:
    lacking = {
        name
        for name, command in commands(main)
        if not any("--json" in option.opts for option in command.params)
    }
    assert lacking == WITHOUT


def test_what_changes_the_store_says_what_it_did(data: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "copy")
    assert told(data, "backup", target) == {"target": target, "documents": 1, "files": 0}
    assert told(data, "baseline", "add", "yunxi", "云政发〔2024〕17号") == {"name": "yunxi", "document": 1}
    assert told(data, "baseline", "remove", "yunxi") == {"removed": "yunxi", "baselines": []}


def test_what_writes_a_file_says_what_is_in_it(data: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "plans.jsonl")
    assert told(data, "export", path) == {"file": path, "plans": 1, "targets": 3, "findings": 0}
    feed = str(tmp_path / "plans.atom")
    assert told(data, "export", feed) == {"file": feed}


def test_a_digest_is_looked_at_and_sent(data: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("{}\n", encoding="utf-8")
    seen = told(data, "digest", "--dry-run", "--config", str(tmp_path))
    assert seen["counts"]["new"] == 1
    assert "云政发〔2024〕17号" in seen["text"]
    assert told(data, "digest", "--config", str(tmp_path)) == {"edition": 1, "deliveries": []}
    assert told(data, "digest", "--dry-run", "--config", str(tmp_path), code=1) is None
    assert told(data, "notify", "test", "--config", str(tmp_path), code=1) == []


def test_a_portal_that_is_added_is_told_with_its_file(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "portals").mkdir(parents=True)
    for name in ("settings.yaml", "terms.yaml"):
        (config / name).write_bytes((config_dir() / name).read_bytes())
    words = ("--name", "开封市人民政府", "https://www.kaifeng.gov.cn/a/list.html", "--config", str(config))
    added = told(data, "portals", "add", *words)
    assert Path(added["file"]).read_text("utf-8").count(f"id: {added['portal']}") == 1


def test_the_page_tells_its_address_once_it_listens(data: Path) -> None:
    call = [sys.executable, "-m", "crawler", "--data", str(data), "serve", "--port", "0", "--json"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = json.loads(process.stdout.readline())["address"]
            with urllib.request.urlopen(address) as answer:
                assert answer.status == 200
        finally:
            process.terminate()
