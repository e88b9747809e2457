"""Whole runs against the farm: what is asked, what is kept, and what is said of portals that misbehave."""

from __future__ import annotations

import http.server
from collections import Counter
from datetime import date

import pytest

from crawler.health import FAULTS
from storage.entries import pending

PORTALS = ("chaoyang", "kaifeng", "lixia", "wuqing", "yunting", "zhangjiakou")
COLUMNS = 9  # of the six portals together


def verdicts(result) -> dict[str, str]:
    return {health.portal: health.verdict for health in result.health}


# ---------------------------------------------------------------- asking


def test_three_days_of_asking(watch):
    """The first poll seeds, the second asks once a column, the third follows what is new."""
    first = watch.run()
    assert first.exit_code == 0
    assert set(verdicts(first).values()) == {"well"}
    with watch.store() as store:
        entries, revisions = (
            store.value(f"SELECT count(*) FROM {table}") for table in ("entries", "revisions")
        )
        assert entries >= 6 * 26
        assert store.value("SELECT count(*) FROM entries WHERE origin != 'seed' OR state = 'pending'") == 0
        sources = store.rows("SELECT page_sha256 FROM sources WHERE portal = 'wuqing'")
        assert all(store.archive.get(row["page_sha256"]) for row in sources)
        assert b"%PDF-" in {store.archive.get(sha256)[:5] for sha256 in store.archive.hashes()}

    second = watch.run()
    assert second.exit_code == 0
    assert len(watch.asked()) == COLUMNS
    assert Counter(one.path for one in watch.farm.requests)["/robots.txt"] == len(PORTALS)
    assert (second.new_entries, second.documents, second.published.edition) == (0, 0, None)
    with watch.store() as store:
        assert store.value("SELECT count(*) FROM entries") == entries
        assert store.value("SELECT count(*) FROM revisions") == revisions

    third = watch.run(day=2)
    assert (third.new_entries, third.documents) == (1, 1)
    revisited = [one for one in watch.farm.requests if one.portal == "wuqing" and "/t2024" in one.path]
    assert {one.status for one in revisited} == {304}


def test_a_column_may_ask_for_every_entry(watch):
    watch.configure(watch.farm.portals_yaml().replace("follow: programme", "follow: all"))
    result = watch.run(portals=("yunting",))
    assert result.documents == result.new_entries > 25


def test_since_pages_back_behind_known_entries(watch):
    watch.run(portals=("chaoyang",))
    pages = [path for path in watch.asked() if "index" in path]
    with watch.store() as store:
        oldest = store.value("SELECT min(date) FROM entries")
    result = watch.run(portals=("chaoyang",), since=date.fromisoformat(oldest))
    assert sorted(watch.asked()) == sorted(pages)
    assert result.new_entries == 0


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    "faults",
    [
        {
            "chaoyang": "down",
            "kaifeng": "slow",
            "lixia": "endless",
            "wuqing": "garbled",
            "yunting": "500",
            "zhangjiakou": "403",
        },
        {
            "chaoyang": "redirect-loop",
            "kaifeng": "521",
            "lixia": "markup",
            "wuqing": "soft404",
            "yunting": "shell",
        },
    ],
    ids=lambda faults: " ".join(faults.values()),
)
def test_portals_that_misbehave_get_their_verdict_and_the_others_go_on(watch, faults):
    expected = {
        "down": "broken", "slow": "broken", "endless": "broken", "garbled": "garbled", "500": "broken", "403": "blocked",
        "redirect-loop": "broken", "521": "blocked", "markup": "broken", "soft404": "broken", "shell": "blocked",
    }  # fmt: skip
    for portal, fault in faults.items():
        watch.farm.fault(portal, fault)
    result = watch.run()
    assert result.exit_code == 1
    assert verdicts(result) == {portal: expected.get(faults.get(portal, ""), "well") for portal in PORTALS}
    assert sorted(result.failed) == sorted(faults)


def test_a_page_that_breaks_off_concerns_its_document_alone(watch):
    watch.farm.fault("yunting", "500", only="/2024/")
    result = watch.run(portals=("yunting",))
    assert verdicts(result) == {"yunting": "thin"}
    with watch.store() as store:
        left = pending(store, "yunting")
    assert left
    assert all(known.attempts == 1 for known in left)

    watch.farm.fault("yunting", None)
    result = watch.run(portals=("yunting",))
    assert result.documents == len(left)
    assert verdicts(result) == {"yunting": "well"}


def test_a_file_that_could_not_be_had_is_asked_for_again(watch):
    watch.farm.fault("wuqing", "500", only=".pdf")
    watch.run(portals=("wuqing",))
    assert 500 in [one.status for one in watch.farm.requests if one.path.endswith(".pdf")]

    watch.farm.fault("wuqing", None)
    watch.run(day=2, portals=("wuqing",))
    assert [one.status for one in watch.farm.requests if one.path.endswith(".pdf")] == [200]


def test_a_list_that_shows_nothing_is_never_taken_for_unchanged(watch):
    watch.farm.fault("lixia", "markup")
    for _ in range(2):
        assert verdicts(watch.run(portals=("lixia",))) == {"lixia": "broken"}


def test_private_addresses_are_refused_unless_the_portal_says_so(watch):
    """However they are written: as a number of either version, or as a name that leads there."""
    portals = watch.farm.portals_yaml().replace("private_hosts: true", "private_hosts: false")
    watch.configure(portals.replace("//127.0.0.16", "//localhost").replace("//127.0.0.11", "//[::1]"))
    result = watch.run(portals=("yunting", "chaoyang", "wuqing"))
    assert set(verdicts(result).values()) == {"broken"}
    assert all("private address" in health.reason_en for health in result.health)
    assert watch.farm.requests == []


# ---------------------------------------------------------------- an adapter that stumbles


class Strange(http.server.BaseHTTPRequestHandler):
    """A portal whose articles are nested deeper than any parser goes."""

    def do_GET(self) -> None:
        body = ("<html>怪市人民政府政策文件列表<script>var articleList = " + "[" * 100_000).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def test_an_adapter_that_stumbles_marks_its_portal_and_nothing_else(watch, serve):
    strange = serve(Strange)
    watch.configure(
        watch.farm.portals_yaml()
        + f"""\
- id: strange
  name: 怪市人民政府
  region: 澜川省怪市
  adapter: ucap_new
  home: {strange}/
  delay_seconds: 0
  private_hosts: true
  columns: [{{name: 政策文件, url: "{strange}/a/b/pc/list.html"}}]
  evidence: written for this test
  checked: never
"""
    )
    result = watch.run(portals=("strange", "yunting"))
    assert verdicts(result) == {"strange": "broken", "yunting": "well"}
    assert FAULTS["exception"][2] in result.health[0].reason_en
    assert result.documents > 0
