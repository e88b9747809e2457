"""`init`: from nothing to a configuration of one's own, mail that arrives, and the first poll."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from crawler.audience import PRIVATE
from crawler.commands.common import FOUND_NOTHING, Command, Place, say
from crawler.config import Config, load_config
from crawler.publishing import Secrets, publishing
from pipelines.embedded import config_dir
from pipelines.publish.mail import build_message, message_id, send
from pipelines.publish.render import Rendered

FOLDER = Path("config")
PASSWORD = "password.txt"
PORTS = {"tls": 465, "starttls": 587, "none": 25}
TEST = {
    "zh": ("planwatch 测试邮件", "收到这封邮件，说明邮件设置无误。此后每天有新方案时，通报将寄到这里。"),
    "en": (
        "planwatch test message",
        "The mail settings work. From now on the digest arrives here whenever there is news.",
    ),
}


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
@click.option("--poll", is_flag=True, help="Run the first poll at once; it takes an hour or so.")
@click.pass_context
def init(
    ctx: click.Context,
    smtp: str | None,
    recipients: tuple[str, ...],
    language: str,
    poll: bool,
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
    say(f"configuration  {folder}: {len(config.portals)} portals; each setting is explained in settings.yaml")
    arrived = try_mail(config, place)
    call = f"planwatch --config {folder} --data {place.data}"
    if poll:
        from crawler.commands.run import run_once  # the crawler is loaded where there is something to crawl

        with run_once.make_context(
            "run", ["--config", str(folder), "--data", str(place.data)], parent=ctx
        ) as run:
            run_once.invoke(run)
    say("\nwhat comes next", bold=True)
    steps = [] if poll else [("run", "the first poll: stores what is there, announces nothing")]
    steps += [("schedule", "every day from now on"), ("", "where things stand"), ("serve", "the web page")]
    for command, purpose in steps:
        say(f"  {f'{call} {command}'.strip():<60}  {purpose}")
    ctx.exit(0 if arrived else FOUND_NOTHING)


def write_defaults(folder: Path) -> None:
    """The configuration that ships with planwatch, for the user to change; a file that is there is left alone."""
    for source in sorted(config_dir().rglob("*")):
        target = folder / source.relative_to(config_dir())
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
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


def try_mail(config: Config, place: Place) -> bool:
    """Send every recipient a test message and tell what became of it; whether all were sent."""
    wanted = publishing(config)
    mail = wanted.routes.mail
    if mail is None:
        say("mail           none is sent; `planwatch init --smtp HOST --to ADDRESS` sets it up")
        return True
    arrived = True
    for reader in wanted.readers:
        if reader.via == "mail":
            subject, text = TEST[reader.language]
            made = Rendered(subject, f"<p>{text}</p>", text)
            key = message_id(f"test {place.now.isoformat()}", reader.to, mail.sender)
            raw = build_message(made, mail.sender, reader.to, key, place.now)
            outcome = send(raw, reader.to, mail, before_content=lambda: None)
            arrived = arrived and outcome.status == "sent"
            said = (
                "sent, look into the mailbox"
                if outcome.status == "sent"
                else f"{outcome.status}: {outcome.reason}"
            )
            say(f"mail           test message to {reader.to}: {said}")
    return arrived
