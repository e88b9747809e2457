"""Runs that are killed, stopped or started twice: nothing is lost, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from crawler.child import StoreLost
from crawler.lock import RunLocked
from crawler.run import STOPPED
from storage.database import Store
from storage.runs import last_run

RUN = """
import sys
from datetime import datetime
from pathlib import Path
from crawler.config import load_config
from crawler.run import run
config, data, now = sys.argv[1:]
sys.exit(run(load_config(Path(config)), Path(data), now=datetime.fromisoformat(now)).exit_code)
"""

# What a store knows, run rows and times aside. Of copies on several portals the quickest gives the revision its address,
# so revisions are known by their text.
KNOWN = {
    "documents": "SELECT number_key, title_key, origin FROM documents ORDER BY 1, 2",
    "revisions": "SELECT text_key, verdict FROM revisions ORDER BY 1",
    "sources": "SELECT url, portal FROM sources ORDER BY 1",
    "entries": """SELECT portal, "column", url, origin, state FROM entries ORDER BY 1, 2, 3""",
    "comparisons": "SELECT r.text_key, c.baseline_set FROM comparisons c JOIN revisions r ON r.id = c.revision ORDER BY 1",
    "health": "SELECT portal, verdict, reason_zh FROM health WHERE run = (SELECT max(run) FROM health) ORDER BY 1",
    "events": "SELECT kind, portal, data FROM events ORDER BY 1, 2, 3",
}


def known(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {name: store.rows(sql) for name, sql in KNOWN.items()}


@pytest.fixture
def watch(watch):
    """Half of the farm will do: what matters is that there is more than one portal."""
    watch.configure_only("kaifeng", "lixia", "yunting")
    return watch


@contextmanager
def running(watch) -> Iterator[subprocess.Popen[bytes]]:
    """A run in a process of its own."""
    watch.farm.forget_requests()
    command = [sys.executable, "-c", RUN, str(watch.config), str(watch.data), watch.farm.now.isoformat()]
    with subprocess.Popen(command) as process:
        yield process


def wait_until(process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
    """Return as soon as `ready` holds, or the process has ended."""
    while not ready():
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            continue
        return


def children(process: subprocess.Popen[bytes]) -> list[int]:
    path = f"/proc/{process.pid}/task/{process.pid}/children"
    return [int(child) for child in open(path).read().split()]


@pytest.mark.slow
def test_a_killed_run_and_one_to_the_end_know_what_an_undisturbed_run_knows(watch):
    watch.run()
    with watch.store() as store:
        undisturbed = known(store)
    home = watch.data
    for requests in (8, 24):
        watch.data = home.with_name(f"killed-after-{requests}")
        with running(watch) as process:
            wait_until(process, lambda asked=requests: len(watch.farm.requests) >= asked)
            process.kill()
        watch.run()
        with watch.store() as store:
            assert known(store) == undisturbed, f"killed after {requests} requests"


def test_sigterm_ends_a_run_in_its_middle(watch):
    watch.farm.fault("kaifeng", "slow")
    with running(watch) as process:
        wait_until(process, lambda: len(watch.farm.requests) >= 10)
        (child,) = children(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == STOPPED
    assert not os.path.exists(f"/proc/{child}")
    with watch.store() as store:
        assert last_run(store)["exit_code"] == STOPPED
        assert store.value("SELECT count(*) FROM health") == 0

    watch.farm.fault("kaifeng", None)
    assert watch.run().exit_code == 0


def test_a_run_beside_another_is_refused(watch):
    watch.farm.fault("kaifeng", "slow")
    with running(watch) as process:
        wait_until(process, lambda: len(watch.farm.requests) >= 1)
        with pytest.raises(RunLocked, match=f"process {process.pid}"):
            watch.run()
        process.terminate()


def test_a_crawl_that_takes_too_long_is_killed_and_told(watch):
    watch.farm.fault("kaifeng", "slow")
    (watch.config / "settings.yaml").write_text("crawl: {timeout_seconds: 60, run_minutes: 0.4}\n")
    result = watch.run()
    verdicts = {health.portal: health.verdict for health in result.health}
    assert verdicts["kaifeng"] == "broken"
    assert verdicts["yunting"] == "well"


def test_a_crawl_that_cannot_store_ends_the_run_and_blames_no_portal(watch):
    watch.data.mkdir()
    (watch.data / "archive").write_text("a file where the archive's folder should be")
    with pytest.raises(StoreLost, match="archive"):
        watch.run(portals=("yunting",))
    with watch.store() as store:
        assert store.value("SELECT count(*) FROM health") == 0
