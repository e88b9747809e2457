"""Chat groups and webhooks: one message to one channel, and a true word on what became of it.

企业微信, 钉钉 and 飞书 answer a refused message with HTTP 200 and a code in the reply. Apprise takes most of these for
sent, so the robots of the three are spoken to here; every other service goes through Apprise, which does not
tell a refusal from a lost reply: what it did not deliver counts as possibly delivered.
"""

from __future__ import annotations

import hmac
import json
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from pipelines.publish.outcome import Outcome

REASON_LENGTH = 300  # characters kept of what a server says
REPLY_LENGTH = 10_000  # bytes read of it
NUMBER_LENGTH = len("（99/99）\n\n".encode())  # what a part of several begins with


@dataclass(frozen=True, slots=True)
class Channel:
    """A chat group or webhook. `kind` is a key of SERVICES; `url` holds its key and is kept from print. Where a robot of
    钉钉 or 飞书 is set to signed messages (加签, 签名校验), its secret stands in the address, behind a `#`."""

    name: str
    kind: str
    url: str = field(repr=False)
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Service:
    """What a kind of channel takes.

    `limit`: bytes of UTF-8 in a message; `per_minute`: messages; `payload`: what is posted for a title and Markdown;
    `code`: the member of the reply that is 0 where the message was taken; `busy`: codes that pass; `signed`: from the
    robot's secret and the time what is added to the query of its address and to what is posted.
    """

    payload: Callable[[str, str], dict[str, Any]]
    limit: int | None = None
    per_minute: int | None = None
    code: str | None = None
    busy: tuple[int, ...] = ()
    signed: Callable[[str, datetime], tuple[dict[str, str], dict[str, str]]] | None = None


def _wecom(_title: str, text: str) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def _dingtalk(title: str, text: str) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}


def _feishu(title: str, text: str) -> dict[str, Any]:
    header = {"title": {"tag": "plain_text", "content": title}}
    card = {"header": header, "elements": [{"tag": "markdown", "content": text}]}
    return {"msg_type": "interactive", "card": card}


def _webhook(title: str, text: str) -> dict[str, Any]:
    return {"title": title, "text": text}


def _dingtalk_signed(secret: str, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    timestamp = f"{round(now.timestamp() * 1_000)}"
    sign = _hmac(secret, f"{timestamp}\n{secret}")
    return {"timestamp": timestamp, "sign": sign}, {}


def _feishu_signed(secret: str, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    timestamp = f"{round(now.timestamp())}"
    return {}, {"timestamp": timestamp, "sign": _hmac(f"{timestamp}\n{secret}", "")}


def _hmac(key: str, text: str) -> str:
    return b64encode(hmac.digest(key.encode(), text.encode(), "sha256")).decode()


# Limits: developer.work.weixin.qq.com/document/path/91770, open.dingtalk.com (custom robot), open.feishu.cn (custom bot).
# The latter two count the whole posted body, so room is left for its frame.
SERVICES = {
    "wecom": Service(_wecom, limit=4_096, per_minute=20, code="errcode", busy=(-1, 45009)),
    "dingtalk": Service(
        _dingtalk,
        limit=18_000,
        per_minute=20,
        code="errcode",
        busy=(-1, 130101, 410100),
        signed=_dingtalk_signed,
    ),
    "feishu": Service(
        _feishu, limit=18_000, per_minute=100, code="code", busy=(11232,), signed=_feishu_signed
    ),
    "webhook": Service(_webhook),
}
APPRISE = "apprise"
KINDS = (*SERVICES, APPRISE)


def limit_of(channel: Channel) -> int | None:
    """Bytes that a message over this channel may have; None where there is no limit."""
    if channel.kind != APPRISE:
        return SERVICES[channel.kind].limit
    return int(_apprise(channel)[0].body_maxlen)


def per_minute(channel: Channel) -> int | None:
    """Messages that the channel takes in a minute; None where there is no limit."""
    return SERVICES[channel.kind].per_minute if channel.kind != APPRISE else None


def is_apprise_url(url: str) -> bool:
    """Does Apprise know a service for this address?"""
    from apprise import Apprise  # here, because it takes longer to load than a look-up may last

    return bool(Apprise().add(url))


def split(text: str, limit: int | None) -> list[str]:
    """A text in parts of at most `limit` bytes, cut between paragraphs where that is possible; numbered if several."""
    if limit is None or len(text.encode()) <= limit:
        return [text]
    parts = _packed(text.split("\n\n"), "\n\n", limit - NUMBER_LENGTH)
    return [f"（{number}/{len(parts)}）\n\n{part}" for number, part in enumerate(parts, start=1)]


def send(raw: bytes, channel: Channel, now: datetime, *, before_content: Callable[[], None]) -> Outcome:
    """Hands one message to a channel; never raises for what the network or the service does.

    `raw`: Markdown in UTF-8, the first line its title. `now`: the time that a signature tells. `before_content` is called when the service can be reached
    and none of the content has gone out yet.
    """
    text = raw.decode()
    if channel.kind == APPRISE:
        before_content()
        return _notify(channel, text)
    service = SERVICES[channel.kind]
    title = text.splitlines()[0].strip("*# ")
    address, content = urlsplit(channel.url), service.payload(title, text)
    if service.signed and address.fragment:
        query, members = service.signed(address.fragment, now)
        joined = "&".join(filter(None, (address.query, urlencode(query))))
        address, content = address._replace(query=joined), {**members, **content}
    body = json.dumps(content, ensure_ascii=False).encode()
    return _post(address, channel.timeout, service, body, before_content)


def _post(
    address: SplitResult,
    timeout: float,
    service: Service,
    body: bytes,
    before_content: Callable[[], None],
) -> Outcome:
    connection: HTTPConnection
    host = address.hostname or ""
    if address.scheme == "https":
        tls = ssl.create_default_context()
        connection = HTTPSConnection(host, address.port, timeout=timeout, context=tls)
    else:
        connection = HTTPConnection(host, address.port, timeout=timeout)
    try:
        connection.connect()
    except OSError as error:
        return Outcome("waiting", _words(error), hopeless=True)
    before_content()
    try:
        target = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
        connection.request("POST", target, body, {"Content-Type": "application/json; charset=utf-8"})
        reply = connection.getresponse()
        return _judged(service, reply.status, reply.read(REPLY_LENGTH))
    except (OSError, HTTPException) as error:
        return Outcome("unknown", f"connection lost before the reply: {_words(error)}")
    finally:
        connection.close()


def _judged(service: Service, status: int, reply: bytes) -> Outcome:
    """What a reply makes of the message: first by its HTTP status, then by the service's own code."""
    said = f"{status} {' '.join(reply.decode(errors='backslashreplace').split())}"[:REASON_LENGTH]
    if status == 429 or status >= 500:
        return Outcome("waiting", f"message not accepted: {said}")
    if status not in range(200, 300):
        return Outcome("refused", f"message not accepted: {said}")
    if service.code is None:
        return Outcome("sent")
    try:
        code = json.loads(reply)[service.code]
    except (ValueError, KeyError, TypeError):
        return Outcome("unknown", f"the reply is none of this service: {said}")
    if code == 0:
        return Outcome("sent")
    return Outcome("waiting" if code in service.busy else "refused", f"message not accepted: {said}")


def _apprise(channel: Channel) -> Any:
    from apprise import Apprise

    service = Apprise()
    if not service.add(channel.url):
        raise ValueError(f"channel {channel.name}: Apprise knows no service for its address")
    return service


def _notify(channel: Channel, text: str) -> Outcome:
    from apprise import LogCapture, NotifyFormat

    with LogCapture() as log:
        if _apprise(channel).notify(body=text, body_format=NotifyFormat.MARKDOWN):
            return Outcome("sent")
        said = " ".join(log.getvalue().split())
    return Outcome("unknown", f"Apprise could not deliver it: {said}"[:REASON_LENGTH])


def _packed(pieces: list[str], joint: str, limit: int) -> list[str]:
    """Neighbouring pieces joined into parts of at most `limit` bytes."""
    parts: list[str] = []
    for piece in (each for whole in pieces for each in _fitting(whole, limit)):
        longer = f"{parts[-1]}{joint}{piece}" if parts else piece
        if parts and len(longer.encode()) <= limit:
            parts[-1] = longer
        else:
            parts.append(piece)
    return parts


def _fitting(piece: str, limit: int) -> Iterator[str]:
    """A paragraph, or, where it is too long, its lines; of a line that is too long, as many characters as fit."""
    if len(piece.encode()) <= limit:
        yield piece
    elif "\n" in piece:
        yield from _packed(piece.split("\n"), "\n", limit)
    else:
        head = piece.encode()[:limit].decode(errors="ignore")
        yield head
        yield from _fitting(piece[len(head) :], limit)


def _words(error: Exception) -> str:
    return " ".join(f"{error}".split())[:REASON_LENGTH] or type(error).__name__
