"""Pages read and understood in a process beside the crawl: it goes on meanwhile, and no page can hold it up."""

from __future__ import annotations

import asyncio
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipelines.readers.file_text import READING, Limits
from pipelines.readers.html import Page
from storage.models import Reading

LENGTH = 8  # bytes that tell how long a pickle is


class PageLost(Exception):
    """A page that could not be read, or that its reader did not survive; the message says how it ended."""


class PageReader:
    """Pages by the terms in the folder `config`, each within `limits`, in the order asked.

    The child process starts with the first page, and anew after a page that ended it.
    """

    def __init__(self, config: Path, limits: Limits = READING) -> None:
        self.limits = limits
        self._command = (sys.executable, "-m", "pipelines.page_child", str(config), *_words(limits))
        self._waiting: deque[tuple[bytes, asyncio.Future[Any]]] = deque()
        self._child: Process | None = None
        self._work: asyncio.Task[None] | None = None

    async def read(self, source: str, url: str) -> Page:
        """`pipelines.readers.html.read_page`. Raises PageLost."""
        page: Page = await self._answer("read", source=source, url=url)
        return page

    async def understand(self, **parts: Any) -> Reading:
        """`pipelines.reading.understand`, but for its terms. Raises PageLost."""
        reading: Reading = await self._answer("understand", **parts)
        return reading

    async def close(self) -> None:
        """End the child; what it had not answered is given up."""
        for _, answer in self._waiting:
            answer.cancel()
        self._waiting.clear()
        if self._work:
            if self._child:
                self._child.kill()
            await self._work

    async def _answer(self, name: str, **arguments: Any) -> Any:
        request = framed((name, arguments))
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if self._child:
            _send(self._child, request)
        elif not self._work:
            self._work = asyncio.create_task(self._keep_working())
        done, found = await answer
        if not done:
            raise PageLost(found)
        return found

    async def _keep_working(self) -> None:
        """Have a child answer what waits, and another one where it dies; the page that it died of is given up."""
        while self._waiting:
            child = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, start_new_session=True
            )
            self._child = child
            for request, _ in self._waiting:
                _send(child, request)
            await self._take_answers(child)
            self._child = None
            code = await child.wait()
            if self._waiting:
                _settle(self._waiting.popleft()[1], (False, self._how_it_ended(code)))
        self._work = None

    async def _take_answers(self, child: Process) -> None:
        """Take the child's answers, in the order asked, until it ends."""
        assert child.stdout is not None
        with suppress(asyncio.IncompleteReadError):
            while True:
                length = int.from_bytes(await child.stdout.readexactly(LENGTH))
                answer = pickle.loads(await child.stdout.readexactly(length))
                _settle(self._waiting.popleft()[1], answer)

    def _how_it_ended(self, code: int) -> str:
        if code == -signal.SIGALRM:
            return f"reading it took longer than {self.limits.seconds} seconds"
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"its reader crashed ({how})"


def framed(thing: object) -> bytes:
    """A pickle with its length before it."""
    data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(LENGTH) + data


def _words(limits: Limits) -> tuple[str, str]:
    return str(limits.seconds), str(limits.memory)


def _send(child: Process, request: bytes) -> None:
    assert child.stdin is not None
    child.stdin.write(request)


def _settle(answer: asyncio.Future[Any], found: tuple[bool, Any]) -> None:
    if not answer.cancelled():
        answer.set_result(found)
