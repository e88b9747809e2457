"""Files that hang, swell or crash their reader: the file is marked, the next one is read, nothing is left behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.readers import read_bytes
from pipelines.readers.file_text import Limits
from pipelines.readers.guarded import GuardedReader, ReaderChild
from tests.readers.made import Sheet, pdf
from tests.readers.test_hostile import SOUND

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and limits memory")
READ = """
import sys
from pipelines.readers.guarded import GuardedReader
data = sys.stdin.buffer.read()
with GuardedReader() as reader:
    reader.read(b"%PDF-1.4")
    print(open("/proc/self/task/{}/children".format(__import__("os").getpid())).read(), flush=True)
    reader.read(data)
"""


def slow() -> bytes:
    """A PDF of many ruled pages, which takes some seconds."""
    sheet = Sheet()
    sheet.table([("任务", "单位")] * 20, (150, 150))
    return pdf([sheet] * 100)


def swelling() -> bytes:
    """A Word file of 60 kB whose tree takes gigabytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a>" + "<b/>" * 15_000_000 + "</a>")
    return buffer.getvalue()


def test_text_in_a_font_that_the_file_does_not_hold_is_read_the_same() -> None:
    sheet = Sheet()
    sheet.paragraph(
        "（一）推进更新。到2027年，工业领域设备投资规模较2023年增长25%以上，“两新”政策全面落实。" * 3
    )
    sheet.table([("序号", "任务", "单位"), ("1", "设备更新", "市商务局")], (60, 150, 150))
    with ReaderChild() as child:
        assert child.read(pdf([sheet])) == read_bytes(pdf([sheet]))


def children() -> list[int]:
    """The processes that this one has started and that live."""
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


@pytest.mark.parametrize("form", SOUND)
def test_reads_what_is_read_without_it(form: str) -> None:
    with GuardedReader() as reader:
        assert reader.read(SOUND[form]) == read_bytes(SOUND[form])


@ON_LINUX
def test_one_child_reads_many_files_and_ends_with_its_reader() -> None:
    before = children()
    with GuardedReader() as reader:
        started = set()
        for _ in range(3):
            assert reader.read(SOUND["docx"]).status == "read"
            started |= {pid for pid in children() if pid not in before}
        assert len(started) == 1
    assert children() == before


def test_file_that_takes_too_long_is_marked_and_the_next_is_read() -> None:
    with ReaderChild(Limits(seconds=1, memory=2**30)) as reader:
        found = reader.read(slow())
        assert (found.status, found.reason) == ("too-large", "reading took longer than 1 seconds")
        assert reader.read(SOUND["docx"]).status == "read"


@ON_LINUX
def test_file_that_takes_too_much_memory_is_marked_and_the_next_is_read() -> None:
    with ReaderChild(Limits(seconds=60, memory=2**29)) as reader:
        found = reader.read(swelling())
        assert (found.status, found.blocks) == ("too-large", ())
        assert "memory" in (found.reason or "")
        assert reader.peak < 2**29
        assert reader.read(SOUND["docx"]).status == "read"


@ON_LINUX
def test_crash_marks_the_file_alone() -> None:
    before = children()
    with GuardedReader() as reader, ThreadPoolExecutor() as pool:
        reader.read(SOUND["docx"])
        (child,) = (pid for pid in children() if pid not in before)
        reading = pool.submit(reader.read, slow())
        os.kill(child, signal.SIGSEGV)
        found = reading.result()
        # killed before the request it is started anew, and nothing was lost
        assert (found.status, found.reason) in [
            ("unreadable", "its reader crashed (SIGSEGV)"),
            ("read", None),
        ]
        assert reader.read(SOUND["docx"]).status == "read"


@ON_LINUX
def test_child_does_not_outlive_a_killed_process() -> None:
    with subprocess.Popen([sys.executable, "-c", READ], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        run.stdin.write(slow())
        run.stdin.close()
        handle = os.pidfd_open(int(run.stdout.readline()))
        run.kill()
    ended, _, _ = select.select([handle], [], [], 30)
    os.close(handle)
    assert ended


@ON_LINUX
def test_memory_of_the_process_that_starts_a_child_is_not_the_childs() -> None:
    read = """
from pipelines.readers.guarded import ReaderChild
ballast = b"1" * 700_000_000
with ReaderChild() as reader:
    reader.read(b"%PDF-1.4")
    print(reader.peak)
"""
    done = subprocess.run([sys.executable, "-c", read], capture_output=True, check=True, text=True)
    assert 0 < int(done.stdout) < 300_000_000
