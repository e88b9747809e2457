"""Documents' pages in shapes of no known system: labels in every markup, wrong meta tags, odd containers and columns.

A page of `pages/` is one shape; `expected.json` says what it is to be read as. `start` and `end` are of its main text,
`attachments` are addresses as the page writes them.
"""

import json
from pathlib import Path
from urllib.parse import urljoin

import pytest

from pipelines.reading import read_file

PAGES = Path(__file__).parent / "pages"
EXPECTED = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
URL = "https://www.example.gov.cn/zwgk/2024/1.html"


def test_every_page_has_its_expectation():
    assert {page.stem for page in PAGES.glob("*.html")} == set(EXPECTED)


@pytest.mark.parametrize("shape", EXPECTED)
def test_a_page_of_an_unknown_shape_is_read(shape):
    expected = dict(EXPECTED[shape])
    start, end = (without_gaps(expected.pop(name, "")) for name in ("start", "end"))
    expected["attachments"] = [urljoin(URL, href) for href in expected["attachments"]]
    found = read_file((PAGES / f"{shape}.html").read_bytes(), name=shape, url=URL).to_json()
    found["attachments"] = [attachment["url"] for attachment in found["attachments"]]
    assert {name: found[name] for name in expected} == expected
    assert without_gaps(found["main_text"]).startswith(start)
    assert without_gaps(found["main_text"]).endswith(end)


def without_gaps(text: str) -> str:
    return "".join(text.split())
