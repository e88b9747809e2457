"""Looking up: filters that combine, hints for mistakes, where things stand, and a fast start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from storage.database import open_store
from storage.models import ColumnFacts, Health
from storage.runs import finish_run, save_facts, save_health, start_run
from tests.storage.samples import NOW, keep, reading

HEAVY = ("sqlite_utils", "numpy", "scrapy", "twisted", "pydantic", "jinja2", "ruamel", "rich", "lxml")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans and a piece of news, found by one run over two portals, one of which blocked."""
    folder = tmp_path_factory.mktemp("looked-up")
    with open_store(folder) as store:
        run = start_run(store, ["baoding", "jinan"], NOW)
        plans = [
            ("保定市更新方案", "河北省保定市", "plan", "住宅电梯更新"),
            ("济南市更新方案", "山东省济南市", "plan", "农业机械更新"),
            ("图解：保定市更新方案", "河北省保定市", "no", "住宅电梯更新解读"),
        ]
        for number, (title, region, verdict, text) in enumerate(plans):
            made = reading(
                text, title=title, region=region, verdict=verdict, doc_number=f"保政发〔2024〕{number}号"
            )
            keep(store, made, number)
        save_facts(store, run, ColumnFacts("baoding", "http://a/"))
        save_health(store, run, Health("baoding", "well", "正常", "well"), NOW)
        save_health(store, run, Health("jinan", "blocked", "被拦截", "blocked"), NOW)
        finish_run(store, run, 1, NOW)
    return folder


def planwatch(data: Path, *words: str) -> Result:
    call = ["--data", str(data), *words]
    return CliRunner().invoke(main, call, prog_name="planwatch")


def titles(data: Path, *words: str) -> list[str]:
    rows: list[dict[str, Any]] = json.loads(planwatch(data, *words, "--json").stdout)
    return [row["title"] for row in rows]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ((), {"保定市更新方案", "济南市更新方案"}),
        (("--region", "河北"), {"保定市更新方案"}),
        (("--region", "河北", "--verdict", "all"), {"保定市更新方案", "图解：保定市更新方案"}),
        (("--region", "河北", "--since", "2035"), set()),
        (("--during", "2001..2034", "--level", "county", "--kind", "news"), set()),
    ],
)
def test_filters_combine(data: Path, filters: tuple[str, ...], left: set[str]) -> None:
    assert set(titles(data, "list", *filters)) == left


def test_search_takes_the_same_filters(data: Path) -> None:
    assert len(titles(data, "search", "电梯")) == 2
    assert titles(data, "search", "电梯", "--verdict", "plan", "--region", "保定") == ["保定市更新方案"]


def test_a_list_is_sorted_as_asked(data: Path) -> None:
    assert titles(data, "list", "--sort", "title") == ["保定市更新方案", "济南市更新方案"]
    assert titles(data, "list", "--sort", "number", "--limit", "1") == ["保定市更新方案"]


def test_a_mistyped_region_gets_a_suggestion(data: Path) -> None:
    ended = planwatch(data, "list", "--region", "河比")
    assert ended.exit_code == 1
    assert "Did you mean 河北" in ended.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--topic", "电器"), "住宅电梯"),
        (("--since", "24-5"), "2024-05"),
        (("--kind", "plans"), "sector-plan"),
    ],
)
def test_a_wrong_filter_says_what_would_be_right(data: Path, words: tuple[str, ...], told: str) -> None:
    ended = planwatch(data, "list", *words)
    assert ended.exit_code == 2
    assert told in ended.stderr


def test_without_a_command_it_tells_where_things_stand(data: Path) -> None:
    told = planwatch(data).stdout
    assert "2 stored" in told
    assert "jinan  blocked" in told
    assert "some portals could not be read" in told
    assert "next run" in told


def test_where_things_stand_as_json_at_a_given_time(data: Path) -> None:
    stands = json.loads(planwatch(data, "status", "--json", "--now", "2024-10-15T06:00:00+08:00").stdout)
    assert stands["next_run"] == "2024-10-15T07:30+08:00"
    assert stands["portals"] == {"well": 1, "blocked": 1}
    assert [row["portal"] for row in stands["failing"]] == ["jinan"]


def test_a_newcomer_is_told_how_to_begin(tmp_path: Path) -> None:
    told = planwatch(tmp_path / "none")
    assert told.exit_code == 0
    assert "planwatch init" in told.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes(tmp_path: Path, shell: str) -> None:
    assert "_PLANWATCH_COMPLETE" in planwatch(tmp_path, "completion", shell).stdout


@pytest.mark.parametrize("words", [("search", "电梯"), ("list",), ("show", "保定"), ("history", "保定")])
def test_a_look_up_loads_nothing_heavy(data: Path, words: tuple[str, ...]) -> None:
    """What takes time is loading; the table of heavy packages is what once made a look-up take a second."""
    program = (
        "import sys; from crawler.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    call = [sys.executable, "-c", program, "--data", str(data), *words]
    ended = subprocess.run(call, capture_output=True, text=True, check=True)
    assert ended.stderr.splitlines()[-1] == "[]"


def test_a_list_tells_which_plans_may_be_one(tmp_path: Path) -> None:
    facts = {"title": "云溪市推动大规模设备更新和消费品以旧换新行动方案", "region": "云岭省云溪市"}
    bare = reading(
        "另一个网站上的全文，排版和内容都不相同。" * 20, **facts, doc_number=None, signed_date=None
    )
    with open_store(tmp_path) as store:
        plan = keep(store, reading(region="云岭省云溪市"))
        copy = keep(store, bare, portal="yunling")
        keep(store, reading("另一地的方案。" * 20, region="河北省保定市", doc_number="保政发〔2024〕9号"), 3)
    listed = json.loads(planwatch(tmp_path, "list", "--json").stdout)
    told = {row["id"]: row["perhaps_the_same"] for row in listed}
    assert told[plan.document] == [copy.document]
    assert told[copy.document] == [plan.document]
    assert sorted(map(len, told.values())) == [0, 1, 1]
    assert "perhaps also" in planwatch(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("diff",), 2, "For example: planwatch diff new-plan.docx"),
        (("show",), 2, "For example: planwatch show 张政规[2024]4号"),
        (("portals", "add", "x"), 2, "Missing option '--name'. For example: planwatch portals add"),
        (("show", "汴政9号"), 1, "`planwatch search 汴政9号`"),
        (("search", "《》"), 2, "'《》' has no word to look for"),
        (("run", "--since", "soon"), 2, "expected a day, a month or a year"),
        (("run", "--since", "..2024"), 2, "'..2024' has no first day"),
        (("export", "plans.csv", "--region", "河比"), 1, "Did you mean 河北"),
        (("read", "http://"), 1, "http://: no host given"),
        (("lst",), 2, "Did you mean 'list'"),
        (("baseline", "ad"), 2, "Did you mean 'add'"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(
    data: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ended = planwatch(data, *words)
    assert ended.exit_code == code
    assert told in ended.stderr


def test_a_demonstration_without_a_place_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = planwatch(tmp_path / "file" / "below", "demo")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "name another --data folder" in ended.stderr
