"""The calendar, the wire and the switches."""

from __future__ import annotations

import gzip
import socket
from http.client import HTTPConnection, RemoteDisconnected
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from ruamel.yaml import YAML

from tests.farm import Farm
from tests.farm_tests.conftest import TEXTS
from tests.farm_tests.web import Answer, ask

LISTS = {
    "chaoyang": "/affair/file/otherfile/index.html",
    "wuqing": "/zwgk/zcwj/",
    "lixia": "/col/col37116/index.html",
    "zhangjiakou": "/xxgk/list/lm_zc.thtml?pid=74",
    "kaifeng": "/kfsrmzfwz/tzgg/pc/list.html",
    "yunting": "/zwgk/zfwj/list.html",
}


def lists(farm: Farm) -> dict[str, Answer]:
    return {name: ask(farm.addresses[name] + path) for name, path in LISTS.items()}


def changed(before: dict[str, Answer], after: dict[str, Answer]) -> set[str]:
    return {
        name
        for name in before
        if (before[name].status, before[name].body) != (after[name].status, after[name].body)
    }


# ---------------------------------------------------------------- the calendar


def test_the_first_morning_is_in_beijing(farm: Farm) -> None:
    assert farm.now.isoformat() == "2024-10-14T08:00:00+08:00"
    farm.set_day(3)
    assert farm.now.isoformat() == "2024-10-16T08:00:00+08:00"


def test_each_day_changes_what_the_calendar_says(farm: Farm) -> None:
    seen = []
    for day in range(1, 7):
        farm.set_day(day)
        seen.append(lists(farm))
    told = [changed(before, after) for before, after in pairwise(seen)]
    assert told == [{"yunting"}, set(), {"lixia", "chaoyang"}, set(), {"chaoyang"}]
    assert [day["chaoyang"].status for day in seen] == [200, 200, 200, 403, 403, 200]


def test_the_new_plan_is_not_there_before_its_day(farm: Farm) -> None:
    assert ask(farm.url_of_plan("yunting")).status == 404
    assert "云汀市推动大规模设备更新" not in lists(farm)["yunting"].text()
    farm.set_day(2)
    assert ask(farm.url_of_plan("yunting")).status == 200
    assert "云汀市推动大规模设备更新" in lists(farm)["yunting"].text()


def test_a_redesign_empties_the_list_and_leaves_the_documents(farm: Farm) -> None:
    before = ask(farm.url_of_plan("lixia"))
    farm.set_day(4)
    page = lists(farm)["lixia"]
    assert page.status == 200
    assert b"<record>" not in page.body
    assert b"/art/2024/" not in page.body
    assert ask(farm.addresses["lixia"] + "/module/web/jpage/dataproxy.jsp?page=2").status == 404
    assert ask(farm.url_of_plan("lixia")).body == before.body


def test_every_start_publishes_the_same(farm: Farm) -> None:
    with Farm(TEXTS) as other:
        plans = [each for each in farm.portal("lixia").publications if each.body.files]
        twins = [each for each in other.portal("lixia").publications if each.body.files]
        assert plans == twins
        assert farm.portal("wuqing").publications == other.portal("wuqing").publications


# ---------------------------------------------------------------- the wire


@pytest.mark.parametrize("name", LISTS)
def test_an_unchanged_page_answers_304_to_either_validator(farm: Farm, name: str) -> None:
    url = farm.addresses[name] + LISTS[name]
    first = ask(url)
    by_tag = ask(url, {"If-None-Match": first.headers["etag"]})
    by_date = ask(url, {"If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status, by_tag.body) == (by_date.status, by_date.body) == (304, b"")


def test_a_changed_page_is_sent_again(farm: Farm) -> None:
    url = farm.addresses["yunting"] + LISTS["yunting"]
    first = ask(url)
    farm.set_day(2)
    assert ask(url, {"If-None-Match": first.headers["etag"]}).status == 200
    assert ask(url, {"If-Modified-Since": first.headers["last-modified"]}).status == 200


def test_the_log_tells_who_asked_for_what(farm: Farm) -> None:
    farm.set_day(2)
    ask(farm.addresses["wuqing"] + "/zwgk/zcwj/?a=1", {"User-Agent": "tester"})
    (request,) = farm.requests
    assert (request.portal, request.host, request.method, request.path) == (
        "wuqing",
        "127.0.0.12",
        "GET",
        "/zwgk/zcwj/?a=1",
    )
    assert (request.headers["user-agent"], request.status, request.day) == ("tester", 200, 2)
    farm.forget_requests()
    assert farm.requests == []


def test_the_configuration_finds_every_portal(farm: Farm) -> None:
    rows = YAML(typ="safe").load(farm.portals_yaml())
    assert [row["id"] for row in rows] == list(LISTS)
    assert {row["id"]: row["division_code"] for row in rows}["yunting"] is None
    assert {ask(column["url"]).status for row in rows for column in row["columns"]} == {200}


# ---------------------------------------------------------------- the switches


def test_a_switch_wins_over_the_calendar_until_it_is_taken_back(farm: Farm) -> None:
    farm.set_day(4)
    farm.fault("chaoyang", None)
    assert lists(farm)["chaoyang"].status == 200
    farm.follow_calendar()
    assert lists(farm)["chaoyang"].status == 403


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("403", 403),
        ("404", 404),
        ("410", 410),
        ("412", 412),
        ("500", 500),
        ("521", 521),
        ("soft404", 200),
        ("shell", 200),
    ],
)
def test_another_page_comes_instead_and_only_from_that_portal(farm: Farm, name: str, status: int) -> None:
    good = lists(farm)
    farm.fault("kaifeng", name)
    bad = lists(farm)
    assert changed(good, bad) == {"kaifeng"}
    assert bad["kaifeng"].status == status
    assert "以旧换新" not in bad["kaifeng"].text()


def test_down_hangs_up(farm: Farm) -> None:
    farm.fault("yunting", "down")
    with pytest.raises(RemoteDisconnected):
        ask(farm.addresses["yunting"] + "/")
    assert farm.requests[-1].status == 0


def test_slow_never_comes_to_an_end(farm: Farm) -> None:
    farm.fault("yunting", "slow")
    with pytest.raises(TimeoutError):
        ask(farm.addresses["yunting"] + "/", timeout=0.3)


def test_endless_goes_on_after_the_page(farm: Farm) -> None:
    farm.fault("yunting", "endless")
    parts = urlsplit(farm.addresses["yunting"])
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request("GET", "/")
    assert len(connection.getresponse().read(3_000_000)) == 3_000_000
    connection.close()


def test_garbled_pages_are_full_of_replacement_characters(farm: Farm) -> None:
    farm.fault("wuqing", "garbled")
    assert lists(farm)["wuqing"].text().count("\ufffd") > 1000


def test_a_redirect_leads_back_to_itself(farm: Farm) -> None:
    farm.fault("wuqing", "redirect-loop")
    answer = lists(farm)["wuqing"]
    assert (answer.status, answer.headers["location"]) == (302, LISTS["wuqing"])


def test_the_home_page_can_stand_for_every_page(farm: Farm) -> None:
    home = ask(farm.addresses["wuqing"] + "/").body
    farm.fault("wuqing", "home")
    assert lists(farm)["wuqing"].body == home


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_is_a_page_without_rows(farm: Farm, name: str) -> None:
    farm.fault(name, "empty")
    answer = lists(farm)[name]
    assert answer.status == 200
    assert len(answer.body) < 6000


@pytest.mark.parametrize("name", LISTS)
def test_a_change_of_markup_leaves_a_shell(farm: Farm, name: str) -> None:
    farm.fault(name, "markup")
    answer = lists(farm)[name]
    assert answer.status == 200
    assert b"2024-" not in answer.body
    assert ask(farm.url_of_plan("kaifeng")).status == 200


def test_an_unasked_gzip_holds_the_page(farm: Farm) -> None:
    right = lists(farm)["kaifeng"].body
    farm.fault("kaifeng", "gzip")
    answer = lists(farm)["kaifeng"]
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == right


def test_a_bad_attachment_leaves_the_pages_alone(farm: Farm) -> None:
    page = farm.url_of_plan("lixia")
    file = farm.addresses["lixia"] + ask(page).tree().xpath("//a[contains(@href, 'downfile')]/@href")[0]
    whole = ask(file).body
    right = ask(page).body
    farm.fault("lixia", "bad-attachment")
    assert whole.startswith(ask(file).body)
    assert len(ask(file).body) == len(whole) // 2
    assert ask(page).body == right


def test_a_fault_can_be_kept_to_some_addresses(farm: Farm) -> None:
    farm.set_day(2)
    farm.fault("yunting", "410", only="/2024/10/15/")
    assert ask(farm.url_of_plan("yunting")).status == 410
    assert lists(farm)["yunting"].status == 200


def test_an_unknown_fault_is_refused(farm: Farm) -> None:
    with pytest.raises(ValueError, match="no fault is called 'hail'"):
        farm.fault("yunting", "hail")
    with pytest.raises(KeyError):
        farm.fault("atlantis", "403")


@pytest.mark.parametrize("name", ["slow", "endless"])
def test_a_farm_closes_while_a_reader_waits(name: str) -> None:
    with Farm(TEXTS) as running, socket.socket() as reader:
        running.fault("yunting", name)
        reader.connect((running.portal("yunting").host, int(running.addresses["yunting"].rsplit(":", 1)[1])))
        reader.sendall(b"GET / HTTP/1.1\r\nHost: yunting\r\n\r\n")
        assert reader.recv(15) == b"HTTP/1.1 200 OK"
