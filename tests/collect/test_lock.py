"""One run at a time."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from crawler.lock import RunLocked, run_lock

NOW = datetime(2024, 10, 14, 8, 0, tzinfo=UTC)
HOLDER = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from crawler.lock import run_lock
with run_lock(Path(sys.argv[1]), datetime(2024, 10, 14, 8, 0, tzinfo=timezone.utc)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_hears_who_holds_the_lock(tmp_path, holder):
    with (
        pytest.raises(RunLocked, match=f"process {holder.pid}, run of 2024-10-14 08:00") as raised,
        run_lock(tmp_path, NOW),
    ):
        pass
    assert raised.value.exit_code == 3


def test_the_lock_of_a_killed_run_is_free(tmp_path, holder):
    holder.kill()
    holder.wait()
    with run_lock(tmp_path, NOW):
        pass
