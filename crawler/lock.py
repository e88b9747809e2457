"""One run at a time in a data folder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.database import StoreLocked

PATIENCE = 2.0  # seconds; the child of a run that was killed ends within a moment of it
STEP = 0.05


class RunLocked(StoreLocked):
    """Another run is going on in this data folder; the message says which."""


@contextmanager
def run_lock(data: Path, now: datetime) -> Iterator[int]:
    """Hold the data folder's lock while the block lasts; gives the descriptor, for the child to hold it as well.

    Raises RunLocked when another process keeps it. The lock goes with its holders, however they end.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = data / "run.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, path)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, run of {now:%Y-%m-%d %H:%M}".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                holder = path.read_text(encoding="utf-8") or "an unknown process"
                raise RunLocked(f"{path}: another run holds the lock ({holder})") from error
            time.sleep(STEP)
        else:
            return
