"""The 台账: plans, targets and findings as a workbook, as CSV, as JSON lines. Pure.

What is read from portals is data in all of them: no cell is taken for a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.publish.words import clean, link, words

Row = Mapping[str, Any]
Cell = str | float | int | date | None
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # with one of these a spreadsheet takes a cell of a CSV file for a formula
BOM = "\ufeff"  # tells Excel that a CSV file is UTF-8
CELL_LENGTH = 32_767  # characters that a cell of a workbook holds


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the member of the row, its heads, its width in characters, and how it is shown.

    `form`: text, date, number, link, or the table of phrases that holds the words for its values.
    """

    key: str
    zh: str
    en: str
    width: int
    form: str = "text"


OWNER = (Column("document", "编号", "Id", 8, "number"), Column("region", "地区", "Region", 20))
NAMED = (Column("title", "方案", "Plan", 50), Column("doc_number", "文号", "Number", 22))
SHEETS = {
    "plans": (
        Column("id", "编号", "Id", 8, "number"),
        Column("region", "地区", "Region", 20),
        Column("level", "层级", "Level", 8, "levels"),
        *NAMED,
        Column("issuer", "发文机关", "Issuer", 26),
        Column("signed_date", "成文日期", "Signed", 12, "date"),
        Column("published_date", "发布日期", "Published", 12, "date"),
        Column("printed_date", "印发日期", "Printed", 12, "date"),
        Column("found_at", "发现日期", "Found", 12, "date"),
        Column("sort", "类型", "Sort", 14),
        Column("validity", "有效性", "Validity", 10),
        Column("revisions", "版本数", "Revisions", 8, "number"),
        Column("baseline", "对照名", "Known as", 12),
        Column("portal", "来源", "Source", 16),
        Column("url", "原文", "Link", 50, "link"),
    ),
    "targets": (
        *OWNER,
        *NAMED,
        Column("clause", "条款", "Clause", 8),
        Column("indicator", "指标", "Indicator", 30),
        Column("comparator", "比较", "Comparator", 6),
        Column("value", "值", "Value", 12, "number"),
        Column("value_to", "至", "To", 12, "number"),
        Column("unit", "单位", "Unit", 8),
        Column("deadline_year", "期限（年）", "Deadline", 10, "number"),
        Column("base_year", "基年", "Base year", 10, "number"),
        Column("kind", "类别", "Kind", 14),
        Column("core", "主要目标", "Core", 8, "number"),
        Column("quote", "原文", "Quote", 70),
    ),
    "findings": (
        *OWNER,
        *NAMED,
        Column("kind", "差异", "Finding", 10, "kinds"),
        Column("weight", "分量", "Weight", 8, "number"),
        Column("topic", "主题", "Topic", 8),
        Column("clause", "条款", "Clause", 8),
        Column("summary", "说明", "Summary", 60),
        Column("quote", "原文", "Quote", 70),
        Column("baselines", "对照方案", "Known plans", 30),
    ),
}
NAMES = {"plans": ("方案", "Plans"), "targets": ("目标", "Targets"), "findings": ("差异", "Findings")}
Tables = Mapping[str, Sequence[Row]]  # rows by the name of their sheet


def workbook(tables: Tables, language: str) -> bytes:
    """A workbook in `language` (zh or en) with a sheet for each table: its head frozen, filters, dates, links."""
    from xlsxwriter import Workbook  # here, because only this needs it

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    top = book.add_format({"valign": "top"})
    for name, columns in SHEETS.items():
        sheet = book.add_worksheet(NAMES[name][language == "en"])
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width, top)
            sheet.write_string(0, at, column.en if language == "en" else column.zh, head)
        for number, row in enumerate(tables[name], start=1):
            for at, column in enumerate(columns):
                _write(sheet, number, at, column, _cell(column, row, language), day)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(tables[name]), len(columns) - 1)
    book.close()
    return file.getvalue()


def comma_separated(rows: Sequence[Row], sheet: str, language: str) -> str:
    """One of the tables as CSV that Excel opens as UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    columns = SHEETS[sheet]
    writer.writerow(column.en if language == "en" else column.zh for column in columns)
    for row in rows:
        writer.writerow(_disarmed(_cell(column, row, language)) for column in columns)
    return BOM + file.getvalue()


def json_lines(tables: Tables) -> Iterator[str]:
    """A line of JSON for each plan, its targets and findings inside; keys and codes are those of the store."""
    parts = {name: _by_document(tables[name]) for name in ("targets", "findings")}
    for plan in tables["plans"]:
        inside = {name: rows.get(plan["id"], []) for name, rows in parts.items()}
        yield json.dumps({**plan, **inside}, ensure_ascii=False)


def _by_document(rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        inner = {
            key: value for key, value in row.items() if key not in {column.key for column in (*OWNER, *NAMED)}
        }
        found.setdefault(row["document"], []).append(inner)
    return found


def _cell(column: Column, row: Row, language: str) -> Cell:
    value = row[f"summary_{language}"] if column.key == "summary" else row[column.key]
    if value is None or column.form == "number":
        return value
    if column.form == "date":
        return date.fromisoformat(value[:10])
    named = words(language).phrases.get(column.form, {})
    return clean(named.get(value, value))[:CELL_LENGTH]


def _write(sheet: Any, row: int, at: int, column: Column, value: Cell, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, at, value, day)
    elif column.form == "link" and link(str(value)):
        sheet.write_url(row, at, value)
    elif isinstance(value, str):
        sheet.write_string(row, at, value)
    else:
        sheet.write_number(row, at, value)


def _disarmed(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
