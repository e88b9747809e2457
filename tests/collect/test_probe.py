"""What a probe finds behind a bare address: the farm's portals, served as they are, and pages of no portal at all."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from crawler.adapters import ListRequest, ListResponse
from crawler.faults import Fault
from crawler.probe import MOST_REQUESTS, Probed
from crawler.probe import probe as probed
from crawler.survey import Fetch
from pipelines.embedded import config_dir
from pipelines.readers.decode import decode
from tests.farm import Farm
from tests.farm.families import FAMILIES as FAMILY_PORTALS

FAMILIES = {
    "chaoyang": "generic",
    "wuqing": "trs",
    "lixia": "jpage",
    "zhangjiakou": "zhangjiakou",
    "kaifeng": "ucap_new",
    "yunting": "generic",
}


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm(texts=config_dir() / "baselines", day=1) as running:
        yield running


async def fetch(asked: ListRequest) -> ListResponse | Fault:
    body, headers = urlencode(dict(asked.form)).encode() if asked.form else None, dict(asked.headers)
    if asked.json is not None:
        body, headers["Content-Type"] = json.dumps(asked.json).encode(), "application/json"
    url = quote(asked.url, safe=":/?&=%#+,")
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=5) as answer:
            return ListResponse(answer.url, decode(answer.read(), None).text, answer.status, asked)
    except urllib.error.HTTPError as error:
        return Fault("missing", f"HTTP {error.code}", error.code)


def probe(url: str, fetch: Fetch) -> Probed:
    return asyncio.run(probed(url, fetch))


@pytest.fixture(scope="module")
def families() -> Iterator[Farm]:
    with Farm(texts=config_dir() / "baselines", kinds=FAMILY_PORTALS) as running:
        yield running


class Pages:
    """A site of a few pages, which counts what it is asked for."""

    def __init__(self, **pages: str) -> None:
        self.pages = {f"http://www.example.gov.cn{path}": text for path, text in pages.items()}
        self.asked: list[str] = []

    async def __call__(self, request: ListRequest) -> ListResponse | Fault:
        self.asked.append(request.url)
        text = self.pages.get(request.url)
        return ListResponse(request.url, text, 200, request) if text else Fault("missing", "HTTP 404", 404)


@pytest.mark.parametrize(("name", "family"), FAMILIES.items())
def test_a_portal_is_known_from_its_address_alone(farm, name, family):
    found = probe(farm.addresses[name] + "/", fetch)
    assert found.family == family
    assert found.site == farm.portal(name).site
    assert {column.url for column in found.columns} <= {
        farm.addresses[name] + column.path for column in farm.portal(name).columns
    }
    assert len(found.entries) == 5
    assert all(entry.date for entry in found.entries)


@pytest.mark.parametrize("portal", FAMILY_PORTALS, ids=lambda kind: kind.id)
def test_every_family_is_known_from_a_portals_address_alone(families, portal):
    found = probe(families.addresses[portal.id] + "/", fetch)
    assert found.family == (portal.shown_as or portal.adapter)
    assert [column.url for column in found.columns] == [families.addresses[portal.id] + portal.path]
    assert {entry.title for entry in found.entries} == {
        each.title for each in families.portal(portal.id).publications[: portal.rows]
    }


def test_a_portal_that_has_moved_is_known_by_its_new_family(farm):
    farm.set_day(4)
    found = probe(farm.addresses["lixia"] + "/", fetch)
    farm.set_day(1)
    assert found.family == "jpaas"
    assert "unitbuild.js" in found.evidence or "build/unit" in found.evidence
    assert found.entries


def test_the_address_of_a_list_will_do(farm):
    found = probe(farm.addresses["wuqing"] + farm.portal("wuqing").columns[0].path, fetch)
    assert found.family == "trs"
    assert [column.url for column in found.columns] == [
        farm.addresses["wuqing"] + farm.portal("wuqing").columns[0].path
    ]


ROWS = '<ul><li><a href="/a/1.html">关于印发工作规则的通知</a> 2024-05-08</li><li><a href="/a/2.html">关于开展检查的通知</a> 2024-05-07</li></ul>'


def test_an_unknown_shape_is_told_to_be_generic():
    site = Pages(**{"/": '<a href="/zcwj/">政策文件</a>', "/zcwj/": ROWS})
    found = probe("http://www.example.gov.cn/", site)
    assert (found.family, found.evidence) == ("generic", "no sign of a known family")
    assert [column.name for column in found.columns] == ["政策文件"]


def test_links_that_a_script_writes_are_followed_and_other_sites_are_not():
    home = '<a href="http://www.other.gov.cn/">政策文件</a><script>document.writeln("<a href=\\"//affair/file/\\">区政府文件</a>")</script>'
    site = Pages(**{"/": home, "/affair/file/": ROWS})
    found = probe("http://www.example.gov.cn/", site)
    assert [column.url for column in found.columns] == ["http://www.example.gov.cn/affair/file/"]
    assert site.asked == ["http://www.example.gov.cn/", "http://www.example.gov.cn/affair/file/"]


def test_columns_may_lie_in_a_section():
    site = Pages(
        **{
            "/": '<a href="/zwgk/">政务公开</a>',
            "/zwgk/": '<a href="gfxwj/">规范性文件</a>',
            "/zwgk/gfxwj/": ROWS,
        }
    )
    assert [column.name for column in probe("http://www.example.gov.cn/", site).columns] == ["规范性文件"]


def test_a_column_without_entries_is_none():
    site = Pages(**{"/": '<a href="/zcwj/">政策文件</a>', "/zcwj/": "<p>建设中</p>"})
    found = probe("http://www.example.gov.cn/", site)
    assert found.columns == ()
    assert found.evidence.startswith("no column with entries was found")


def test_an_address_that_does_not_answer_is_told():
    found = probe("http://www.example.gov.cn/", Pages())
    assert (found.columns, found.evidence) == (
        (),
        "http://www.example.gov.cn/: the list does not exist any more (HTTP 404)",
    )


def test_a_probe_asks_for_a_few_pages_only():
    many = "".join(f'<a href="/{number}/">政策文件{number}</a>' for number in range(50))
    site = Pages(**{"/": many})
    probe("http://www.example.gov.cn/", site)
    assert len(site.asked) == MOST_REQUESTS
