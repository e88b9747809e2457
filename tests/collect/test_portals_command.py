"""`planwatch portals`: an address becomes a portal, and configured portals are looked over, as a user types it."""

from __future__ import annotations

import json
import socket
from http.server import BaseHTTPRequestHandler

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from crawler.commands.portals import named_address
from crawler.config import load_config
from crawler.portal_file import FIXTURES, complaint, portal_id
from pipelines.embedded import config_dir

ACCEPTED = sorted(path.parent for path in (config_dir() / FIXTURES).glob("*/expected.json"))


@pytest.fixture
def planwatch(watch):
    """The command, on the watch's folders, at the farm's time and without waiting between requests."""
    # nothing hangs here, and a busy machine may take its time
    (watch.config / "settings.yaml").write_text(
        "crawl: {retries: 0, delay_seconds: 0.01}\n", encoding="utf-8"
    )

    def run(*words: str) -> Result:
        folders = [
            "--data",
            str(watch.data),
            "--config",
            str(watch.config),
            "--now",
            watch.farm.now.isoformat(),
        ]
        return CliRunner().invoke(main, [*words, *folders], prog_name="planwatch")

    return run


# ---------------------------------------------------------------- probe


def test_an_address_becomes_a_portal_that_a_run_can_poll(watch, planwatch):
    watch.configure("[]")
    ended = planwatch("portals", "probe", watch.farm.addresses["lixia"] + "/", "--write")
    assert ended.exit_code == 0, ended.output
    assert "family    jpage" in ended.output
    assert "区政府文件" in ended.output

    (portal,) = load_config(watch.config).portals
    assert (portal.name, portal.adapter) == ("济南市历下区人民政府", "jpage")
    assert (portal.region, portal.division_code) == ("山东省济南市历下区", "370102")
    assert (portal.private_hosts, portal.checked) == (True, "never")
    block = (watch.config / "portals/added.yaml").read_text(encoding="utf-8").split("- id:")[1]
    assert 5 <= len(block.splitlines()) <= 15
    assert [health.verdict for health in watch.run().health] == ["well"]


def test_the_fixture_of_a_probe_complains_until_a_person_has_accepted_it(watch, planwatch):
    watch.configure("[]")
    planwatch("portals", "probe", watch.farm.addresses["lixia"] + "/", "--write")
    (case,) = (watch.config / FIXTURES).iterdir()
    assert "write your name at accepted_by" in str(complaint(case))

    path = case / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(expected | {"accepted_by": "王芳"}), encoding="utf-8")
    assert complaint(case) is None
    wrong = {**expected, "accepted_by": "王芳", "entries": expected["entries"][1:]}
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert "reads 20 entries, not the 19 accepted" in str(complaint(case))


def test_the_fixtures_of_probed_portals_are_accepted():
    """Of the portals that ship; none was probed yet, as nobody could reach them."""
    assert [complaint(case) for case in ACCEPTED if complaint(case)] == []


def test_a_portal_goes_into_the_file_of_its_province(watch, planwatch):
    (watch.config / "portals/farm.yaml").unlink()
    (watch.config / "portals/hebei.yaml").write_text(
        (config_dir() / "portals/hebei.yaml").read_text("utf-8"), "utf-8"
    )
    before = len(load_config(watch.config).portals)
    ended = planwatch("portals", "probe", watch.farm.addresses["zhangjiakou"] + "/", "--write")
    assert "hebei.yaml" in ended.output
    assert len(load_config(watch.config).portals) == before + 1


def test_a_place_that_the_name_does_not_tell_is_asked_for(watch, planwatch):
    watch.configure("[]")
    address = watch.farm.addresses["yunting"]
    ended = planwatch("portals", "probe", address, "--write", "--json")
    assert ended.exit_code == 2
    assert "does not tell the place; name it with --region" in ended.stderr
    assert json.loads(ended.stdout)["family"] == "generic"

    ended = planwatch("portals", "probe", address, "--write", "--region", "澜川省云汀市")
    assert ended.exit_code == 0
    assert "generic: no known family" in ended.stdout
    (portal,) = load_config(watch.config).portals
    assert (portal.region, portal.division_code) == ("澜川省云汀市", None)


def test_a_portal_that_is_watched_already_is_not_added_twice(watch, planwatch):
    ended = planwatch("portals", "probe", watch.farm.addresses["lixia"], "--write")
    assert ended.exit_code == 2
    assert "watched already, as 'lixia'" in ended.stderr


class NoPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 a file")

    def log_message(self, *_: object) -> None:
        pass


def test_an_address_that_is_no_portal_says_why(watch, planwatch, serve):
    with socket.create_server(("127.0.0.23", 0)) as taken:
        closed = f"http://127.0.0.23:{taken.getsockname()[1]}/"
    watch.farm.fault("chaoyang", "403")
    told = {
        closed: "it cannot be reached",
        serve(NoPage): "a file comes in the place of the list (application/pdf is no web page)",
        watch.farm.addresses["chaoyang"]: "access is blocked (HTTP 403)",
    }
    for url, reason in told.items():
        ended = planwatch("portals", "probe", url)
        assert (ended.exit_code, ended.stdout) == (1, "")
        assert reason in ended.stderr
        assert len(ended.stderr.splitlines()) == 1, ended.stderr


def test_a_word_that_is_no_address_is_a_wrong_call(planwatch):
    for word in ("开封市", "ftp://www.kaifeng.gov.cn/", "kaifeng"):
        ended = planwatch("portals", "probe", word)
        assert ended.exit_code == 2
        assert "is no address such as" in ended.stderr


def test_an_id_is_made_of_the_host():
    hosts = ("www.lixia.gov.cn", "fzggw.ah.gov.cn", "127.0.0.13:8080", "xxgk.my_city.gov.cn", "政务.中国")
    assert [portal_id(f"http://{host}/") for host in hosts] == [
        "lixia", "ah-fzggw", "127-0-0-13", "my-city-xxgk", "portal",
    ]  # fmt: skip


# ---------------------------------------------------------------- add


def test_a_portal_that_cannot_be_asked_is_added_by_hand(watch, planwatch):
    url = "https://www.kaifeng.gov.cn/kfsrmzfwz/a/b/pc/list.html"
    words = ("portals", "add", f"政策文件={url}", "--name", "开封市人民政府", "--family", "ucap_new")
    watch.configure("[]")
    assert planwatch(*words).exit_code == 0
    (portal,) = load_config(watch.config).portals
    assert (portal.id, portal.region, portal.columns[0].url) == ("kaifeng", "河南省开封市", url)


def test_a_mistake_in_what_is_added_leaves_the_configuration_as_it_was(watch, planwatch):
    before = {path: path.read_bytes() for path in watch.config.rglob("*.yaml")}
    told = {
        ("https://www.kaifeng.gov.cn/", "--family", "jpages"): "'jpages' is not one of 'anhui'",
        ("http://www.lixia.gov.cn/list.html",): "'lixia' is taken already, by ",
        (watch.farm.addresses["lixia"],): "watched already, as 'lixia'",
    }
    for words, reason in told.items():
        ended = planwatch("portals", "add", *words, "--name", "开封市人民政府")
        assert reason in ended.stderr
    assert {path: path.read_bytes() for path in watch.config.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ("规范性文件=http://www.a.gov.cn/l?id=1", ("规范性文件", "http://www.a.gov.cn/l?id=1")),
        ("http://www.a.gov.cn/l?id=1", ("政策文件", "http://www.a.gov.cn/l?id=1")),
        ("www.a.gov.cn/l", ("政策文件", "www.a.gov.cn/l")),
    ],
)
def test_a_column_may_have_a_name_or_none(told, column):
    assert named_address(told) == column


# ---------------------------------------------------------------- check


def test_a_check_asks_each_column_once_and_keeps_what_it_saw_in_the_store(watch, planwatch):
    watch.farm.fault("chaoyang", "403")
    before = {path: path.read_bytes() for path in watch.config.rglob("*.yaml")}
    ended = planwatch("portals", "check", "--json")
    assert ended.exit_code == 1
    rows = {row["portal"]: row for row in json.loads(ended.stdout)}
    assert rows["chaoyang"]["reason_en"] == "access is blocked (HTTP 403)"
    assert {name: row["verdict"] for name, row in rows.items() if name != "chaoyang"} == dict.fromkeys(
        ("kaifeng", "lixia", "wuqing", "yunting", "zhangjiakou"), "well"
    )
    assert [entry["date"] for entry in rows["lixia"]["sample"]]
    lists = [path for path in watch.asked() if watch.asked().count(path) > 1]
    assert lists == []
    assert {path: path.read_bytes() for path in watch.config.rglob("*.yaml")} == before
    with watch.store() as store:
        assert store.value("SELECT count(*) FROM entries") + store.value("SELECT count(*) FROM health") == 0
    listed = planwatch("portals", "list", "--region", "济南", "--json")
    (lixia,) = json.loads(listed.stdout)
    assert lixia["checks"][0]["verdict"] == "well"


def test_a_check_may_be_of_one_region(watch, planwatch):
    assert planwatch("portals", "check", "--region", "山东").exit_code == 0
    assert {one.portal for one in watch.farm.requests} == {"lixia"}
    ended = planwatch("portals", "check", "--region", "火星")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "no configured portal lies in a region called '火星'" in ended.stderr
