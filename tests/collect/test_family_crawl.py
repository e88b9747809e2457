"""Every family crawled from its list to the stored document: one run over all of its portals, and a second one."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from crawler.config import load_config
from crawler.run import RunResult, run
from pipelines.embedded import config_dir
from tests.farm import Farm
from tests.farm.families import FAMILIES
from tests.farm.families.papers import NEWEST, STEP
from tests.farm.publications import Publication

SHEETS = 3  # pages of history that are wanted; the portals have one more
IDS = [kind.id for kind in FAMILIES]
PATIENT = "crawl:\n  timeout_seconds: 60\n"  # nothing hangs here, but the machine may be busy
PLANS = """
    SELECT s.url, r.doc_number, (SELECT count(*) FROM clauses WHERE revision = r.id)
    FROM sources s JOIN documents d ON d.id = s.document JOIN revisions r ON r.id = d.latest
"""


@dataclass
class Crawled:
    """Two runs over all families: back to a day on the third page, and again when nothing has changed."""

    farm: Farm
    first: RunResult
    asked_first: Counter[str]
    second: RunResult
    asked_second: Counter[str]
    store: sqlite3.Connection

    def wanted(self, portal: str) -> list[Publication]:
        return self.farm.portal(portal).publications[: SHEETS * self.farm.portal(portal).rows]

    def rows(self, sql: str, *values: str) -> list[tuple]:
        return self.store.execute(sql, values).fetchall()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("families")
    config, data = folder / "config", folder / "data"
    shutil.copytree(config_dir(), config, ignore=shutil.ignore_patterns("portals"))
    (config / "portals").mkdir()
    (config / "settings.yaml").write_text(PATIENT, encoding="utf-8")
    back_to = NEWEST - (SHEETS * 5 - 2) * STEP  # one row of the third page is older
    with Farm(config / "baselines", kinds=FAMILIES) as farm:
        (config / "portals/farm.yaml").write_text(farm.portals_yaml(), encoding="utf-8")
        first = run(load_config(config), data, now=farm.now, since=back_to)
        asked_first = asked(farm)
        farm.forget_requests()
        second = run(load_config(config), data, now=farm.now + timedelta(hours=6))
        with sqlite3.connect(data / "planwatch.db") as store:
            yield Crawled(farm, first, asked_first, second, asked(farm), store)


def asked(farm: Farm) -> Counter[str]:
    """How many requests each portal had, robots.txt aside."""
    return Counter(one.portal for one in farm.requests if one.path != "/robots.txt")


def test_every_portal_is_well(crawled: Crawled) -> None:
    assert (crawled.first.failed, crawled.second.failed) == ([], [])


@pytest.mark.parametrize("portal", IDS)
def test_no_entry_is_missed_and_none_invented_over_three_pages(crawled: Crawled, portal: str) -> None:
    kind = crawled.farm.portal(portal)
    found = crawled.rows("SELECT url, title, date FROM entries WHERE portal = ?", portal)
    assert Counter(found) == Counter(
        (kind.origin + kind.path_of(each), each.title, each.day) for each in crawled.wanted(portal)
    )


@pytest.mark.parametrize("portal", IDS)
def test_every_entry_becomes_a_stored_document(crawled: Crawled, portal: str) -> None:
    states = crawled.rows("SELECT state, count(*) FROM entries WHERE portal = ? GROUP BY state", portal)
    assert states == [("stored", len(crawled.wanted(portal)))]


@pytest.mark.parametrize("portal", IDS)
def test_the_plan_on_a_page_and_the_plan_in_a_file_are_read(crawled: Crawled, portal: str) -> None:
    kind = crawled.farm.portal(portal)
    found = {url: (number, clauses) for url, number, clauses in crawled.rows(PLANS)}
    for each in crawled.wanted(portal):
        if each.sort in ("plan", "attached"):
            number, clauses = found[kind.origin + kind.path_of(each)]
            assert number == each.body.fields.number
            assert clauses >= 8


def test_going_back_stops_at_the_day_that_was_asked_for(crawled: Crawled) -> None:
    documents = SHEETS * FAMILIES[0].rows + 1  # and one file
    assert crawled.asked_first == dict.fromkeys(IDS, documents + SHEETS)


def test_a_second_poll_costs_one_request_a_column(crawled: Crawled) -> None:
    assert crawled.asked_second == dict.fromkeys(IDS, 1)
    assert crawled.second.new_entries == 0
