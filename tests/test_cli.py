"""The command line: help for everything, exit codes of the contract, and one clear line for every mistake."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from crawler.cli import COMMANDS, main
from crawler.commands.manual import manual
from pipelines.embedded import config_dir
from storage.database import open_store


def planwatch(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="planwatch")


def leaves(name: str) -> list[tuple[str, ...]]:
    command = main.get_command(click.Context(main), name)
    if isinstance(command, click.Group):
        return [(name, sub) for sub in command.commands]
    return [(name,)]


ALL = [leaf for name in COMMANDS for leaf in leaves(name)]


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    shown = planwatch(*words, "--help")
    assert shown.exit_code == 0
    assert shown.output.splitlines()[2].strip(), "the first line says what it does"
    assert f"planwatch {' '.join(words)}" in shown.output.split("\n", 2)[2], "an example"


def test_the_manual_is_what_the_program_says() -> None:
    page = Path(__file__).parents[1] / "docs" / "cli.md"
    assert page.read_text(encoding="utf-8") == manual(), "run `make manual`"


def test_a_mistyped_command_gets_a_suggestion() -> None:
    ended = planwatch("serch", "电梯")
    assert ended.exit_code == 2
    assert "Did you mean 'search'?" in ended.stderr


def test_where_there_is_no_store_the_look_up_says_how_to_make_one(tmp_path: Path) -> None:
    ended = planwatch("--data", tmp_path / "none", "list")
    assert ended.exit_code == 1
    assert "`planwatch run` makes it" in ended.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("before", [True, False])
def test_data_may_stand_before_or_after_the_command(tmp_path: Path, before: bool) -> None:
    open_store(tmp_path).close()
    words = ("--data", tmp_path, "list") if before else ("list", "--data", tmp_path)
    ended = planwatch(*words)
    assert (ended.exit_code, ended.stderr) == (1, "planwatch: no stored document fits\n")


def test_nothing_found_is_an_empty_value_for_programs(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    for call, empty in (
        (("list",), []),
        (("search", "电梯"), []),
        (("health",), []),
        (("show", "汴政〔2024〕8号"), None),
    ):
        ended = planwatch("--data", tmp_path, *call, "--json")
        assert (ended.exit_code, json.loads(ended.stdout)) == (1, empty)


def test_a_store_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "planwatch.db").write_bytes(b"not a database, not at all" * 50)
    ended = planwatch("--data", tmp_path, "list")
    assert ended.exit_code == 4
    assert "planwatch.db" in ended.stderr
    assert "damaged" in ended.stderr


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "planwatch.db") as database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('planwatch', 'of_2031', '2031')"
        )
    ended = planwatch("--data", tmp_path, "list")
    assert ended.exit_code == 4
    assert "newer planwatch" in ended.stderr


def test_a_mistake_in_the_configuration_names_file_line_and_key(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(config_dir(), config)
    (config / "settings.yaml").write_text("crawl:\n  delay_secs: 3\n", encoding="utf-8")
    ended = planwatch("--config", config, "--data", tmp_path / "data", "run")
    assert ended.exit_code == 2
    assert "settings.yaml:2" in ended.stderr
    assert "delay_secs" in ended.stderr


def test_an_unknown_portal_is_a_wrong_call(tmp_path: Path) -> None:
    ended = planwatch("--data", tmp_path, "run", "--portal", "atlantis")
    assert ended.exit_code == 2
    assert "atlantis" in ended.stderr


def test_reading_and_comparing_files_needs_no_store(tmp_path: Path) -> None:
    plan = config_dir() / "baselines" / "kaifeng.txt"
    read = json.loads(planwatch("--data", tmp_path, "read", plan, "--json").stdout)
    assert (read["doc_number"], read["division_code"], len(read["clauses"])) == (
        "汴政〔2024〕8号",
        "410200",
        46,
    )
    report = tmp_path / "report.html"
    compared = planwatch(
        "--data",
        tmp_path,
        "diff",
        plan,
        "--against",
        "lixia",
        "--against",
        "zhangjiakou",
        "--html",
        report,
        "--json",
    )
    result = json.loads(compared.stdout)
    assert [baseline["name"] for baseline in result["baselines"]] == ["lixia", "zhangjiakou"]
    assert result["pairs"]
    assert "历下" in report.read_text(encoding="utf-8")


def test_what_became_of_each_file_is_told(tmp_path: Path) -> None:
    page = '<div id="zoom"><p>现将方案印发给你们。</p><p><a href="/1.docx">附件1：方案.docx</a></p></div>'
    saved, scan = tmp_path / "page.html", tmp_path / "scan.png"
    saved.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    shown = planwatch("read", str(saved), "--url", "http://www.example.gov.cn/a.html").stdout
    assert "附件1：方案.docx：pending（not fetched）" in "".join(shown.splitlines())
    assert json.loads(planwatch("read", str(scan), "--json").stdout)["status"] == "needs-ocr"


def test_a_known_plan_is_not_compared_with_itself(tmp_path: Path) -> None:
    plan = config_dir() / "baselines" / "wuqing.txt"
    result = json.loads(planwatch("--data", tmp_path, "diff", plan, "--json").stdout)
    assert [baseline["name"] for baseline in result["baselines"]] == [
        "chaoyang",
        "kaifeng",
        "lixia",
        "zhangjiakou",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("read", "missing.docx"), "missing.docx"),
        (("diff", "missing.docx", "--against", "kaifeng"), "missing.docx"),
        (("judge",), "--titles"),
        (("list", "--since", "someday"), "someday"),
        (("show",), "DOCUMENT"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    ended = planwatch("--data", tmp_path, *words)
    assert ended.exit_code in (1, 2)
    assert told in ended.stderr
    assert "Traceback" not in ended.output


def test_titles_are_judged_one_a_line(tmp_path: Path) -> None:
    titles = tmp_path / "titles.txt"
    titles.write_text(
        "开封市推动大规模设备更新和消费品以旧换新实施方案\n\n一图读懂以旧换新\n", encoding="utf-8"
    )
    judged = json.loads(planwatch("judge", "--titles", titles, "--json").stdout)
    assert [(row["is_plan"], row["sort"]) for row in judged] == [(True, "plan"), (False, "interpretation")]
    assert all(row["reasons"] for row in judged)


def test_the_entries_of_a_saved_list(tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    rows = "".join(
        f'<li><a href="./t2024053{n}_1.html">某市方案之{n}</a><span>2024-05-3{n}</span></li>' for n in (0, 1)
    )
    page.write_text(f"<html><body><ul>{rows}</ul></body></html>", encoding="utf-8")
    listed = json.loads(planwatch("entries", page, "--url", "http://x.gov.cn/zwgk/", "--json").stdout)
    assert [(row["title"], row["date"]) for row in listed] == [
        ("某市方案之0", "2024-05-30"),
        ("某市方案之1", "2024-05-31"),
    ]
    assert listed[0]["url"] == "http://x.gov.cn/zwgk/t20240530_1.html"


def test_two_texts_of_one_plan_are_compared_as_versions(tmp_path: Path) -> None:
    text = (config_dir() / "baselines" / "kaifeng.txt").read_text(encoding="utf-8")
    first, revised = tmp_path / "first.txt", tmp_path / "revised.txt"
    first.write_text(text, encoding="utf-8")
    revised.write_text(text.replace("分别超过90%、75%", "分别超过90%、80%"), encoding="utf-8")
    ended = planwatch("--data", tmp_path, "diff", revised, "--against", first, "--versions", "--json")
    findings = json.loads(ended.stdout)["findings"]
    assert [(finding["kind"], finding["clause"]) for finding in findings] == [("raised", "1")]
    assert planwatch("--data", tmp_path, "diff", revised, "--versions").exit_code == 2
