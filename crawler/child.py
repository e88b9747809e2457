"""The crawl as a child process: started with a job, listened to, and never outliving its run."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from threading import Timer
from typing import Any

from crawler.job import Job
from storage.database import StoreError

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "crawler.leash")


class StoreLost(StoreError):
    """The crawl could not store what it found; message and exit code are those of the error it met."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def crawl(job: Job, lock: int, polled: Callable[[str], None]) -> None:
    """Crawl in a child process and wait for it; `polled` hears of every portal whose lists are done.

    The child holds the `lock` too, so that no other run starts beside it. It is killed at `job.crawl.run_minutes`,
    and ends by itself when its standard input does: when this process is gone, or leaves here in a hurry. Raises
    StoreLost where the child cannot store any more.
    """
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(lock,), encoding="utf-8"
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        timer = Timer(job.crawl.run_minutes * 60, child.kill)
        timer.start()
        try:
            child.stdin.write(job.model_dump_json() + "\n")
            child.stdin.flush()
            for line in child.stdout:
                _hear(json.loads(line), polled)
            if child.wait() != 0:
                logger.error("the crawl ended with exit code %s", child.returncode)
        finally:
            timer.cancel()
            child.stdin.close()


def _hear(news: dict[str, Any], polled: Callable[[str], None]) -> None:
    if "lost" in news:
        raise StoreLost(news["lost"], news["exit_code"])
    polled(news["polled"])
