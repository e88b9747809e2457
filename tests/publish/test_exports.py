"""Files for other programs: the workbook, CSV, JSON lines, the feed, and digests as Word and Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result
from docx import Document as WordFile
from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook

from crawler.cli import main
from pipelines.publish.edition import News, make_edition
from pipelines.publish.exports import ledger_tables, stored_feed, write_feed
from pipelines.publish.ledger import SHEETS, comma_separated, workbook
from pipelines.publish.markdown import digest_markdown
from pipelines.publish.word import digest_docx
from storage.baselines import load_baselines
from storage.comparisons import save_comparison
from storage.database import Store, open_store
from storage.documents import save
from storage.library import list_documents
from storage.models import Reading
from storage.runs import start_run
from tests.conftest import missing
from tests.publish.payloads import PAYLOADS
from tests.publish.samples import (
    COMPARISON,
    FINDINGS,
    KAIFENG,
    NOW,
    OWN,
    ZHANGJIAKOU,
    document,
    event,
    full_edition,
    reading,
)

ATOM = "{http://www.w3.org/2005/Atom}"
PLACE = {"portal": "yunxi", "column": None, "page_sha256": None}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two baselines, and three plans of Yunxi, one of them compared, another with hostile texts."""
    with open_store(tmp_path / "data") as store:
        start_run(store, ["yunxi"], NOW)
        known = {
            plan.name: reading(title=plan.title, doc_number=plan.doc_number)
            for plan in (ZHANGJIAKOU, KAIFENG)
        }
        load_baselines(store, known, NOW)
        for number in range(3):
            publish_plan(store, number)
        yield store


def publish_plan(store: Store, number: int, days: int = 0, text: str = "") -> None:
    found: Reading = reading(
        f"{number}号方案{text}",
        title=f"云溪市第{number}号设备更新方案{PAYLOADS[number] if number else ''}",
        doc_number=f"云政发〔2024〕{number + 1}号",
    )
    found = replace(found, targets=OWN.targets)
    url = f"https://www.yunxi.example/{number}.html"
    saved = save(store, found, url=url, origin="new", now=NOW + timedelta(days=days), run=None, **PLACE)
    if number == 0:
        save_comparison(store, saved.revision, COMPARISON, NOW)


def planwatch(store: Store, *words: str | Path) -> Result:
    arguments = ["--data", str(store.path.parent), "--now", NOW.isoformat()]
    command, *rest = (str(word) for word in words)
    return CliRunner().invoke(main, [command, *arguments, *rest], prog_name="planwatch")


def counts(store: Store) -> dict[str, int]:
    plans = len(list_documents(store, verdict="plan"))
    targets = store.value("SELECT count(*) FROM targets")
    return {"plans": plans, "targets": targets, "findings": store.value("SELECT count(*) FROM findings")}


def test_the_workbook_holds_what_the_store_holds(store: Store, tmp_path: Path) -> None:
    ended = planwatch(store, "export", tmp_path / "台账.xlsx")
    assert ended.exit_code == 0, ended.stderr
    assert "5 plans, 9 targets, 6 findings" in ended.stderr
    book = load_workbook(tmp_path / "台账.xlsx")
    assert book.sheetnames == ["方案", "目标", "差异"]
    assert dict(zip(SHEETS, (sheet.max_row - 1 for sheet in book), strict=True)) == counts(store)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
    plans = book["方案"]
    head = [cell.value for cell in plans[1]]
    first = dict(
        zip(
            head,
            next(row for row in plans.iter_rows(min_row=2) if row[4].value == "云政发〔2024〕1号"),
            strict=True,
        )
    )
    assert first["成文日期"].value == datetime(2024, 10, 9)
    assert first["成文日期"].number_format == "yyyy-mm-dd"
    assert first["层级"].value == "市级"
    assert first["原文"].hyperlink.target == "https://www.yunxi.example/0.html"
    kinds = {row[4].value for row in book["差异"].iter_rows(min_row=2)}
    assert kinds == {"加码", "打折", "新增", "遗漏", "照搬"}
    values = {row[7].value for row in book["目标"].iter_rows(min_row=2)}
    assert values == {80, 40, 120}


def test_the_workbook_opens_in_libreoffice_with_the_same_counts(store: Store, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice is not installed: the workbook was not opened in it")
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook(ledger_tables(store, verdict="plan"), "zh"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # 44,34,76: comma, quote, UTF-8; -1: every sheet into a file of its own
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = {}
    for name, sheet in zip(SHEETS, ("方案", "目标", "差异"), strict=True):
        with (tmp_path / f"book-{sheet}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = len(list(csv.reader(file))) - 1
    assert found == counts(store)


def test_csv_is_read_by_excel_as_utf_8_and_holds_no_formula(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    assert planwatch(store, "export", path, "--language", "en", "--region", "云溪").exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == counts(store)["plans"]
    assert {row["Signed"] for row in rows} == {"2024-10-09"}
    hostile = [{"summary_zh": payload, **dict.fromkeys(("document", "weight")), **{
        column.key: payload for column in SHEETS["findings"] if column.form == "text"
    }, "kind": "new"} for payload in PAYLOADS]  # fmt: skip
    cells = [
        cell for row in csv.reader(io.StringIO(comma_separated(hostile, "findings", "zh"))) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert sum(cell.startswith("'") for cell in cells) >= 4


def test_hostile_texts_are_no_formulas_or_links_in_the_workbook(tmp_path: Path) -> None:
    rows = [{column.key: payload for column in SHEETS["plans"] if column.form in ("text", "link", "levels")}
            | dict.fromkeys(("id", "signed_date", "published_date", "printed_date", "found_at", "revisions"))
            for payload in PAYLOADS]  # fmt: skip
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(workbook({"plans": rows, "targets": [], "findings": []}, "en"))
    cells = [cell for row in load_workbook(path)["Plans"].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_json_lines_hold_each_plan_with_its_targets_and_findings(store: Store, tmp_path: Path) -> None:
    assert planwatch(store, "export", tmp_path / "plans.jsonl").exit_code == 0
    plans = [json.loads(line) for line in (tmp_path / "plans.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(plans) == counts(store)["plans"]
    assert sum(len(plan["targets"]) for plan in plans) == counts(store)["targets"]
    compared = next(plan for plan in plans if plan["findings"])
    assert compared["doc_number"] == "云政发〔2024〕1号"
    assert compared["findings"][0]["kind"] == "raised"
    assert "title" not in compared["findings"][0]


@pytest.mark.parametrize("name", ["plans.pdf", "plans"])
def test_another_ending_is_a_wrong_call(store: Store, name: str) -> None:
    ended = planwatch(store, "export", name)
    assert ended.exit_code == 2
    assert ".xlsx, .csv, .jsonl, .atom, .xml" in re.sub(r"\s+", " ", ended.stderr)


def test_nothing_that_fits_is_told(store: Store, tmp_path: Path) -> None:
    ended = planwatch(store, "export", tmp_path / "x.csv", "--region", "海南")
    told = "planwatch: no stored document fits; no stored document is from '海南'.\n"
    assert (ended.exit_code, ended.stderr) == (1, told)
    assert not (tmp_path / "x.csv").exists()


# ---------------------------------------------------------------- the feed


def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_feed_is_valid_and_is_read_without_complaint(store: Store, language: str) -> None:
    feed = stored_feed(store, language, NOW, verdict="plan")
    rules = schema()
    assert rules.validate(etree.fromstring(feed)), rules.error_log
    read = feedparser.parse(feed)
    assert not read.bozo
    assert len(read.entries) == counts(store)["plans"]
    assert len({entry.id for entry in read.entries}) == len(read.entries)
    first = next(entry for entry in read.entries if "云政发〔2024〕1号" in entry.summary)
    assert first.link == "https://www.yunxi.example/0.html"
    assert first.author == "云溪市人民政府"
    assert "关键工序数控化率达到80%" in first.content[0].value


def test_an_empty_feed_is_valid_too(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        feed = etree.fromstring(stored_feed(store, "zh", NOW, verdict="plan"))
    assert schema().validate(feed)


def test_a_revision_moves_an_entry_up_under_the_same_id(store: Store) -> None:
    before = feedparser.parse(stored_feed(store, "zh", NOW, verdict="plan"))
    for days in (2, 3):  # a change counts once it was seen twice
        publish_plan(store, 2, days=days, text="，修订")
    after = feedparser.parse(stored_feed(store, "zh", NOW, verdict="plan"))
    assert {entry.id for entry in after.entries} == {entry.id for entry in before.entries}
    assert after.feed.id == before.feed.id
    assert "第2号" in after.entries[0].title
    assert after.entries[0].updated == after.feed.updated == "2024-10-18T08:00:00+08:00"
    assert after.entries[0].published == "2024-10-15T08:00:00+08:00"


def test_the_feed_is_written_whole_beside_the_store(store: Store) -> None:
    path = write_feed(store, "zh", NOW)
    assert path == store.path.with_name("feed.xml")
    assert path.read_bytes() == stored_feed(store, "zh", NOW, verdict="plan")
    assert not list(path.parent.glob("*.new"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_stay_texts_in_the_feed(tmp_path: Path, payload: str) -> None:
    with open_store(tmp_path) as store:
        found = reading(
            title=f"方案{payload}", doc_number=f"号{payload}", issuer=f"府{payload}", region=f"区{payload}"
        )
        url = f"http://x.example/{payload}"
        revision = save(store, found, url=url, origin="new", now=NOW, run=None, **PLACE).revision
        finding = replace(FINDINGS[2], quote=payload, summary_zh=payload)
        load_baselines(store, {}, NOW)
        save_comparison(store, revision, replace(COMPARISON, baselines=(), findings=(finding,)), NOW)
        feed = etree.fromstring(stored_feed(store, "zh", NOW, verdict="plan"))
    rules = schema()
    assert rules.validate(feed), rules.error_log
    (content,) = feed.iter(f"{ATOM}content")
    page = lxml_html.fragment_fromstring(content.text or "", create_parent=True)
    assert {element.tag for element in page.iter()} <= {
        "div",
        "p",
        "b",
        "blockquote",
        "br",
        "table",
        "tr",
        "td",
        "th",
    }
    assert not [element.attrib for element in page.iter() if element.attrib]
    assert all(link.get("href").startswith("http://x.example/") for link in feed.iter(f"{ATOM}link"))


# ---------------------------------------------------------------- digests as files


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_word_digest_says_what_the_mail_says(language: str) -> None:
    file = WordFile(io.BytesIO(digest_docx(full_edition(), language)))
    texts = [paragraph.text for paragraph in file.paragraphs]
    texts += [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    whole = "\n".join(texts)
    for fact in ("云政发〔2024〕17号", "青岚省云溪市", "关键工序数控化率达到80%", "规模以上工业企业关键工序数控化率达到75%",
                 "任务分工表.wps", "云溪市商务局关于以旧换新活动的公告", "济南市历下区人民政府"):  # fmt: skip
        assert fact in whole
    links = [part.target_ref for part in file.part.rels.values() if part.is_external]
    assert "https://www.yunxi.example/art/2024/17.html" in links


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_break_no_word_or_markdown_digest(payload: str) -> None:
    hostile = document(1, title=f"方案{payload}", doc_number=payload, issuer=payload, region=payload)
    finding = replace(FINDINGS[0], quote=payload, summary_zh=payload)
    news = News(
        [event(1, "new", 1)],
        {1: replace(hostile, url=payload)},
        {10: replace(COMPARISON, findings=(finding,))},
        (),
    )
    edition = make_edition(news, NOW)
    file = WordFile(io.BytesIO(digest_docx(edition, "zh")))
    assert all(part.target_ref.startswith("http") for part in file.part.rels.values() if part.is_external)
    text = digest_markdown(edition, "zh")
    assert not re.search(r"(?<!\\)<[a-zA-Z/!]", text)
    assert all(target.startswith("http") for target in re.findall(r"(?<!\\)\]\(([^)]*)\)", text))
