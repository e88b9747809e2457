"""Whom the digest goes to, when, and which way, as checked models of config/settings.yaml.

Passwords and the addresses of channels, which hold keys, stand in the environment or in a file of their own.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from crawler.model import Model, web_address
from crawler.yaml_file import YamlFile
from pipelines.regions import place_length
from pipelines.structure.topics import default_topics

PRIVATE = 0o600  # the mode of a file that holds a secret
Key = tuple[int | str, ...]
FindingKind = Literal[
    "new", "omitted", "raised", "lowered", "rescheduled", "elaborated", "copied", "strengthened", "weakened",
    "reassigned", "remnant",
]  # fmt: skip


def _topic(value: str) -> str:
    known = [topic.id for topic in default_topics()]
    if value not in known:
        raise ValueError(f"expected an id of topics.yaml, {known[0]} to {known[-1]}, found {value!r}")
    return value


def _not_here(_value: Any) -> None:
    raise ValueError("a secret does not stand in this file, but in the environment or in a file of mode 0600")


Elsewhere = Annotated[None, BeforeValidator(_not_here)]


def _mail_address(value: str) -> str:
    name, _, domain = value.partition("@")
    if not name or not domain or any(sign.isspace() or sign in "<>,;@" for sign in name + domain):
        raise ValueError(f"expected a mail address such as analyst@example.com, found {value!r}")
    return value


def _spelled_out(value: Any) -> Any:
    """A recipient may be written as an address alone."""
    return {"address": value} if isinstance(value, str) else value


class Subscriber(Model):
    """What a reader wants to be told; a list that is left out leaves nothing out."""

    language: Literal["zh", "en"] | None = None  # None: that of `publish`
    regions: tuple[str, ...] = ()
    levels: tuple[Literal["province", "prefecture", "county"], ...] = ()
    topics: tuple[Annotated[str, AfterValidator(_topic)], ...] = ()
    kinds: tuple[FindingKind, ...] = ()
    keywords: tuple[Annotated[str, Field(min_length=1)], ...] = ()


class Recipient(Subscriber):
    """One who gets mail."""

    address: Annotated[str, AfterValidator(_mail_address)]


class ChannelSettings(Subscriber):
    """A chat group or webhook. Its address is the one that the service gives, for `apprise` an address of Apprise."""

    name: str = Field(min_length=1)
    kind: Literal["wecom", "dingtalk", "feishu", "webhook", "apprise"]
    url: Elsewhere = None
    url_env: str | None = None
    url_file: str | None = None


class MailServer(Model):
    """Where the digest is sent from, as whom, and to whom; without a host or a recipient no mail is sent."""

    host: str | None = None
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: Elsewhere = None
    password_env: str = "PLANWATCH_SMTP_PASSWORD"
    password_file: str | None = None  # relative to the folder of the configuration
    sender: str | None = None  # None: the login
    recipients: tuple[Annotated[Recipient, BeforeValidator(_spelled_out)], ...] = ()

    @property
    def own_address(self) -> str:
        """The address in From."""
        return self.sender or self.username or "planwatch@localhost"


class Publish(Model):
    """When and how texts for people are written."""

    language: Literal["zh", "en"] = "zh"
    frequency: Literal["daily", "weekly"] = "daily"
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    heartbeat_days: int | None = Field(default=None, ge=1)
    web: Annotated[str, AfterValidator(web_address)] | None = None


def check_audience(
    file: YamlFile,
    mail: MailServer,
    channels: Iterable[ChannelSettings],
    regions: Iterable[str],
) -> None:
    """What one field alone cannot show; `regions` are those of the portals.

    Raises ConfigError: a name that is none would silently keep its reader from every plan.
    """
    if (
        mail.username
        and "@" in mail.username
        and mail.own_address.rpartition("<")[2]
        not in (
            mail.username,
            f"{mail.username}>",
        )
    ):
        told = f"expected the login, {mail.username}: mail servers refuse another sender; leave it out"
        raise file.error(("mail", "sender"), told)
    known = tuple(regions)
    for key, subscriber in _subscribers(mail, channels):
        for at, name in enumerate(subscriber.regions):
            if place_length(name) != len(name) and not any(name in region for region in known):
                told = f"expected a region such as 河北 or 河北省张家口市, found {name!r}"
                raise file.error((*key, "regions", at), told)
    names: set[str] = set()
    for number, channel in enumerate(channels):
        if channel.name in names:
            raise file.error(("channels", number, "name"), f"{channel.name!r} is taken already")
        names.add(channel.name)


def _subscribers(mail: MailServer, channels: Iterable[ChannelSettings]) -> Iterator[tuple[Key, Subscriber]]:
    yield from ((("mail", "recipients", at), each) for at, each in enumerate(mail.recipients))
    yield from ((("channels", at), each) for at, each in enumerate(channels))


def read_private(path: Path) -> str:
    """The secret in a file that nobody but its owner can read.

    Raises ValueError, with the way out, where others can read it, and OSError where it cannot be read.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~PRIVATE:
        raise ValueError(
            f"expected mode 0600, found {mode:04o}; `chmod 600 {path}` keeps others from the secret"
        )
    return path.read_text(encoding="utf-8").strip()
