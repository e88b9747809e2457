"""Documents whose files wait for OCR, and what becomes of them when they are read."""

from __future__ import annotations

from dataclasses import replace

from storage.documents import reread, save
from storage.library import history
from storage.models import Attachment
from storage.scans import count_waiting, waiting_documents
from tests.storage.samples import COLUMN, NOW, TEXT, reading

URL = f"{COLUMN}1.html"
SCAN = Attachment(
    "方案.pdf",
    f"{COLUMN}1.pdf",
    "application/pdf",
    "ab" * 32,
    "needs-ocr",
    "all 3 pages are pictures of text",
)
PLACE = {
    "url": URL,
    "portal": "yunxi",
    "column": COLUMN,
    "page_sha256": "cd" * 32,
    "origin": "new",
    "now": NOW,
    "run": None,
}
NOTICE = "云溪市人民政府关于印发《云溪市推动大规模设备更新和消费品以旧换新行动方案》的通知"


def waiting_reading(attachment: Attachment = SCAN, **changes: str):
    return replace(
        reading(NOTICE, status="partial", **changes), attachments=(attachment,), status_reason="needs-ocr"
    )


def test_document_waits_until_its_scan_is_read(store) -> None:
    save(store, waiting_reading(), **PLACE)
    (waiting,) = waiting_documents(store, 10)
    assert (waiting.listed.url, waiting.portal, waiting.page_sha256) == (URL, "yunxi", "cd" * 32)
    assert waiting.attachments == (SCAN,)
    assert count_waiting(store) == 1

    read = replace(SCAN, status="read", reason=None)
    reread(store, replace(reading(TEXT), attachments=(read,)), url=URL, now=NOW, run=None)
    assert waiting_documents(store, 10) == []
    assert count_waiting(store) == 0


def test_reading_a_scan_is_no_revision_and_no_news(store) -> None:
    saved = save(store, waiting_reading(), **PLACE)
    told = [event.kind for event in history(store, saved.document)["events"]]
    reread(store, reading(TEXT), url=URL, now=NOW, run=None)
    past = history(store, saved.document)
    assert len(past["revisions"]) == 1
    assert past["document"]["status"] == "read"
    assert [event.kind for event in past["events"]] == told
    assert save(store, reading(TEXT), **PLACE).outcome == "unchanged"


def test_what_only_its_scan_proves_to_be_a_plan_is_told(store) -> None:
    saved = save(store, waiting_reading(verdict="review"), **PLACE)
    reread(store, reading(TEXT), url=URL, now=NOW, run=None)
    assert "new" in [event.kind for event in history(store, saved.document)["events"]]


def test_part_that_waits_counts_and_a_file_never_fetched_does_not(store) -> None:
    part = replace(SCAN, status="partial", reason="needs-ocr (pages that are pictures of text: 2)")
    save(store, waiting_reading(part), **PLACE)
    assert len(waiting_documents(store, 10)) == 1
    save(store, waiting_reading(replace(SCAN, sha256=None)), **PLACE | {"url": f"{COLUMN}2.html"})
    assert len(waiting_documents(store, 10)) == 1
