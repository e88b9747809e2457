"""One document from its parts to a `Reading`: put together, tidied, its fields read, judged, taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipelines.attachments import assemble
from pipelines.metadata import read_metadata, split_notice
from pipelines.readers import FileText, read_bytes, sniff
from pipelines.readers.decode import Decoded, decode
from pipelines.readers.html import Page, read_page
from pipelines.readers.sniff import HTML
from pipelines.regions import PortalRegion
from pipelines.relevance import judge
from pipelines.structure import Structure, read_citations, read_structure
from pipelines.terms import Terms
from pipelines.tidy import tidy_lines
from storage.models import Attachment, Entry, Reading

NO_TEXT = "no text was found on the page"
UNFETCHED = "the page links to files that were not fetched"


def understand(
    *,
    page: Page | None,
    files: Sequence[tuple[Attachment, FileText]],
    url: str | None,
    portal_region: PortalRegion | None,
    listed: Entry | None,
    terms: Terms | None = None,
) -> Reading:
    """Everything that page and files say.

    page: None where the entry led straight to a file. files: each attachment with its text, in page order.
    portal_region: where the portal sits, which settles names such as 鼓楼区. listed: the row that led here.
    terms: the words that relevance is judged by; None for those that ship with the program.
    """
    whole = assemble(page.blocks if page else (), files)
    text = tidy_lines(whole.blocks)
    metadata = read_metadata(
        text,
        title=page.title if page else None,
        metas=page.metas if page else {},
        labels=page.labels if page else (),
        portal_region=portal_region,
        listed=listed,
    )
    title = metadata.notice_title or metadata.title or (listed.title if listed else url or "")
    relevance = judge(title, text=text, metadata=metadata, terms=terms)
    tables = [block for block in whole.blocks if block.kind == "table"]
    taken_apart = relevance.verdict != "no"
    structure = (
        read_structure(split_notice(text).plan, tables, title=metadata.title or "")
        if taken_apart
        else Structure(())
    )
    return Reading(
        metadata=metadata,
        relevance=relevance,
        main_text=text,
        clauses=structure.clauses,
        targets=structure.targets,
        cites=read_citations(text, own=(metadata.title, metadata.notice_title, metadata.doc_number)),
        attachments=whole.attachments,
        status=whole.status,
        status_reason=whole.reason or (None if text else NO_TEXT),
    )


def read_file(
    data: bytes,
    *,
    name: str,
    url: str | None = None,
    charset: str | None = None,
    portal_region: PortalRegion | None = None,
    read: Callable[..., FileText] = read_bytes,
) -> Reading:
    """One file by itself: a saved page with its labels and meta tags, or any other format as a document of its own.

    `read` reads what is no page: `read_bytes` for files that are known, `GuardedReader.read` for foreign ones. The
    attachments of a page are named and left unread: they are other files. Nothing is raised for what is wrong with
    the file; the reading's status and reason tell.
    """
    if sniff(data) == HTML:
        return _read_page_file(decode(data, charset), url, portal_region)
    text = read(data, charset=charset)
    itself = Attachment(name, url or name, text.media_type, status=text.status, reason=text.reason)
    reading = understand(page=None, files=[(itself, text)], url=url, portal_region=portal_region, listed=None)
    return replace(reading, attachments=())


def _read_page_file(decoded: Decoded, url: str | None, portal_region: PortalRegion | None) -> Reading:
    page = read_page(decoded.text, url or "")
    reading = understand(page=page, files=(), url=url, portal_region=portal_region, listed=None)
    links = tuple(Attachment(link.name, link.url, reason="not fetched") for link in page.links)
    missing = [UNFETCHED] if links and not reading.clauses else []
    if decoded.garbled:
        missing.append(f"characters were lost decoding the page as {decoded.charset}")
    if not missing:
        return replace(reading, attachments=links)
    return replace(reading, attachments=links, status="partial", status_reason="; ".join(missing))
