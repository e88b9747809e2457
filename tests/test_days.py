"""The five days of the farm, as `planwatch demo` plays them: mailbox, database, exit codes, look-ups."""

from __future__ import annotations

import email
import email.policy
import json
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main

PLAN = "云汀市推动大规模设备更新和消费品以旧换新实施方案"
NUMBER = "云政发〔2024〕18号"


def planwatch(*words: str) -> Result:
    """The command as a user calls it."""
    return CliRunner().invoke(main, words, prog_name="planwatch")


@dataclass(frozen=True)
class Demo:
    """What a demonstration left behind."""

    folder: Path
    output: str
    mails: list[EmailMessage]

    def json(self, *words: str) -> Any:
        return json.loads(planwatch("--data", str(self.folder), *words, "--json").stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    data = tmp_path_factory.mktemp("data")
    ended = planwatch("--data", str(data), "demo")
    assert ended.exit_code == 0, ended.stderr
    folder = data / "demo"
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((folder / "mail").glob("*.eml"))
    ]
    return Demo(folder, ended.stdout, mails)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return "\n".join(str(body.get_content()).splitlines())


def test_a_day_with_news_sends_one_mail_and_a_quiet_day_none(demo: Demo) -> None:
    assert [re.search(r"\d+月\d+日", mail["Subject"])[0] for mail in demo.mails] == [  # type: ignore[index]
        "10月15日",
        "10月17日",
        "10月18日",
    ]
    assert demo.output.count("nothing to tell: no mail") == 2


def test_the_digest_names_the_new_plan_and_nothing_else_as_new(demo: Demo) -> None:
    text = text_of(demo.mails[0])
    for fact in (
        PLAN,
        NUMBER,
        "云汀市人民政府",
        "2024年10月12日",
        "2024年10月15日",
        "新方案1件",
        "澜川省云汀市",
    ):
        assert fact in text
    assert "\n2. " not in text


def test_the_digest_tells_five_true_differences_with_quotes_from_both_sides(demo: Demo) -> None:
    text = text_of(demo.mails[0])
    differences = re.split(r"\n *\[", text)[1:]
    assert len(differences) == 5
    published = "".join(
        (demo.folder / "config" / "baselines" / f"{name}.txt").read_text("utf-8") for name in BASELINES
    )
    squashed = re.sub(r"[\s*]", "", published)
    document = re.sub(r"\s", "", demo.json("show", NUMBER)["main_text"])
    for difference in differences:
        quotes = re.findall(r"^ +“(.*)”$", difference, flags=re.MULTILINE)
        own, *others = [re.sub(r"\s", "", quote).rstrip("…") for quote in quotes]
        assert own in document
        assert others
        assert all(other in squashed for other in others)
    assert "增长28%以上，高于" in text
    assert "72%，低于" in text


BASELINES = ("chaoyang", "wuqing", "lixia", "zhangjiakou", "kaifeng")


def test_html_and_text_tell_the_same(demo: Demo) -> None:
    for mail in demo.mails:
        html = text_of(mail, "html")
        for line in text_of(mail).splitlines():
            for words in re.findall(r"[\u4e00-\u9fff]{6,}", line):
                assert words in html


def test_the_broken_portal_is_told_on_day_four_and_the_blocked_one_on_day_five(demo: Demo) -> None:
    fourth, fifth = text_of(demo.mails[1]), text_of(demo.mails[2])
    assert "[中断] 济南市历下区人民政府" in fourth
    assert "朝阳" not in fourth
    assert "[被拦截] 北京市朝阳区人民政府" in fifth
    assert "HTTP 403" in fifth
    assert [
        re.search(r"exit code (\d)", line)[1] for line in demo.output.splitlines() if "exit code" in line
    ] == [  # type: ignore[index]
        *"00011"
    ]


def test_the_health_board_says_since_when_and_why(demo: Demo) -> None:
    board = {row["portal"]: row for row in demo.json("health")}
    assert {name: row["verdict"] for name, row in board.items()} == {
        "chaoyang": "blocked",
        "kaifeng": "well",
        "lixia": "broken",
        "wuqing": "well",
        "yunting": "well",
        "zhangjiakou": "well",
    }
    assert board["lixia"]["since"].startswith("2024-10-17")


def test_the_five_are_recognised_where_their_portals_publish_them(demo: Demo) -> None:
    plans = demo.json("list", "--limit", "100")
    assert {row["baseline"] for row in plans if row["baseline"]} == set(BASELINES)
    for name in BASELINES:
        history = demo.json("history", name)
        assert {source["portal"] for source in history["sources"]} >= {name}
        assert not history["events"]
    assert [row["doc_number"] for row in plans if row["origin"] == "new"] == [NUMBER]


@pytest.mark.parametrize(
    "spelling", ["张政规[2024]4号", "张政规 〔2024〕 4 号", "张政规（2024）4号", "张政规【2024】4号"]
)
def test_a_number_is_found_in_any_spelling(demo: Demo, spelling: str) -> None:
    shown = demo.json("show", spelling)
    assert shown["doc_number"] == "张政规〔2024〕4号"
    assert shown["evidence"]["doc_number"]["quote"]


def test_attachments_became_the_plan(demo: Demo) -> None:
    for name in ("lixia", "wuqing"):  # a short notice with the plan as DOCX, as PDF
        shown = demo.json("show", name)
        assert len(shown["clauses"]) > 30
        assert any(source["portal"] == name for source in shown["sources"])


def test_every_look_up_prints_one_json_value_and_a_table(demo: Demo) -> None:
    calls: list[tuple[str, ...]] = [
        ("list",),
        ("show", NUMBER),
        ("search", "电梯"),
        ("history", NUMBER),
        ("health",),
        ("portals", "list"),
        ("baseline", "list"),
        ("diff", NUMBER),
        ("verify",),
    ]
    for call in calls:
        assert demo.json(*call) is not None
        table = planwatch("--data", str(demo.folder), "--config", str(demo.folder / "config"), *call)
        assert table.exit_code == 0, table.stderr
        assert table.stdout.strip()


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        ("梯", True),
        ("电梯", True),
        ("以旧换", True),
        ("以旧换新", True),
        ("推动大规模设备更新和消费品以旧换新", True),
        ("龘", False),
    ],
)
def test_search_finds_words_of_any_length(demo: Demo, query: str, verdict: bool) -> None:
    ended = planwatch("--data", str(demo.folder), "search", query, "--json")
    hits = json.loads(ended.stdout)
    assert bool(hits) == verdict
    assert ended.exit_code == (0 if verdict else 1)
    assert all(query in hit["title"] or hit["hits"] for hit in hits)


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("keep me")
    ended = planwatch("--data", str(tmp_path), "demo")
    assert ended.exit_code == 1
    assert "not from `planwatch demo`" in ended.stderr
    assert (tmp_path / "demo" / "mine.txt").read_text() == "keep me"


def test_the_report_is_one_page_that_needs_nothing_else(demo: Demo) -> None:
    report = (demo.folder / "report.html").read_text(encoding="utf-8")
    assert PLAN in report
    assert not re.search(r"<script|<link|src=", report)
    assert all(word in report for word in ("加码", "打折", "新增", "遗漏", "照搬"))


def test_a_stored_plan_becomes_a_baseline_and_ceases_to_be_one(demo: Demo) -> None:
    data = ("--data", str(demo.folder))
    assert planwatch(*data, "baseline", "add", "yunting", NUMBER).exit_code == 0
    assert {row["name"] for row in demo.json("baseline", "list")} == {*BASELINES, "yunting"}
    assert planwatch(*data, "baseline", "remove", "yunting").exit_code == 0
    again = planwatch(*data, "baseline", "remove", "yunting")
    assert again.exit_code == 2
    assert "kaifeng" in again.stderr


def test_one_indicator_across_all_stored_plans(demo: Demo) -> None:
    found = demo.json("targets", "数控化率")
    assert [(row["value"], row["region"]) for row in found][:2] == [
        (78.0, "河北省张家口市"),
        (75.0, "河南省开封市"),
    ]
    assert (72.0, "澜川省云汀市") in [(row["value"], row["region"]) for row in found]


def test_citations_lead_to_the_state_council_and_name_what_is_missing(demo: Demo) -> None:
    chain = demo.json("show", NUMBER)["chain"]
    assert [(cited["doc_number"], cited["document"] is not None) for cited in chain] == [
        ("国发〔2024〕7号", True),
        ("澜政发〔2024〕11号", False),
    ]
    assert "冀政发〔2024〕5号" in [row["doc_number"] for row in demo.json("list", "--missing")]
