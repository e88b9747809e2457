"""What the spider hands to the item pipelines: the raw parts of one document, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.readers.html import Page
from pipelines.regions import PortalRegion
from storage.entries import Known
from storage.models import Attachment, Reading, Validators


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file that the document's page links to. `data` is None where it could not be had; the attachment says why."""

    attachment: Attachment
    data: bytes | None


@dataclass(slots=True)
class DocumentItem:
    """One document as fetched. `reading` is filled in by the first pipeline.

    `visit` is the entry that was followed, or the stored address that was visited again (`again`). `page` is None
    where the entry led straight to a file. `validators` are kept only where every file was had.
    """

    visit: Known
    again: bool
    region: PortalRegion
    page: Page | None
    page_sha256: str | None
    files: tuple[FetchedFile, ...]
    validators: Validators | None = None
    reading: Reading | None = None
