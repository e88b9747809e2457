"""The farm: starts the six portals, keeps the calendar, and writes the configuration that finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self

from ruamel.yaml import YAML

from .days import date_of, faults_on, morning
from .faults import MISTAKEN, NAMES, SPOILED
from .portal import Asked, Column, Portal, Reply
from .portals import PORTALS
from .server import NOT_FOUND, Request, Server, Service
from .tls import old_tls


class Farm:
    """Portals on loopback addresses of their own while the `with` block lasts.

    texts: folder with the five plan texts, `chaoyang.txt` and so on (planwatch's `baselines`).
    kinds: the portals; without them the six of the demo, on 127.0.0.11 to 127.0.0.16.
    day: 1 is 14 October 2024; `set_day` moves on.
    delays: seconds that every answer takes.
    Raises OSError where the loopback addresses cannot be had (macOS: `sudo ifconfig lo0 alias 127.0.0.11`).
    """

    def __init__(
        self, texts: Path, day: int = 1, delays: float = 0.0, kinds: Sequence[type[Portal]] = PORTALS
    ) -> None:
        self._texts = texts
        self._kinds = kinds
        self._day = day
        self._delays = delays
        self._requests: list[Request] = []
        self._faults: dict[str, tuple[str | None, str]] = {}
        self._rewritten: dict[str, tuple[str, str]] = {}
        self._lock = Lock()
        self._closing = Event()
        self._servers: list[Server] = []
        self._portals: list[Portal] = []

    def __enter__(self) -> Self:
        for kind in self._kinds:
            server = Server(kind.id, kind.host, old_tls(kind.host) if kind.old_tls else None)
            self._servers.append(server)
            portal = kind(server.origin, kind.published(self._texts))
            self._portals.append(portal)
            server.service = Service(self._answers(portal), self._log, self._delays, self._closing)
        for server in self._servers:
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        ends = [Thread(target=server.shutdown) for server in self._servers]
        for end in ends:
            end.start()
        for end, server in zip(ends, self._servers, strict=True):
            end.join()
            server.server_close()

    # ---------------------------------------------------------------- the calendar

    @property
    def day(self) -> int:
        return self._day

    @property
    def now(self) -> datetime:
        """Eight in the morning of the farm's day, Beijing time."""
        return morning(self._day)

    def set_day(self, day: int) -> None:
        """Moves to another day; switches set by `fault` stay."""
        self._day = day

    # ---------------------------------------------------------------- switches

    def fault(self, portal: str, name: str | None, only: str = "") -> None:
        """Breaks a portal until the next call for it.

        portal: its id.
        name: one of `faults.NAMES`, or of the portal's own `quirks`; None mends it, whatever the calendar says.
        only: break nothing but answers whose path holds these words.
        Raises KeyError for an unknown portal, ValueError for an unknown fault.
        """
        known = NAMES | self.portal(portal).quirks.keys()
        if name is not None and name not in known:
            raise ValueError(f"no fault is called {name!r}; known are {', '.join(sorted(known))}")
        self._faults[portal] = (name, only)

    def rewrite(self, portal: str, was: str, now: str) -> None:
        """Has a portal change words of what it has published, in the place of an earlier change.

        `was` "" takes the change back.
        """
        self._rewritten[portal] = (was, now)

    def follow_calendar(self) -> None:
        """Takes back every `fault`."""
        self._faults.clear()

    # ---------------------------------------------------------------- what happened, and where

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in the order of the answers."""
        with self._lock:
            return list(self._requests)

    def forget_requests(self) -> None:
        with self._lock:
            self._requests.clear()

    def portal(self, name: str) -> Portal:
        """A portal by its id; KeyError where there is none."""
        return {portal.id: portal for portal in self._portals}[name]

    @property
    def addresses(self) -> dict[str, str]:
        """Portal id -> origin, as `http://127.0.0.11:40001`."""
        return {portal.id: portal.origin for portal in self._portals}

    def url_of_plan(self, name: str) -> str:
        """The address of a portal's plan page."""
        portal = self.portal(name)
        plan = next(each for each in portal.publications if each.sort == "plan")
        return portal.origin + portal.path_of(plan)

    def portals_yaml(self) -> str:
        """The farm's portals as a file of `config/portals/`."""
        text = StringIO()
        YAML().dump([portal_row(portal, self._delays) for portal in self._portals], text)
        return text.getvalue()

    # ---------------------------------------------------------------- answering

    def _answers(self, portal: Portal) -> Callable[[Asked], tuple[Reply, int]]:
        def answer(asked: Asked) -> tuple[Reply, int]:
            day = self._day
            fault, only = self._faults.get(portal.id, (faults_on(day).get(portal.id), ""))
            name = fault if fault and only in asked.path else ""
            asked = replace(asked, day=date_of(day), quirk=name if name in portal.quirks else "")
            if name in MISTAKEN:
                asked = MISTAKEN[name](asked)
            reply = portal.reply(asked) or NOT_FOUND
            was, now = self._rewritten.get(portal.id, ("", ""))
            if was:
                body = reply.body.replace(was.encode(portal.encoding), now.encode(portal.encoding))
                reply = replace(reply, body=body)
            if name in SPOILED:
                reply = SPOILED[name](reply, asked)
            return reply, day

        return answer

    def _log(self, request: Request) -> None:
        with self._lock:
            self._requests.append(request)


def portal_row(portal: Portal, delay: float) -> dict[str, Any]:
    """A portal as its configuration describes it."""
    return {
        "id": portal.id,
        "name": portal.site,
        "region": portal.region,
        "division_code": portal.division_code,
        "adapter": portal.adapter,
        "home": portal.origin + "/",
        "delay_seconds": max(delay, 0.01),
        "private_hosts": True,
        **({"tls": "legacy"} if portal.legacy else {}),
        "columns": [column_row(portal.origin, column) for column in portal.columns],
        "evidence": portal.evidence,
        "checked": "never",
    }


def column_row(origin: str, column: Column) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": column.name,
        "url": origin + column.path,
        "follow": column.follow,
        "quiet_days": column.quiet_days,
        "expect": {"entries": column.expect},
    }
    return {**row, "options": dict(column.options)} if column.options else row
