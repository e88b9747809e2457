"""What a file is and how its text is coded, by its bytes: headers and names of portals are often wrong."""

from __future__ import annotations

import pytest

from pipelines.readers import sniff
from pipelines.readers.decode import decode
from tests.readers.made import Sheet, docx, packed, pdf

TEXT = "开封市人民政府关于印发开封市推动大规模设备更新和消费品以旧换新实施方案的通知"
PAGE = '<html><head><meta charset="{}"></head><body>' + TEXT + "</body></html>"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PAGE.encode(), "text/html"),
        (("\ufeff\r\n<!DOCTYPE HTML>" + TEXT).encode(), "text/html"),
        (TEXT.encode(), "text/plain"),
        (TEXT.encode("gb18030"), "text/plain"),
        (TEXT.encode("utf-16"), "text/plain"),
        (pdf([Sheet()]), "application/pdf"),
        (b"\r\n" + pdf([Sheet()]), "application/pdf"),
        (
            docx(lambda document: document.add_paragraph(TEXT)),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (packed({"a.txt": b"a"}), "application/zip"),
        (
            packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),
            "application/vnd.oasis.opendocument.text",
        ),
        (packed({"OFD.xml": b"<OFD/>"}), "application/ofd"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"Rar!\x1a\x07\x01\x00", "application/vnd.rar"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (bytes(range(256)), "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_media_type_is_told_by_the_bytes(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
@pytest.mark.parametrize("header", [None, "utf-8", "gb2312", "ISO-8859-1", "no-such-charset"])
def test_page_is_read_whatever_its_header_says(charset: str, header: str | None) -> None:
    page = PAGE.format(charset)
    decoded = decode(page.encode(charset), header)
    assert decoded.text == page
    assert not decoded.garbled


def test_page_declares_another_charset() -> None:
    page = '<meta charset="big5">關於印發推動大規模設備更新方案的通知'
    assert decode(page.encode("big5")).text == page


def test_declaration_of_gb2312_covers_characters_that_only_gb18030_has() -> None:
    assert decode("朱镕基".encode("gb18030"), "gb2312").text == "朱镕基"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_decides(charset: str) -> None:
    assert decode(TEXT.encode(charset), "gbk").text == TEXT


def test_character_cut_by_the_end_of_the_file_is_no_damage() -> None:
    decoded = decode(TEXT.encode()[:-1])
    assert decoded.text == TEXT[:-1]
    assert not decoded.garbled


def test_lost_characters_are_told() -> None:
    damaged = TEXT.encode("gb18030")[:20] + b"\xff\xff" + TEXT.encode("gb18030")[20:]
    decoded = decode(damaged, "gbk")
    assert decoded.garbled
    assert decoded.charset == "gb18030"
    assert decoded.text.startswith(TEXT[:10])
