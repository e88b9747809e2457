"""`init`: from nothing to a configuration of one's own, mail that arrives, and the first poll."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from crawler.audience import PRIVATE
from crawler.commands.common import DONE, FOUND_NOTHING, Command, Place, print_json, say
from crawler.commands.run import poll, print_result
from crawler.config import load_config
from crawler.publishing import Secrets, publishing
from pipelines.embedded import config_dir
from pipelines.publish import Delivery, Publishing
from pipelines.publish.trial import try_out

FOLDER = Path("config")
PASSWORD = "password.txt"
PORTS = {"tls": 465, "starttls": 587, "none": 25}


@click.command(cls=Command)
@click.option(
    "--smtp", metavar="HOST", help="The mail server that sends the digest; without it none is sent."
)
@click.option(
    "--to", "recipients", multiple=True, metavar="ADDRESS", help="Who gets the digest; may be repeated."
)
@click.option(
    "--login", metavar="NAME", help="The login at the mail server, and the sender. [the first --to]"
)
@click.option("--security", type=click.Choice(list(PORTS)), default="tls", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="[465 for tls, 587 for starttls, 25 for none]")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--poll", "at_once", is_flag=True, help="Run the first poll at once; it takes an hour or so.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def init(
    ctx: click.Context,
    smtp: str | None,
    recipients: tuple[str, ...],
    language: str,
    at_once: bool,
    as_json: bool,
    **server: Any,
) -> None:
    """Write a commented configuration to ./config (or --config), try the mail settings, and say what comes next.

    Nothing is asked but the password of the mail account, and that only where PLANWATCH_SMTP_PASSWORD does not hold it.
    What is there already is kept.

    \b
    planwatch init
    planwatch init --smtp smtp.qq.com --to analyst@qq.com
    planwatch init --config /etc/planwatch --smtp mail.example.org --security starttls --to a@example.org
    """
    place: Place = ctx.obj
    if bool(smtp) != bool(recipients):
        raise click.UsageError("--smtp and --to go together: a server, and somebody to write to")
    folder = FOLDER if place.config == config_dir() else place.config
    write_defaults(folder)
    if smtp:
        write_mail(folder, smtp, recipients, **server)
    write_setting(folder, "publish", language=language)
    config = load_config(folder)
    tell = to_standard_error if as_json else say
    tell(
        f"configuration  {folder}: {len(config.portals)} portals; each setting is explained in settings.yaml"
    )
    tried = try_readers(publishing(config), place.now, tell)
    result = poll(place, config) if at_once else None
    if result and not as_json:
        print_result(result)
    steps = list(next_steps(f"planwatch --config {folder} --data {place.data}", is_polled=at_once))
    if as_json:
        print_json(
            {
                "configuration": str(folder),
                "portals": len(config.portals),
                "test_messages": [asdict(each) for each in tried],
                "run": result and result.to_json(),
                "next": [{"command": command, "purpose": purpose} for command, purpose in steps],
            }
        )
    else:
        say("\nwhat comes next", bold=True)
        for command, purpose in steps:
            say(f"  {command:<60}  {purpose}")
    arrived = all(each.status == "sent" for each in tried)
    ctx.exit((result.exit_code if result else DONE) if arrived else FOUND_NOTHING)


def next_steps(call: str, *, is_polled: bool) -> Iterator[tuple[str, str]]:
    """Commands and what they are for."""
    if not is_polled:
        yield f"{call} run", "the first poll: stores what is there, announces nothing"
    yield f"{call} schedule", "every day from now on"
    yield call, "where things stand"
    yield f"{call} serve", "the web page"


def try_readers(how: Publishing, now: datetime, tell: Callable[[str], None]) -> list[Delivery]:
    """Send every reader a test message; gives what became of each, and tells it at once."""
    if not how.readers:
        tell("mail           none is sent; `planwatch init --smtp HOST --to ADDRESS` sets it up")
    tried = []
    for each in try_out(how, now):
        outcome = "sent, look there" if each.status == "sent" else f"{each.status}: {each.reason}"
        tell(f"mail           test message to {each.recipient}: {outcome}")
        tried.append(each)
    return tried


def to_standard_error(text: str) -> None:
    click.echo(text, err=True)


def write_defaults(folder: Path) -> None:
    """The configuration that ships with planwatch, for the user to change; a file or folder that is there is left
    alone, so that a portal that was taken out stays out."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in config_dir().iterdir():
        target = folder / source.name
        if source.is_dir() and not target.exists():
            shutil.copytree(source, target)
        elif source.is_file() and not target.exists():
            shutil.copyfile(source, target)


def write_mail(
    folder: Path, smtp: str, recipients: tuple[str, ...], login: str | None, security: str, port: int | None
) -> None:
    """The mail settings, and the password in a file that only its owner may read, where it is asked for."""
    username = None if security == "none" else login or recipients[0]
    values: dict[str, Any] = {
        "host": smtp,
        "port": port or PORTS[security],
        "security": security,
        "username": username,
        "sender": login or recipients[0],
        "recipients": list(recipients),
    }
    known = load_config(folder).settings.mail
    key = ("mail", "password_file")
    if username and not Secrets(folder).find(known.password_env, known.password_file, key):
        password = click.prompt(f"password of {username} at {smtp}", hide_input=True)
        (folder / PASSWORD).touch(PRIVATE)
        (folder / PASSWORD).write_text(password, encoding="utf-8")
        values["password_file"] = PASSWORD
    write_setting(folder, "mail", **{name: value for name, value in values.items() if value is not None})


def write_setting(folder: Path, part: str, **values: Any) -> None:
    """Set values in settings.yaml; its comments stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    path = folder / "settings.yaml"
    settings: Any = yaml.load(path)
    settings[part].update(values)
    yaml.dump(settings, path)
