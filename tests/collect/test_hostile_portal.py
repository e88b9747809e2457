"""A portal that plants hostile texts in all it publishes: crawled, told, shown and exported as the texts they are."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from lxml import etree, html
from openpyxl import load_workbook

from crawler.cli import main
from crawler.config import load_config
from crawler.run import run
from pipelines.embedded import config_dir
from storage.database import Store, open_store
from storage.library import list_documents
from storage.readings import load_reading
from tests.collect.conftest import SETTINGS
from tests.collect.hostile import PLANTED, SHEAF, Pages, hostile_portal, text
from tests.publish.servers import Mailbox, serve
from tests.storage.samples import NOW
from tests.web.serving import served

TO = "analyst@example.org"
MAIL = "mail: {{host: 127.0.0.1, port: {port}, security: none, recipients: [analyst@example.org]}}\n"
PORTAL = """\
- id: hostile
  name: 云汀市人民政府
  region: 北京市
  adapter: generic
  home: {url}
  columns: [{{url: "{url}", name: 政策文件, expect: {{entries: 5}}}}]
  delay_seconds: 0.01
  private_hosts: true
  evidence: made up
  checked: never
"""
# What runs, loads or leads away. Our own pages have a search form and a style sheet; the report a style of its own.
ACTIVE = (
    "//script | //iframe | //img | //object | //embed | //math | //base | //template | //video | //audio | //marquee"
    " | //form[not(@role='search')] | //link[not(@href='/page.css')] | //meta[@http-equiv] | //button[@popovertarget]"
)
HANDLERS = "//@*[starts-with(name(), 'on')] | //@srcdoc | //@formaction | //@autofocus"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Crawled:
    """What two runs left behind: the first poll, and a day with the hostile plans."""

    data: Path
    config: Path
    mails: list[EmailMessage]

    def store(self) -> Store:
        return open_store(self.data, create=False, read_only=True)

    def write(self, path: Path, *words: str) -> Path:
        """Have a command write a file."""
        call = ["--data", str(self.data), "--config", str(self.config), *words]
        ended = CliRunner().invoke(main, call, prog_name="planwatch")
        assert ended.exit_code == 0, ended.output
        return path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("hostile")
    config, mailbox = folder / "config", Mailbox()
    shutil.copytree(config_dir(), config, ignore=shutil.ignore_patterns("portals"))
    (config / "portals").mkdir()
    with hostile_portal() as url, serve(mailbox) as port:
        (config / "settings.yaml").write_text(SETTINGS + MAIL.format(port=port), encoding="utf-8")
        (config / "portals" / "hostile.yaml").write_text(PORTAL.format(url=url), encoding="utf-8")
        for day, shown in enumerate((0, len(SHEAF))):
            Pages.shown = shown
            run(load_config(config), folder / "data", now=NOW + timedelta(days=day))
    return Crawled(folder / "data", config, mailbox.to(TO))


def inert(page: str) -> None:
    """No element of a page came out of a text, no link leads anywhere but to a page."""
    parsed = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    assert [etree.tostring(each)[:200] for each in parsed.xpath(ACTIVE)] == []
    assert parsed.xpath(HANDLERS) == []
    assert all(re.match(r"(https?://|/|#)", link) for link in parsed.xpath("//@href | //@src | //@action"))


def shown_in(words: str) -> set[str]:
    """The planted texts that can be read in a page's words."""
    solid = "".join(words.split())
    return {each for each in PLANTED if "".join(text_of(each).split()) in solid}


def text_of(payload: str) -> str:
    return str(html.fromstring(f"<p>{text(payload)}</p>").text_content()) if text(payload).strip() else ""


def test_the_plans_were_found_with_all_that_was_planted(crawled: Crawled) -> None:
    with crawled.store() as store:
        plans = list_documents(store, origin="new")
        readings = [load_reading(store, plan["revision"]) for plan in plans]
    assert len(plans) == len(SHEAF)
    assert sum(plan["verdict"] == "plan" for plan in plans) >= 10
    planted = "\n".join(
        "\n".join((each.main_text, *(file.name for file in each.attachments))) for each in readings
    )
    assert shown_in(planted) == set(PLANTED)


def test_the_mail_is_inert(crawled: Crawled) -> None:
    (mail,) = crawled.mails
    page = mail.get_body(("html",))
    assert page is not None
    inert(str(page.get_content()))
    assert "\n" not in str(mail["Subject"])


def test_every_page_is_inert(crawled: Crawled) -> None:
    with crawled.store() as store:
        ids = [row["id"] for row in list_documents(store, origin="new")]
        compared = [row["id"] for row in list_documents(store, origin="new", verdict="plan")][::4]
    paths = ["/", "/documents", "/documents?q=电梯", "/documents?page=2", "/targets", "/health"]
    paths += [f"/documents/{id}" for id in ids] + [f"/documents/{id}/comparison" for id in compared]
    words = ""
    with served(crawled.data) as address:
        for path in paths:
            with urlopen(f"{address}{path.replace('电梯', '%E7%94%B5%E6%A2%AF')}") as answer:
                page = answer.read().decode()
            inert(page)
            words += html.document_fromstring(
                page.encode(), parser=html.HTMLParser(encoding="utf-8")
            ).text_content()
    assert shown_in(words) == set(PLANTED)


def test_the_report_is_inert_in_every_format(crawled: Crawled, tmp_path: Path) -> None:
    page = crawled.write(
        tmp_path / "r.html", "diff", "云政发〔2024〕107号", "--html", str(tmp_path / "r.html")
    )
    inert(page.read_text("utf-8"))
    crawled.write(tmp_path / "r.docx", "diff", "云政发〔2024〕107号", "--docx", str(tmp_path / "r.docx"))


def test_the_feed_is_inert(crawled: Crawled) -> None:
    feed = etree.parse(crawled.data / "feed.xml").getroot()
    entries = feed.findall("{*}entry")
    assert len(entries) >= 10
    for entry in entries:
        inert(f"<!DOCTYPE html><body>{entry.findtext('{*}content')}</body>")
        assert all(link.get("href").startswith("http://") for link in entry.iter("{*}link"))


def test_no_cell_of_an_export_is_a_formula(crawled: Crawled, tmp_path: Path) -> None:
    book = load_workbook(
        crawled.write(tmp_path / "a.xlsx", "export", str(tmp_path / "a.xlsx"), "--verdict", "all")
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 100
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert sum(str(cell.value).startswith(FORMULA) for cell in cells) >= 1, "one is there, as a text"
    for sheet in ("plans", "targets", "findings"):
        path = crawled.write(
            tmp_path / "a.csv", "export", str(tmp_path / "a.csv"), "--sheet", sheet, "--verdict", "all"
        )
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
