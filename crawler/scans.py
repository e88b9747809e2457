"""What waited for OCR, read from the archive once the extra is there: nothing is asked of any portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from crawler.config import Portal
from pipelines.item_pipelines import text_of
from pipelines.items import FetchedFile
from pipelines.readers import sniff
from pipelines.readers.decode import decode
from pipelines.readers.guarded import GuardedReader
from pipelines.readers.html import read_page
from pipelines.readers.sniff import HTML
from pipelines.reading import understand
from pipelines.regions import PortalRegion
from pipelines.terms import terms_in
from storage.database import Store
from storage.documents import reread
from storage.models import Attachment, Reading
from storage.scans import WaitingDocument, waiting_documents

A_RUN = 20  # documents; the next run goes on with the rest


def read_waiting(store: Store, portals: Sequence[Portal], config: Path, now: datetime, run: int) -> int:
    """Read the latest documents that wait, by OCR; gives how many. Call it where `ocr.available()`."""
    regions = {one.id: PortalRegion(one.region, one.division_code) for one in portals}
    waiting = waiting_documents(store, A_RUN)
    with GuardedReader(ocr=True) as reader:
        for document in waiting:
            reading = read_again(store, document, regions.get(document.portal), config, reader)
            reread(store, reading, url=document.listed.url, now=now, run=run)
    return len(waiting)


def read_again(
    store: Store, document: WaitingDocument, region: PortalRegion | None, config: Path, reader: GuardedReader
) -> Reading:
    """What is understood of a document's archived page and files today."""
    data = store.archive.get(document.page_sha256)
    url = document.listed.url
    return understand(
        page=read_page(decode(data, None).text, url) if sniff(data) == HTML else None,
        files=[text_of(archived(store, one), reader) for one in document.attachments],
        url=url,
        portal_region=region,
        listed=document.listed,
        terms=terms_in(config),
    )


def archived(store: Store, attachment: Attachment) -> FetchedFile:
    """A file as it was fetched."""
    data = store.archive.get(attachment.sha256) if attachment.sha256 else None
    return FetchedFile(attachment, data)
