"""The portals that ship: each can be asked, each sits where its code says, and all are told to be unchecked."""

import csv
import re
import time

import pytest

from crawler.adapters import adapter_named
from crawler.config import Portal, load_config
from crawler.spiders.asking import list_request
from pipelines.embedded import ROOT, config_dir

EVIDENCE = re.compile(r"(?:E\d+|I)(?:, (?:E\d+|I))*(?: \(.+\))?")


@pytest.fixture(scope="module")
def portals() -> tuple[Portal, ...]:
    return load_config(config_dir()).portals


@pytest.fixture(scope="module")
def divisions() -> dict[str, str]:
    with (ROOT / "pipelines/data/divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def full_name(code: str, divisions: dict[str, str]) -> str:
    chain = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    return "".join(divisions[part] for part in chain if part in divisions)


def test_the_registry_is_large_and_covers_every_province(portals, divisions):
    assert len(portals) >= 250
    governments = {portal.division_code for portal in portals if portal.name.endswith("人民政府")}
    provinces = {code for code in divisions if code.endswith("0000")} - {"710000", "810000", "820000"}
    assert provinces <= governments


def test_a_code_is_that_of_the_region_by_its_name(portals, divisions):
    told = {portal.id: portal.region for portal in portals if portal.division_code}
    right = {
        portal.id: full_name(portal.division_code, divisions) for portal in portals if portal.division_code
    }
    assert told == right


def test_a_portal_without_a_code_says_why(portals):
    without = sum(portal.division_code is None for portal in portals)
    blocks = "".join(path.read_text(encoding="utf-8") for path in (config_dir() / "portals").glob("*.yaml"))
    assert len(re.findall(r"division_code: null # \S", blocks)) == without


def test_every_portal_tells_its_evidence_and_that_nobody_has_checked_it(portals):
    assert [portal.id for portal in portals if not EVIDENCE.fullmatch(portal.evidence)] == []
    assert {portal.checked for portal in portals} == {"never"}


def test_every_column_can_be_asked(portals):
    for portal in portals:
        for column in portal.columns:
            requests = adapter_named(portal.adapter).list_requests(column, portal)
            assert len(requests) == 1, column.url
            assert list_request(portal, requests[0]).url.startswith("http")


def test_no_column_is_listed_twice(portals):
    urls = [column.url for portal in portals for column in portal.columns]
    assert [url for url in set(urls) if urls.count(url) > 1] == []


def test_it_is_loaded_fast():
    started = time.process_time()
    load_config(config_dir())
    assert time.process_time() - started < 2
