"""The settings and the portals as checked models; a mistake stops the start with file, line and key.

The only place that looks at the environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from crawler.adapters import ADAPTERS, OptionError
from crawler.audience import ChannelSettings, MailServer, Publish, check_audience
from crawler.errors import ConfigError
from crawler.model import Model, web_address
from crawler.yaml_file import YamlFile
from pipelines.terms import TermsFile

__all__ = [
    "Column",
    "Config",
    "ConfigError",
    "CrawlSettings",
    "Portal",
    "Settings",
    "load_config",
    "load_settings",
]


def _time_of_day(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f"expected a time of day such as '07:30', found {value!r}")
    return value


def _zone_name(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"expected a time zone such as Asia/Shanghai, found {value!r}") from error
    return value


def _adapter_name(value: str) -> str:
    if value not in ADAPTERS:
        raise ValueError(f"expected one of {', '.join(sorted(ADAPTERS))}, found {value!r}")
    return value


Url = Annotated[str, AfterValidator(web_address)]


class Expectations(Model):
    """What a list page shows when it is well; below it the portal is *thin*. Set far under a healthy day."""

    entries: int = Field(default=1, ge=0)
    dated: float = Field(default=0.5, ge=0, le=1)  # share of the rows that have a date
    filled: float = Field(default=0.7, ge=0, le=1)  # share of title, date, text in documents read last


class Column(Model):
    """One list of a portal. `options` are the adapter's own, told in its file."""

    name: str
    url: Url
    follow: Literal["programme", "all"] = "programme"
    quiet_days: int = Field(default=45, ge=1)
    expect: Expectations = Expectations()
    max_pages: int | None = Field(default=None, ge=1)
    options: dict[str, Any] = Field(default_factory=dict)


class Portal(Model):
    """One government portal: a row of config/portals."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    region: str  # as in GB/T 2260, the province first: 河南省开封市
    division_code: str | None = Field(default=None, pattern=r"^\d{6}$")
    adapter: Annotated[str, AfterValidator(_adapter_name)]
    home: Url
    columns: list[Column] = Field(min_length=1)
    delay_seconds: float | None = Field(
        default=None, ge=0
    )  # None: the settings' delay, adjusted by AutoThrottle
    private_hosts: bool = False  # the portal stands on this machine or in this network
    tls: Literal["legacy"] | None = None  # allowed with a reason in `evidence` only
    evidence: str
    checked: date | Literal["never"]

    def hosts(self) -> set[str]:
        """The host names of its home page and its lists."""
        urls = [self.home, *(column.url for column in self.columns)]
        return {urlsplit(url).hostname or "" for url in urls}


class Schedule(Model):
    """When the daily service runs."""

    time: Annotated[str, AfterValidator(_time_of_day)] = "07:30"
    timezone: Annotated[str, AfterValidator(_zone_name)] = "Asia/Shanghai"
    jitter_seconds: int = Field(default=600, ge=0)
    grace_hours: float = Field(default=6, gt=0)

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.timezone)

    def next_start(self, now: datetime) -> datetime:
        """The first start after `now`, jitter left aside."""
        hour, minute = map(int, self.time.split(":"))
        today = now.astimezone(self.zone).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)


class CrawlSettings(Model):
    """How the portals are asked."""

    user_agent: str = "planwatch/0.1 (policy monitor; one request at a time)"
    delay_seconds: float = Field(default=3, ge=0)
    max_delay_seconds: float = Field(default=60, gt=0)
    timeout_seconds: float = Field(default=30, gt=0)
    retries: int = Field(default=1, ge=0)
    retry_seconds: float = Field(default=5, ge=0)  # doubled each time; Retry-After goes before it
    max_bytes: int = Field(default=30_000_000, ge=1_000)
    max_redirects: int = Field(default=5, ge=0)
    parallel_requests: int = Field(default=32, ge=1)  # over all hosts; one host is asked one thing at a time
    portal_minutes: float = Field(default=20, gt=0)
    run_minutes: float = Field(default=180, gt=0)
    max_pages: int = Field(default=5, ge=1)  # pages of a list that a daily poll goes back at most
    seed_pages: int = Field(default=20, ge=1)  # the same for the first poll of a column
    revisit_days: tuple[int, ...] = (1, 3, 7, 14, 30)
    backfill_days: int = Field(
        default=30, ge=1
    )  # what surfaces later than this after its date is told as backfill


class Settings(Model):
    """config/settings.yaml; every key may be left out."""

    schedule: Schedule = Schedule()
    crawl: CrawlSettings = CrawlSettings()
    mail: MailServer = MailServer()
    channels: tuple[ChannelSettings, ...] = ()
    publish: Publish = Publish()


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration folder, read and found right."""

    folder: Path
    settings: Settings
    portals: tuple[Portal, ...]

    def chosen(self, ids: Iterable[str]) -> tuple[Portal, ...]:
        """The portals named by `ids`, or all when none is named. Raises ConfigError on an unknown id."""
        wanted = list(ids)
        known = {portal.id: portal for portal in self.portals}
        unknown = [name for name in wanted if name not in known]
        if unknown:
            near = get_close_matches(unknown[0], known, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ConfigError(
                f"no portal is called {unknown[0]!r}{hint} (`planwatch portals list` names them)"
            )
        return tuple(known[name] for name in wanted) or self.portals


def load_config(folder: Path) -> Config:
    """The configuration in `folder`: settings.yaml, and every file of portals/.

    Raises ConfigError, one line a mistake, on anything that is not as expected.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: expected a configuration folder; `planwatch init` writes one")
    for path in folder.glob("*.yaml"):
        YamlFile(path)  # the words of the other rooms are read by them; here they must be YAML at least
    _check_terms(folder / "terms.yaml")
    portals, settings = _portals(folder / "portals"), load_settings(folder)
    regions = [portal.region for portal in portals]
    if settings != Settings():
        check_audience(YamlFile(folder / "settings.yaml"), settings.mail, settings.channels, regions)
    return Config(folder, settings, portals)


def environment(variable: str) -> str | None:
    """What an environment variable holds."""
    return os.environ.get(variable)


def _check_terms(path: Path) -> None:
    """The words of relevance are read where they are used; a mistake in them stops the start all the same."""
    if path.exists():
        file = YamlFile(path)
        file.check(TermsFile, file.data)


def load_settings(folder: Path) -> Settings:
    """The settings alone. Raises ConfigError, one line a mistake."""
    path = folder / "settings.yaml"
    if not path.exists():
        return Settings()
    file = YamlFile(path)
    return file.check(Settings, {} if file.data is None else file.data)


def _portals(folder: Path) -> tuple[Portal, ...]:
    portals: dict[str, Portal] = {}
    places: dict[str, tuple[YamlFile, int]] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = YamlFile(path)
        if not isinstance(file.data, list):
            raise file.error((), "expected a list of portals, each starting with '- id: …'")
        for position, data in enumerate(file.data):
            portal = file.check(Portal, data, (position,))
            _check_portal(file, position, portal)
            if portal.id in portals:
                other, place = places[portal.id]
                taken = f"{portal.id!r} is taken already, by {other.path}:{other.line((place, 'id'))}"
                raise file.error((position, "id"), taken)
            portals[portal.id] = portal
            places[portal.id] = file, position
    return tuple(portals.values())


def _check_portal(file: YamlFile, position: int, portal: Portal) -> None:
    """What one field alone cannot show: columns named twice, options that the adapter does not know."""
    seen: set[str] = set()
    for number, column in enumerate(portal.columns):
        at = (position, "columns", number)
        if column.url in seen:
            raise file.error((*at, "url"), "expected every column of a portal to have its own address")
        seen.add(column.url)
        try:
            ADAPTERS[portal.adapter].list_requests(column, portal)
        except OptionError as error:
            raise file.error((*at, "options", error.key), error.expected) from error
