"""Foreign files read in a child process that is killed when it takes too long, swells, or says too much.

The child is kept warm for the next file, and made anew after one that killed it or made it big. It ends with this
process, however that ends (`pipelines.readers.child`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import astuple
from threading import Lock
from typing import Any, Self

from pipelines.readers import read_bytes
from pipelines.readers.file_text import READING, RECOGNISING, FileText, Limits
from pipelines.readers.sniff import TEXT, sniff
from storage.models import Block

COMMAND = (sys.executable, "-m", "pipelines.readers.child")
MAX_ANSWER = 64 * 2**20  # bytes of JSON; what `MAX_CHARACTERS` lets through stays far below


class ReaderChild:
    """`read` is `read_bytes` behind glass; call it from any thread, one file is read at a time.

    `limits`: what one file may take. `ocr`, `by_office`: as `read_bytes` has them. `peak` is the
    most memory that a child ever held, in bytes.
    """

    def __init__(self, limits: Limits = READING, *, ocr: bool = False, by_office: bool = False) -> None:
        self.limits = limits
        self.options = {"ocr": ocr, "by_office": by_office}
        self.peak = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def read(self, data: bytes, *, charset: str | None = None) -> FileText:
        """The text of a file of any type. Nothing is raised for what is wrong with the file, nor for what it does to
        its reader: `status` and `reason` tell. Plain text, which can do nothing, is read where it is."""
        if sniff(data) == TEXT:
            return read_bytes(data, charset=charset)
        with self._lock:
            child = self._running()
            asked = {
                "size": len(data),
                "limits": astuple(self.limits),
                "options": {**self.options, "charset": charset},
            }
            line = _ask(child, asked, data)
            if not line.endswith(b"\n"):
                return self._lost(child, data, line)
            found = json.loads(line)
            self.peak = max(self.peak, found["peak"])
            if found["peak"] > self.limits.memory // 2:
                self._end(child)
            return unpacked(found)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            if self._child:
                self._end(self._child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child and self._child.poll() is not None:  # somebody else has ended it
            self._end(self._child)
        self._child = self._child or subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        return self._child

    def _lost(self, child: subprocess.Popen[bytes], data: bytes, line: bytes) -> FileText:
        """What is told of a file whose reader gave no whole answer."""
        if len(line) > MAX_ANSWER:
            self._end(child)
            return FileText(sniff(data), (), "too-large", f"more than {MAX_ANSWER // 2**20} MB of text")
        code = child.wait()
        self._end(child)
        if code == -signal.SIGALRM:
            reason = f"reading took longer than {self.limits.seconds} seconds"
            return FileText(sniff(data), (), "too-large", reason)
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return FileText(sniff(data), (), "unreadable", f"its reader crashed ({how})")

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        """Kill the child, if it still lives, and whatever it has started."""
        self._child = None
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        with suppress(BrokenPipeError), child:
            pass


class GuardedReader:
    """Reads foreign files, each in a `ReaderChild`. With `ocr`, what is a picture of text is read once more and
    recognised, in a child of its own that may take longer."""

    def __init__(self, *, ocr: bool = False) -> None:
        self._reading = ReaderChild(READING, by_office=True)
        self._recognising = ReaderChild(RECOGNISING, ocr=True) if ocr else None

    def read(self, data: bytes, *, charset: str | None = None) -> FileText:
        """The text of a file of any type; its `status` and `reason` tell what is wrong with it."""
        found = self._reading.read(data, charset=charset)
        if self._recognising and found.waits_for_ocr:
            return self._recognising.read(data, charset=charset)
        return found

    @property
    def peak(self) -> int:
        """The most memory that a child ever held, in bytes."""
        return max(child.peak for child in self._children)

    @property
    def _children(self) -> list[ReaderChild]:
        return [child for child in (self._reading, self._recognising) if child]

    def close(self) -> None:
        """End the children."""
        for child in self._children:
            child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _ask(child: subprocess.Popen[bytes], asked: dict[str, Any], data: bytes) -> bytes:
    """The child's answer: a line, or less where it died over it, or where the line is too long."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(asked).encode() + b"\n")
        child.stdin.write(data)
        child.stdin.flush()
    return child.stdout.readline(MAX_ANSWER + 1)


def unpacked(found: dict[str, Any]) -> FileText:
    """A file's text from its JSON."""
    blocks = (
        Block(kind, text, tuple(map(tuple, rows)), page, member)
        for kind, text, rows, page, member in found["blocks"]
    )
    return FileText(found["media_type"], tuple(blocks), found["status"], found["reason"])
