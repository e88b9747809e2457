"""The wire: one loopback address a portal, validators, a log of what was asked, and connections that misbehave."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from ssl import SSLContext
from threading import Event
from typing import Any, cast
from urllib.parse import parse_qsl, unquote

from .portal import Asked, Reply

NOT_FOUND = Reply(
    b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>",
    "text/html",
    404,
)
CHUNK = 64 * 1024
DRIP_SECONDS = 0.5
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that reached the farm. `path` holds the query; `headers` have lower-case names."""

    portal: str
    host: str
    method: str
    path: str
    headers: Mapping[str, str]
    status: int  # 0 where the connection was dropped without an answer
    day: int


@dataclass(frozen=True, slots=True)
class Service:
    """What a server asks of the farm: an answer, a place for its log, patience, and when to stop."""

    answer: Callable[[Asked], tuple[Reply, int]]  # the reply and the farm's day
    log: Callable[[Request], None]
    delay: float
    closing: Event


class Server(ThreadingHTTPServer):
    """Serves one portal on an address of its own, at a port that the system picks."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, portal: str, host: str, encryption: SSLContext | None = None) -> None:
        self.portal = portal
        self.scheme = "https" if encryption else "http"
        self.service: Service | None = None  # set before the first request is taken
        super().__init__((host, 0), Handler)
        if encryption:
            self.socket = encryption.wrap_socket(self.socket, server_side=True)

    def server_bind(self) -> None:
        # HTTPServer would look up the host's name, which takes seconds where there is no name server.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.socket.getsockname()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who hangs up is no error of ours; anything else is told on standard error."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.server_name}:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the portal, sends what it says."""

    protocol_version = "HTTP/1.1"
    wbufsize = CHUNK  # head and body leave together
    timeout = 60

    def do_GET(self) -> None:
        self.handle_with({})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        if "json" in self.headers.get("Content-Type", ""):
            self.handle_with({}, json.loads(sent))
        else:
            self.handle_with(dict(parse_qsl(sent)))

    def handle_with(self, form: Mapping[str, str], sent: Mapping[str, Any] = NOTHING) -> None:
        server = cast(Server, self.server)
        service = cast(Service, server.service)
        service.closing.wait(service.delay)
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = re.sub("/+", "/", unquote(path))
        asked = Asked(self.command, path, dict(parse_qsl(query)), form, sent, headers=headers)
        reply, day = service.answer(asked)
        status = self.status_of(reply)
        service.log(
            Request(
                portal=server.portal,
                host=server.server_name,
                method=self.command,
                path=self.path,
                headers=headers,
                status=0 if reply.delivery == "dropped" else status,
                day=day,
            )
        )
        DELIVERIES[reply.delivery](self, reply, status)

    def status_of(self, reply: Reply) -> int:
        return (
            304 if reply.modified and is_known(self.headers, etag_of(reply), reply.modified) else reply.status
        )

    # ---------------------------------------------------------------- deliveries

    def send_whole(self, reply: Reply, status: int) -> None:
        self.send_head(reply, status)
        if status == 304:
            self.end_headers()
            return
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def drop(self, _reply: Reply, _status: int) -> None:
        """Hangs up without a word."""
        self.close_connection = True

    def drip(self, reply: Reply, status: int) -> None:
        """Keeps the reader waiting: a byte now and then, the whole never."""
        self.send_head(reply, status)
        self.send_header("Content-Length", str(len(reply.body) + 1_000_000))
        self.end_headers()
        self.pour((bytes([byte]) for byte in reply.body), pause=DRIP_SECONDS)

    def send_endlessly(self, reply: Reply, status: int) -> None:
        """The page, and then never an end."""
        self.send_head(reply, status)
        self.end_headers()
        self.wfile.write(reply.body)
        self.pour(repeat(b"<!-- -->" * (CHUNK // 8)), pause=0)

    def pour(self, pieces: Iterator[bytes], pause: float) -> None:
        self.close_connection = True
        closing = cast(Service, cast(Server, self.server).service).closing
        try:
            for piece in pieces:
                if closing.wait(pause):
                    return
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            return  # the reader had enough

    def send_head(self, reply: Reply, status: int) -> None:
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", reply.content_type)
        if reply.modified:
            self.send_header("ETag", etag_of(reply))
            self.send_header("Last-Modified", format_datetime(to_utc(reply.modified), usegmt=True))
        for name, value in reply.headers:
            self.send_header(name, value)

    def version_string(self) -> str:
        return "nginx"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error: the farm keeps its own log."""


DELIVERIES: dict[str, Callable[[Handler, Reply, int], None]] = {
    "whole": Handler.send_whole,
    "dropped": Handler.drop,
    "dripping": Handler.drip,
    "endless": Handler.send_endlessly,
}


def etag_of(reply: Reply) -> str:
    return f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'


def is_known(headers: Message, etag: str, modified: datetime) -> bool:
    """Does the reader have this version? Where it names an ETag, the date does not count (RFC 9110, 13.1.3)."""
    if known := headers.get("If-None-Match"):
        return etag in known
    since = headers.get("If-Modified-Since")
    return since is not None and to_utc(modified) <= parsedate_to_datetime(since)


def to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
