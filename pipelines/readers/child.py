"""The child process in which foreign files are read: what hangs, swells or crashes there takes nothing with it.

A request is a line of JSON on standard input with the file's bytes after it, an answer a line of JSON on standard
output. Time and memory are limited by the kernel, which also ends code that never comes back to Python.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from pipelines.readers import read_bytes
from pipelines.readers.file_text import FileText, Limits
from pipelines.readers.pdf_fonts import look_for_no_fonts

Request = tuple[dict[str, Any], bytes]


def main() -> None:
    """Answer one request after the other, until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests: SimpleQueue[Request] = SimpleQueue()
    Thread(target=listen, args=(requests,), daemon=True).start()
    while True:
        answers.write(answer(*requests.get()))
        answers.flush()


def listen(requests: SimpleQueue[Request]) -> None:
    """Take requests in; when the other end is gone, end this process with all that it has started."""
    stream = sys.stdin.buffer
    while line := stream.readline():
        asked = json.loads(line)
        requests.put((asked, stream.read(asked["size"])))
    os.killpg(0, signal.SIGKILL)


def answer(asked: dict[str, Any], data: bytes) -> str:
    """The line of JSON that tells what was read, and the peak of memory so far in bytes."""
    limits = Limits(*asked["limits"])
    limit_memory(limits.memory)
    signal.alarm(limits.seconds)
    if not asked["options"]["ocr"]:  # which draws pages
        look_for_no_fonts()
    text = read_bytes(data, **asked["options"])
    line = json.dumps({**packed(text), "peak": peak_memory()}, ensure_ascii=False)
    signal.alarm(0)
    return line + "\n"


def limit_memory(size: int) -> None:
    """Let the process have `size` bytes of address space; other systems than Linux do not hold such a limit."""
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def peak_memory() -> int:
    """The most memory that the process ever held, in bytes."""
    if sys.platform == "linux":  # whose ru_maxrss begins with that of the process that started this one
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return 1024 * int(status.partition("VmHWM:")[2].split()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def packed(text: FileText) -> dict[str, Any]:
    """A file's text as JSON; `guarded.unpacked` is the way back."""
    blocks = [(one.kind, one.text, one.rows, one.page, one.member) for one in text.blocks]
    return {
        "media_type": text.media_type,
        "blocks": blocks,
        "status": text.status,
        "reason": text.reason,
    }


if __name__ == "__main__":
    main()
