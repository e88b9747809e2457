"""The child process in which pages are read and understood: `python -m pipelines.page_child CONFIG SECONDS MEMORY`.

A request is a pickle with its length before it on standard input, an answer the same on standard output, so both ends
must be ours. A page may take SECONDS and the process MEMORY bytes; the kernel ends it at either.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pipelines.page_reader import LENGTH, framed
from pipelines.readers.child import limit_memory
from pipelines.readers.file_text import PARSER_FAULTS
from pipelines.readers.html import read_page
from pipelines.reading import understand
from pipelines.terms import terms_in

Work = dict[str, Callable[..., Any]]


def main(config: Path, seconds: int, memory: int) -> None:
    """Answer one request after the other, until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the crawl is gone, so this is, without a word
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit_memory(memory)
    work: Work = {"read": read_page, "understand": partial(understand, terms=terms_in(config))}
    gc.freeze()  # what is loaded by now lives to the end; the collector need not look at it again
    while length := sys.stdin.buffer.read(LENGTH):
        request = sys.stdin.buffer.read(int.from_bytes(length))
        signal.alarm(seconds)
        answer = framed(answer_to(request, work))
        signal.alarm(0)
        answers.write(answer)
        answers.flush()


def answer_to(request: bytes, work: Work) -> tuple[bool, Any]:
    """Whether it could be done, and what came of it, or in words why not."""
    name, arguments = pickle.loads(request)
    try:
        return True, work[name](**arguments)
    except PARSER_FAULTS as error:
        traceback.print_exc()
        return False, f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
