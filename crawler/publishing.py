"""From the settings to what the publish pass works with: readers, ways out, and the secrets they need."""

from __future__ import annotations

from pathlib import Path

from crawler.audience import ChannelSettings, MailServer, Subscriber, read_private
from crawler.config import Config, environment
from crawler.yaml_file import YamlFile
from pipelines.publish import Channel, MailSettings, PortalName, Publishing, Reader, Routes, Subscription
from pipelines.publish.channels import APPRISE, is_apprise_url
from pipelines.regions import locate

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEB = ("http://", "https://")


def publishing(config: Config) -> Publishing:
    """How the digest of a configuration goes out. Raises ConfigError where a secret is missing or readable by others."""
    settings = config.settings
    secrets = Secrets(config.folder)
    mail = _mail(settings.mail, secrets)
    channels = {
        each.name: Channel(each.name, each.kind, _url(each, secrets, number))
        for number, each in enumerate(settings.channels)
    }
    language = settings.publish.language
    recipients = [(each.address, "mail", each) for each in settings.mail.recipients] if mail else []
    listed = [*recipients, *((each.name, "channel", each) for each in settings.channels)]
    return Publishing(
        language=language,
        readers=tuple(Reader(to, each.language or language, _wish(each), via) for to, via, each in listed),
        routes=Routes(mail, channels),
        weekday=WEEKDAYS.index(settings.publish.weekday) if settings.publish.frequency == "weekly" else None,
        heartbeat_days=settings.publish.heartbeat_days,
        web=settings.publish.web,
    )


def portal_names(config: Config) -> dict[str, PortalName]:
    """The portals by id, as readers know them."""
    return {portal.id: PortalName(portal.name, portal.region) for portal in config.portals}


class Secrets:
    """Looks secrets up: in the environment first, then in a file; a mistake is told by its place in settings.yaml."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "settings.yaml"

    def find(self, variable: str | None, file: str | None, key: tuple[int | str, ...]) -> str | None:
        """The secret, or None where it stands nowhere; `key` names `file` in the settings."""
        if variable and (value := environment(variable)):
            return value
        if not file:
            return None
        path = self.folder / file
        try:
            return read_private(path)
        except OSError as error:
            raise YamlFile(self.settings).error(key, f"{path} cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise YamlFile(self.settings).error(key, str(error)) from error


def _mail(mail: MailServer, secrets: Secrets) -> MailSettings | None:
    """How mail is sent; None where no server or no recipient is set."""
    if not mail.host or not mail.recipients:
        return None
    password = secrets.find(mail.password_env, mail.password_file, ("mail", "password_file"))
    if mail.username and not password:
        told = (
            f"the login needs a password (QQ, 163: the 授权码): set the environment variable {mail.password_env},"
            " or name a file of mode 0600 as password_file"
        )
        raise YamlFile(secrets.settings).error(("mail", "username"), told)
    return MailSettings(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        username=mail.username,
        password=password,
        sender=mail.own_address,
    )


def _url(channel: ChannelSettings, secrets: Secrets, number: int) -> str:
    key = ("channels", number)
    url = secrets.find(channel.url_env, channel.url_file, (*key, "url_file"))
    if not url:
        told = "its address holds a key: name an environment variable as url_env, or a file of mode 0600 as url_file"
        if channel.url_env:
            told = f"the environment variable {channel.url_env} is not set, and no url_file is named"
        raise YamlFile(secrets.settings).error(key, told)
    if not (is_apprise_url(url) if channel.kind == APPRISE else url.startswith(WEB)):
        told = f"the address that is set for it is none of a channel of kind {channel.kind}"
        raise YamlFile(secrets.settings).error((*key, "kind"), told)
    return url


def _wish(subscriber: Subscriber) -> Subscription:
    return Subscription(
        regions=tuple(_full_name(name) for name in subscriber.regions),
        levels=tuple(subscriber.levels),
        topics=tuple(subscriber.topics),
        kinds=tuple(subscriber.kinds),
        keywords=tuple(subscriber.keywords),
    )


def _full_name(region: str) -> str:
    """海南 is 海南省, and not the 海南 of 青海省海南藏族自治州; a name that several places share stays as it is."""
    found = locate(region, None)
    return found.region if found else region
