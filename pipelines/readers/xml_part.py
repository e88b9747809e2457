"""One XML part of a zip (DOCX, OFD) as a tree: no entity is followed, nothing is fetched, and bombs stay packed."""

from __future__ import annotations

import zipfile

from lxml import etree

from pipelines.readers.file_text import MAX_BYTES, TooLarge

NO_MEMORY = 2  # XML_ERR_NO_MEMORY of libxml2, which lxml tells as an unknown error of syntax


def xml_part(
    archive: zipfile.ZipFile, name: str, aliases: dict[bytes, bytes] | None = None
) -> etree._Element:
    """The root of a member; `aliases` are namespaces to be read as another one.

    Raises `TooLarge`, MemoryError, KeyError where there is no such member, and XMLSyntaxError.
    """
    if archive.getinfo(name).file_size > MAX_BYTES:
        raise TooLarge(f"{name} unpacks to more than {MAX_BYTES // 2**20} MB")
    written = archive.read(name)
    for alias, meant in (aliases or {}).items():
        written = written.replace(alias, meant)
    try:
        return etree.fromstring(written, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        if error.code == NO_MEMORY:  # type: ignore[attr-defined]
            raise MemoryError from error
        raise
