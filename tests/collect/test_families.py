"""Every family as its portals write it: the fixtures of tests/portals, from the first request to the last page.

A folder is a family, or a variant of one (`trs-written`). Its `expected.json` names a column's address and options, and
for each page the file that answers, what was asked for it, and the entries in page order; `detail` says what
`detail.html`, a document's page as the family writes it, is to be read as.
"""

import json
from pathlib import Path

import pytest

from crawler.adapters import ADAPTERS, ListRequest, ListResponse, adapter_named, recognise
from crawler.config import Column, Portal
from pipelines.reading import read_file

PORTALS = Path(__file__).resolve().parents[1] / "portals"
CASES = sorted(path.parent for path in PORTALS.glob("*/expected.json"))
DETAILS = sorted(path.parent for path in PORTALS.glob("*/detail.html"))


def family_in(case: Path) -> str:
    return case.name.partition("-")[0]


def expected_in(case: Path) -> dict:
    return json.loads((case / "expected.json").read_text(encoding="utf-8"))


def first_requests(case: Path) -> list[ListRequest]:
    expected, family = expected_in(case), family_in(case)
    column = Column(name="政策文件", url=expected["column"], options=expected.get("options", {}))
    portal = Portal(
        id="example",
        name="示例市人民政府",
        region="示例市",
        adapter=family,
        home="https://www.example.gov.cn/",
        columns=[column],
        evidence="-",
        checked="never",
    )
    return adapter_named(family).list_requests(column, portal)


def test_every_family_has_a_fixture():
    assert {family_in(case) for case in CASES} == set(ADAPTERS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_is_read_from_its_first_request_to_its_last_page(case):
    waiting = first_requests(case)
    for page in expected_in(case)["pages"]:
        asked = waiting.pop(0)
        assert f"{asked.method} {asked.url}" == page["asks"]
        assert (dict(asked.form), asked.json) == (page.get("form", {}), page.get("json"))
        text = (case / page["file"]).read_text(encoding="utf-8")
        found = adapter_named(family_in(case)).entries(ListResponse(asked.url, text, 200, asked))
        assert [entry.to_json() for entry in found.entries] == page["entries"]
        waiting += found.more
    assert waiting == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_family_is_recognised_by_what_its_first_page_shows(case):
    expected = expected_in(case)
    text = (case / expected["pages"][0]["file"]).read_text(encoding="utf-8")
    found = recognise(expected["column"], text)
    assert found.family == expected.get("recognised", family_in(case))
    assert bool(found.evidence) == (found.family != "generic")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_cut_off_anywhere_is_no_error(case):
    for page in expected_in(case)["pages"]:
        text = (case / page["file"]).read_text(encoding="utf-8")
        for end in range(0, len(text), max(1, len(text) // 12)):
            request = ListRequest(
                page["asks"].partition(" ")[2], options=expected_in(case).get("options", {})
            )
            adapter_named(family_in(case)).entries(ListResponse(request.url, text[:end], 200, request))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_portal_that_ignores_the_page_number_is_not_asked_for_ever(case):
    waiting, expected = first_requests(case), expected_in(case)
    full = next((page for page in expected["pages"] if page["entries"]), expected["pages"][0])
    text = (case / full["file"]).read_text(encoding="utf-8")
    asked, first = 0, waiting[0].url
    while waiting and asked < 5:
        answer = ListResponse(first, text, 200, waiting.pop(0))
        waiting += adapter_named(family_in(case)).entries(answer).more
        asked += 1
    assert asked <= 2


@pytest.mark.parametrize("case", DETAILS, ids=lambda case: case.name)
def test_a_document_is_read_from_its_page(case):
    expected = expected_in(case)["detail"]
    data = (case / "detail.html").read_bytes()
    found = read_file(data, name="detail.html", url=expected["url"]).to_json()
    found["attachments"] = [attachment["url"] for attachment in found["attachments"]]
    assert {key: found[key] for key in expected if key != "url"} == {
        key: value for key, value in expected.items() if key != "url"
    }
    assert found["main_text"].startswith("示政发〔2024〕5号")
    assert "网站标识码" not in found["main_text"]
