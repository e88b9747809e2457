"""One file to everything that is understood of it, whatever format it comes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx.document import Document

from pipelines.embedded import config_dir
from pipelines.readers.plain import read_text
from pipelines.reading import read_file
from pipelines.tidy import tidy_lines
from storage.models import Reading
from tests.readers.made import docx

BASELINES = config_dir() / "baselines"
SHARED = Path(__file__).parents[2] / "../shared"
REAL_PAGES = SHARED / "real_pages"


def plain(name: str) -> bytes:
    return (BASELINES / f"{name}.txt").read_bytes()


def as_page(name: str) -> bytes:
    """The baseline as a portal shows it, in GBK with a header that says something else."""
    body = []
    for block in read_text(plain(name)).blocks:
        if block.kind == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in block.rows
            )
            body.append(f"<table>{rows}</table>")
        else:
            body.extend(f"<p>{line.replace('<', '&lt;')}</p>" for line in tidy_lines([block]).split("\n"))
    page = (
        f'<html><head><meta charset="gb2312"></head><body><div id="zoom">{"".join(body)}</div></body></html>'
    )
    return page.encode("gb18030")


def as_word(name: str) -> bytes:
    def write(document: Document) -> None:
        for block in read_text(plain(name)).blocks:
            if block.kind == "table":
                width = max(map(len, block.rows))
                table = document.add_table(rows=0, cols=width)
                for row in block.rows:
                    # Some rows of the text have lost an empty cell; Word's have their departments last.
                    whole = (*row[:2], *[""] * (width - len(row)), *row[2:])
                    for cell, text in zip(table.add_row().cells, whole, strict=True):
                        cell.text = text
            else:
                for line in tidy_lines([block]).split("\n"):
                    document.add_paragraph(line)

    return docx(write)


def understood(reading: Reading) -> dict[str, object]:
    """What must not depend on the format: fields, clauses with their departments, targets."""
    found = reading.to_json()
    return {
        key: found[key] for key in ("title", "doc_number", "issuer", "signed_date", "targets", "cites")
    } | {
        "clauses": [(c["id"], c["heading"], "".join(c["text"].split()), c["units"]) for c in found["clauses"]]
    }


@pytest.mark.parametrize("name", ["chaoyang", "wuqing", "lixia", "zhangjiakou", "kaifeng"])
@pytest.mark.parametrize("make", [as_page, as_word], ids=["html", "docx"])
def test_every_format_is_understood_like_the_text(name: str, make: object) -> None:
    data = make(name)  # type: ignore[operator]
    reading = read_file(data, name=name, charset="utf-8")
    assert reading.status == "read"
    assert understood(reading) == understood(read_file(plain(name), name=f"{name}.txt"))


def test_pdf_of_a_producer_is_understood_like_the_text() -> None:
    data = (Path(__file__).parents[1] / "farm" / "files" / "wuqing.pdf").read_bytes()
    reading, text = read_file(data, name="wuqing.pdf"), read_file(plain("wuqing"), name="wuqing.txt")
    assert reading.metadata.title == text.metadata.title
    assert [c.heading for c in reading.clauses] == [c.heading for c in text.clauses]
    assert [c.units for c in reading.clauses] == [c.units for c in text.clauses]


def test_file_that_cannot_be_read_is_a_reading_all_the_same() -> None:
    reading = read_file(b"\xff\xd8\xff\xe0 picture", name="scan.jpg")
    assert (reading.status, reading.main_text, reading.clauses) == ("needs-ocr", "", ())
    assert reading.status_reason
    assert json.dumps(reading.to_json())


def test_page_whose_plan_lies_in_a_file_says_so() -> None:
    page = (
        '<html><body><div id="zoom"><p>各有关单位：</p><p>现将《示例市推动大规模设备更新实施方案》印发给你们，请认真组织实施。</p>'
        '<p><a href="/files/1.docx">附件：示例市推动大规模设备更新实施方案</a></p></div></body></html>'
    )
    reading = read_file(page.encode(), name="page.html", url="http://www.example.gov.cn/a/b.html")
    assert reading.status == "partial"
    (link,) = reading.attachments
    assert (link.url, link.status) == ("http://www.example.gov.cn/files/1.docx", "pending")


# ---------------------------------------------------------------- real pages

LABELS = REAL_PAGES / "labels.jsonl"
REAL = (
    [
        row
        for row in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
        if row["kind"] == "detail"
    ]
    if LABELS.exists()
    else []
)


@pytest.mark.skipif(not REAL, reason="the saved real pages lie outside the repository and are not here")
@pytest.mark.parametrize("row", REAL, ids=lambda row: f"{row['id']} {row['host']}")
def test_real_page(row: dict[str, str]) -> None:
    data = (REAL_PAGES / row["file"]).read_bytes()
    reading = read_file(data, name=row["file"], url=f"https://{row['host']}/").to_json()
    text = "".join(reading["main_text"].split())
    begins, ends = (
        text.find(row["main_text_start"]),
        text.rfind(row["main_text_end"]) + len(row["main_text_end"]),
    )
    assert begins >= 0
    assert ends > len(row["main_text_end"])
    assert len(text) - (ends - begins) <= max(60, 0.05 * (ends - begins))
    unscored = row.get("unscored", ())
    assert "title" in unscored or row["title"] in (reading["title"], reading["notice_title"])
    assert reading["doc_number"] == row["doc_number"]
    assert "published_date" in unscored or reading["published_date"] == row["published_date"]
    assert row["signed_date"] in (None, reading["signed_date"])  # 020 signs in a place its label leaves out
    assert [one["url"].rsplit("/", 1)[-1] for one in row["attachments"]] == [
        one["url"].rsplit("/", 1)[-1] for one in reading["attachments"][: len(row["attachments"])]
    ]
