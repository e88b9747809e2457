"""Documents of no known portal, each with a habit that makes it hard; told before any of them was read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.reading import read_file
from pipelines.titles import without_number
from storage.models import Reading

PAGES = Path(__file__).parents[1] / "unseen/details"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
FIELDS = ("doc_number", "signed_date", "published_date", "issuer", "validity")


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {
        name: read_file((PAGES / f"{name}.html").read_bytes(), name=name, url=told["url"])
        for name, told in EXPECTED.items()
    }


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", EXPECTED)
def test_every_field_is_read(readings, name):
    told, read = EXPECTED[name], readings[name].to_json()
    titles = (read["title"], read["notice_title"])
    assert squeezed(told["title"]) in map(squeezed, filter(None, titles))
    assert {field: read[field] for field in FIELDS if field in told} == {
        field: told[field] for field in FIELDS if field in told
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_the_text_is_whole_and_nothing_else_is_in_it(readings, name):
    text, told = squeezed(readings[name].main_text), EXPECTED[name]
    begins, ends = (squeezed(told[at]) for at in ("start", "end"))
    assert begins in text
    assert ends in text
    beside = len(text) - (text.rindex(ends) + len(ends) - text.index(begins))
    assert beside <= max(60, 0.05 * len(text))


@pytest.mark.parametrize("name", EXPECTED)
def test_its_files_are_found_and_no_others(readings, name):
    found, told = [file.url for file in readings[name].attachments], EXPECTED[name].get("files", [])
    assert found == told or len(found) == told


@pytest.mark.parametrize(
    "title",
    ["国发〔2024〕7号文件关于设备更新部分的解读", "《关于印发方案的通知》（国发〔2024〕7号）政策解读"],
)
def test_a_number_at_the_head_of_what_is_no_title_belongs_to_another_document(title):
    assert without_number(title) == (title, None)
