"""`demo`: five days of the daily job against six portals on this machine, with mail delivered by a real server."""

from __future__ import annotations

import email
import email.policy
import importlib
import importlib.util
import shutil
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from ruamel.yaml import YAML

from crawler.commands.common import Command, Place
from crawler.commands.progress import polling
from crawler.config import load_config
from crawler.run import RunResult, run
from pipelines.publish.kin import family_of_stored
from pipelines.publish.report import comparison_html
from storage.comparisons import load_comparison
from storage.database import open_store
from storage.library import list_documents

DAYS = {
    1: "first poll: everything is stored, nothing is announced as new",
    2: "the invented city of Yunting publishes a plan",
    3: "nothing happens",
    4: "Lixia has changed its markup; Chaoyang answers 403 for the first time",
    5: "Chaoyang answers 403 again",
}
DELAY = 0.01  # seconds that a farm portal takes, and that is left between two requests to it
SENDER, RECIPIENT = "planwatch@example.org", "analyst@example.org"
OURS = "demo.txt"  # marks a folder that an earlier demonstration made, and that this one may clear


class Mailbox:
    """A mail server's handler that keeps what arrives, in memory and as .eml files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.messages: list[EmailMessage] = []
        folder.mkdir()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.messages.append(email.message_from_bytes(raw, policy=email.policy.default))
        (self.folder / f"{len(self.messages)}.eml").write_bytes(raw)
        return "250 OK"


@click.command(cls=Command)
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Run five whole days against six portals on this machine and print the digests.

    The portals behave like the real ones: they publish the five known plans among news and notices, one day a new
    plan appears, later one portal changes its markup and another blocks. Database, mails and report stay in
    DATA/demo.

    \b
    planwatch demo
    planwatch demo --data /tmp/try
    """
    place: Place = ctx.obj
    folder = fresh_folder(place.data / "demo")
    farm_module = farm_package()
    with (
        farm_module.Farm(place.config / "baselines", delays=DELAY) as farm,
        mail_server(folder / "mail") as mail,
    ):
        config = write_config(place.config, folder / "config", farm.portals_yaml(), mail.port)
        for day, story in DAYS.items():
            farm.set_day(day)
            click.secho(f"\nDay {day}, {farm.now:%Y-%m-%d}: {story}", bold=True)
            before = len(mail.handler.messages)
            with polling(len(load_config(config).portals)) as polled:
                result = run(load_config(config), folder, now=farm.now, polled=polled)
            tell_day(result, mail.handler.messages[before:])
    report = write_report(folder)
    click.secho("\nWhere everything lies", bold=True)
    click.echo(f"  database   {folder / 'planwatch.db'}     planwatch --data {folder} list")
    click.echo(f"  mails      {folder / 'mail'}/*.eml")
    click.echo(f"  report     {report}     the new plan beside the five, for a browser")
    click.echo(f"  portals    planwatch --data {folder} health")


def tell_day(result: RunResult, arrived: list[EmailMessage]) -> None:
    """What a day brought: one line, then every mail that really arrived."""
    click.echo(
        f"  {result.portals} portals polled, {result.entries} entries on their lists, {result.new_entries} of them not"
        f" seen before, {result.documents} documents read; exit code {result.exit_code}"
    )
    if not arrived:
        click.echo("  nothing to tell: no mail")
    for message in arrived:
        click.echo(f"  mail for {message['To']}: {message['Subject']}\n")
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        click.echo("\n".join(f"  │ {line}".rstrip() for line in text.splitlines()))


def fresh_folder(folder: Path) -> Path:
    """An empty folder for the demonstration; what is not ours is never cleared."""
    if folder.exists():
        if not (folder / OURS).exists():
            raise click.ClickException(
                f"{folder} exists and is not from `planwatch demo`; name another --data folder"
            )
        shutil.rmtree(folder)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise click.ClickException(f"{folder}: {error.strerror}; name another --data folder") from error
    (folder / OURS).write_text(
        "Made by `planwatch demo`, which clears this folder whenever it runs.\n", "utf-8"
    )
    return folder


def farm_package() -> ModuleType:
    """The portal farm: inside the wheel `crawler._farm`, in a checkout `tests.farm`."""
    inside = importlib.util.find_spec("crawler._farm")
    return importlib.import_module("crawler._farm" if inside else "tests.farm")


class OnAnyPort(Controller):
    """A mail server on a port that the system chooses; `port` tells it once the server runs."""

    def _trigger_server(self) -> None:
        if not isinstance(self.server, Server):
            raise TypeError(f"aiosmtpd started {self.server!r}, which tells no port")
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(folder: Path) -> Iterator[Controller]:
    """A mail server on loopback while the block lasts; `handler.messages` holds what arrived."""
    controller = OnAnyPort(Mailbox(folder), hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


def write_config(source: Path, target: Path, portals: str, smtp_port: int) -> Path:
    """The embedded defaults, with the farm's portals and the demonstration's mail server."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("portals"))
    (target / "portals").mkdir()
    (target / "portals" / "farm.yaml").write_text(portals, encoding="utf-8")
    yaml = YAML()
    settings: Any = yaml.load(target / "settings.yaml")
    settings["mail"] = {
        "host": "127.0.0.1",
        "port": smtp_port,
        "security": "none",
        "sender": SENDER,
        "recipients": [RECIPIENT],
    }
    yaml.dump(settings, target / "settings.yaml")
    return target


def write_report(folder: Path) -> Path:
    """The new plan's comparison as a page for a browser."""
    with open_store(folder, create=False, read_only=True) as store:
        new = next(row for row in list_documents(store, verdict="plan", origin="new"))
        comparison = load_comparison(store, new["revision"])
        language = load_config(folder / "config").settings.publish.language
        if comparison is None:
            raise click.ClickException(f"{new['title']} was stored and not compared")
        family = family_of_stored(store, new["id"], new["revision"])
    path = folder / "report.html"
    path.write_text(comparison_html(comparison, language=language, family=family), encoding="utf-8")
    return path
