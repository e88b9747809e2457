"""The first breath of a run's child process: from here on, before the crawler is even loaded, it ends with its run.

Loading the crawler takes seconds on a busy machine; a child that was not leashed until then would outlive a killed
run by as much, and keep the lock from the next one.
"""

from __future__ import annotations

import os
import sys
from threading import Thread


def main() -> None:
    """Read the job, watch standard input from now on, crawl."""
    job = sys.stdin.readline()
    Thread(target=end_with, args=(sys.stdin.fileno(),), daemon=True).start()
    from crawler.crawl import crawl  # here, because loading it is what takes long

    crawl(job)


def end_with(leash: int) -> None:
    """Ends the process, with no clean-up at all, when the other end of `leash` is closed; kills are survived."""
    while os.read(leash, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
