"""A plan among the stored ones: what a run learns of its superior plan and of those with text in common."""

from __future__ import annotations

import json
import re
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from lxml import html

from crawler.cli import main
from crawler.kin import learn_kin
from crawler.run import compare_new
from pipelines.embedded import config_dir
from pipelines.publish.edition import make_edition
from pipelines.publish.gather import gather
from pipelines.publish.render import render
from pipelines.reading import read_file
from storage.baselines import name_baseline
from storage.comparisons import load_comparison, to_compare_upwards
from storage.database import Store, open_store
from storage.documents import save
from storage.events import record_event
from storage.outbox import open_events
from storage.sketches import sketches, to_sketch
from tests.web.serving import served

NOW = datetime(2024, 10, 15, 8, tzinfo=timezone(timedelta(hours=8)))
PROVINCE = """河北省人民政府关于印发河北省推动大规模设备更新和消费品以旧换新实施方案的通知
冀政发〔2024〕5号
河北省推动大规模设备更新和消费品以旧换新实施方案
一、实施设备更新行动
（一）推动住宅电梯更新。加快更新不符合现行产品标准、安全风险高的老旧住宅电梯。
（二）推动医疗设备更新。推动医疗机构病房改造提升，补齐病房环境与设施短板。
（三）推动农业机械更新。持续实施好农业机械报废更新补贴政策，扎实推进老旧农业机械报废更新。
二、实施消费品以旧换新行动
（一）推动汽车以旧换新。组织开展汽车以旧换新促销活动，依法依规淘汰符合强制报废标准的老旧汽车。
（二）推动家电以旧换新。支持家电销售企业联合生产企业、回收企业开展以旧换新促销活动。
河北省人民政府
2024年5月10日
"""


def baseline(name: str) -> str:
    return (config_dir() / "baselines" / f"{name}.txt").read_text(encoding="utf-8")


CITY = baseline("zhangjiakou")
# Another city that took the plan over, but for its name and number.
COPY = CITY.replace("张家口", "云汀").replace("张政规〔2024〕4号", "云政发〔2024〕18号")


def keep(store: Store, text: str, url: str) -> int:
    reading = read_file(text.encode(), name="plan.txt")
    saved = save(
        store,
        reading,
        url=url,
        portal=None,
        column=None,
        page_sha256=None,
        origin="file",
        now=NOW,
        run=None,
    )
    return saved.document


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with the city's plan, the province's that it cites, another city's and one that copied it."""
    with open_store(tmp_path) as store:
        for at, text in enumerate((CITY, PROVINCE, baseline("lixia"), COPY)):
            keep(store, text, f"https://www.example/{at}.html")
        learn_kin(store, NOW)
    return tmp_path


def planwatch(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), *words], prog_name="planwatch")


def test_a_run_leaves_nothing_to_learn(data: Path) -> None:
    with open_store(data) as store:
        assert (to_sketch(store), to_compare_upwards(store)) == ([], [])
        assert [row["document"] for row in sketches(store)] == [1, 2, 3, 4]


def test_a_run_compares_a_plan_with_the_superior_plan_that_it_cites(data: Path) -> None:
    with open_store(data) as store:
        upwards = load_comparison(store, 1, beside="superior")
        assert upwards is not None
        assert [plan.doc_number for plan in upwards.baselines] == ["冀政发〔2024〕5号"]
        assert load_comparison(store, 1) is None
        assert load_comparison(store, 2, beside="superior") is None


def test_a_superior_plan_that_was_revised_is_compared_with_again(data: Path) -> None:
    with open_store(data) as store:
        keep(store, PROVINCE.replace("（二）推动家电", "（二）推动旧家电"), "https://www.example/1.html")
        assert [revision for revision, _ in to_compare_upwards(store)] == [1, 4]


def test_the_plan_that_copied_another_finds_it_first(data: Path) -> None:
    (first, *others) = json.loads(planwatch(data, "show", "4", "--nearest", "--json").stdout)["nearest"]
    assert (first["document"], first["doc_number"]) == (1, "张政规〔2024〕4号")
    assert first["shared_here"] > 0.9
    assert all(other["shared_here"] < 0.3 for other in others)


def test_diff_of_a_file_tells_its_superior_plan_and_who_copied_from_it(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(COPY, encoding="utf-8")
    told = planwatch(data, "diff", str(file), "--against", "3")
    assert told.exit_code == 0, told.stderr
    assert "上级方案：冀政发〔2024〕5号" in told.stdout
    assert "文字最接近的已存方案" in told.stdout
    assert "张政规〔2024〕4号" in told.stdout


@pytest.mark.parametrize(
    ("option", "language", "told"),
    [
        ("--html", "zh", ("上级方案：", "冀政发〔2024〕5号", "上级方案没有的条款", "文字最接近的已存方案")),
        ("--md", "zh", ("## 上级方案与相近方案", "冀政发〔2024〕5号", "| 方案 | 地区 | 文号 |")),
        (
            "--md",
            "en",
            ("## Superior and similar plans", "Clauses that the superior plan does not have: 一、总体目标, "),
        ),
        ("--docx", "zh", ("上级方案与相近方案", "上级方案没有的条款", "占该方案")),
    ],
)
def test_a_report_tells_the_superior_plan_and_the_nearest(
    data: Path, tmp_path: Path, option: str, language: str, told: tuple[str, ...]
) -> None:
    file = tmp_path / "report"
    words = ("diff", "1", "--against", "3", option, str(file), "--language", language)
    assert planwatch(data, *words).exit_code == 0
    text = word_text(file) if option == "--docx" else file.read_text("utf-8").replace("\\", "")
    text = re.sub(r"<[^>]+>", "", text)
    for each in (*told, "云汀市推动大规模设备更新"):
        assert each in text


def test_a_report_in_html_leads_to_what_was_added(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    planwatch(data, "diff", "1", "--against", "3", "--html", str(file))
    page = html.fromstring(file.read_text("utf-8"))
    links = page.xpath("//section[@id='family']//a/@href")
    assert len(links) > 10
    assert {link[1:] for link in links} <= set(page.xpath("//@id"))
    assert page.xpath("//nav/a[@href='#family']")


def test_the_web_page_links_to_the_nearest_plans(data: Path) -> None:
    with open_store(data) as store:
        name_baseline(store, "lixia", 3, NOW)
        compare_new(store, NOW)
    with served(data) as address, urllib.request.urlopen(f"{address}/documents/1/comparison") as answer:
        page = html.fromstring(answer.read().decode())
    (family,) = page.xpath("//section[@id='family']")
    assert "冀政发〔2024〕5号" in family.text_content()
    assert "/documents/4" in family.xpath(".//tr/th/a/@href")


def test_the_digest_tells_the_family_in_one_line(data: Path) -> None:
    with open_store(data) as store:
        record_event(store, "new", NOW, document=1, revision=1, portal=None, data={})
        news = gather(store, open_events(store), {})
    rendered = render(make_edition(news, NOW), "zh")
    line = r"上级方案冀政发〔2024〕5号：照搬\d+条，改动\d+条，自有\d+条；文字最接近的已存方案张政规〔2024〕4号：占本方案(9\d|100)%"
    assert re.search(line, rendered.text)
    assert re.search(line, rendered.html)


def word_text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_show_tells_in_words_what_was_added_below_the_province(data: Path) -> None:
    told = planwatch(data, "show", "1", "--nearest").stdout
    assert "上级方案没有的条款：" in told
    assert "照搬" in told


def test_a_clause_is_found_again_in_a_stored_plan_that_is_no_baseline(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(CITY.replace("1.推动设备高端化", "1.推动装备高端化"), encoding="utf-8")
    found = json.loads(planwatch(data, "diff", str(file), "--elsewhere", "--json").stdout)["elsewhere"]
    assert {one["document"] for one in found} <= {1, 4}
    assert [one["clause"] for one in found if one["clause"] == one["document_clause"]] == [
        one["clause"] for one in found
    ]
    assert len(found) > 20
    told = planwatch(data, "diff", str(file), "--elsewhere").stdout
    assert "最接近的条款" in told


def test_elsewhere_and_versions_are_not_asked_at_once(data: Path) -> None:
    told = planwatch(data, "diff", "1", "--against", "4", "--versions", "--elsewhere")
    assert told.exit_code == 2
    assert "leave either out" in told.stderr


def test_two_plans_with_the_same_words_are_said_to_be_the_same(data: Path) -> None:
    assert "本方案与 1 的条款逐字相同" in planwatch(data, "diff", "1", "--against", "1").stdout
    assert "的条款逐字相同" not in planwatch(data, "diff", "1", "--against", "3").stdout
    versions = planwatch(data, "diff", "1", "--against", "1", "--versions")
    assert (versions.exit_code, versions.stdout.splitlines()[-1]) == (0, "两个文本没有差异。")
