"""A plan that a portal posts as a scan: kept and marked without the extra for scans, read by the next run with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.readers import ocr
from storage.database import Store
from tests.collect.conftest import Watch
from tests.conftest import missing
from tests.farm import attachments
from tests.readers.scanned import scan

PORTAL = "wuqing"  # posts its plan as a PDF
FIRST_WORDS = "为全面贯彻党中央、国务院和市委、市政府决策部署，深入落实《天津市推动大规模设备更新和消费品以旧换新实施方案》"


@pytest.fixture
def posted_as_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The farm's PDF as somebody printed and scanned its first page; asked for before the farm starts."""
    printed = (attachments.PRE_MADE / f"{PORTAL}.pdf").read_bytes()
    (tmp_path / f"{PORTAL}.pdf").write_bytes(scan(printed, pages=1, dpi=150, seed=7))
    monkeypatch.setattr(attachments, "PRE_MADE", tmp_path)


@pytest.fixture
def not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A machine without the extra `ocr`, in this process and those that it starts, until the test undoes it."""
    hidden = "import sys\nsys.modules['rapidocr'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    paths = filter(None, (str(tmp_path), os.environ.get("PYTHONPATH")))
    with monkeypatch.context() as here:
        here.setitem(sys.modules, "rapidocr", None)
        here.setenv("PYTHONPATH", os.pathsep.join(paths))
        yield here


def of_the_scan(store: Store) -> list[tuple[str, str | None, str]]:
    """Status and reason of the scan at the newest revision of its document, and the document's text."""
    rows = store.rows(
        "SELECT a.status, a.reason, t.main_text FROM attachments a JOIN documents d ON d.latest = a.revision "
        "JOIN texts t ON t.revision = a.revision WHERE a.media_type = 'application/pdf'"
    )
    return [(row["status"], row["reason"], row["main_text"]) for row in rows]


@pytest.mark.usefixtures("posted_as_scan")
def test_scan_waits_and_is_read_once_the_extra_is_there(not_installed, watch: Watch):
    (watch.config / f"baselines/{PORTAL}.txt").unlink()  # the plan is not known beforehand
    watch.run(portals=(PORTAL,))
    with watch.store() as store:
        ((status, reason, text),) = of_the_scan(store)
    assert (status, reason) == ("needs-ocr", "all 1 pages are pictures of text")
    assert FIRST_WORDS not in text

    not_installed.undo()
    if not ocr.available():
        missing("the extra `ocr` is not installed: `make ocr`")
    watch.run(portals=(PORTAL,))
    with watch.store() as store:
        ((status, reason, text),) = of_the_scan(store)
    assert (status, reason) == ("read", None)
    assert FIRST_WORDS in text
