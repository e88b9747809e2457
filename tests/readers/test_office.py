"""What no reader here can read is read by LibreOffice, where that is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.readers import read_bytes
from pipelines.readers.guarded import GuardedReader
from pipelines.readers.office import office
from tests.conftest import missing

RICH_TEXT = rb"{\rtf1\ansi\pard The plan of a county.\par}"


@pytest.mark.slow
def test_rich_text_is_read_by_office() -> None:
    if office() is None:
        missing("LibreOffice is not installed: nothing reads RTF")
    with GuardedReader() as reader:
        found = reader.read(RICH_TEXT)
    assert (found.media_type, found.status) == ("application/rtf", "read")
    assert [block.text for block in found.blocks] == ["The plan of a county."]


def test_without_office_the_reason_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read_bytes(RICH_TEXT, by_office=True)
    assert found.status == "unreadable"
    assert found.reason == "no reader for application/rtf; LibreOffice, which might read it, is not installed"
