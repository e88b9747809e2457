"""Damaged, locked, oversized and malicious files: told as such, never raised, never a loss without a word."""

from __future__ import annotations

import io
import random
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipelines.readers import file_text, read_bytes
from tests.readers.made import Sheet, docx, ofd, packed, pdf, rar, workbook

FILES = Path(__file__).parent / "files"
SMALL_DOC = (FILES / "small.doc").read_bytes()
TEXT = "到2027年，设备投资规模较2023年增长25%以上。"
STATUSES = {"read", "partial", "needs-ocr", "encrypted", "too-large", "unreadable"}


def plan_pdf() -> bytes:
    sheet = Sheet()
    sheet.paragraph(TEXT * 4)
    sheet.table([("任务", "单位"), ("更新", "市商务局")], (150, 150))
    return pdf([sheet, sheet])


def plan_docx() -> bytes:
    def write(document: object) -> None:
        document.add_paragraph(TEXT)  # type: ignore[attr-defined]
        document.add_table(rows=2, cols=2).cell(0, 0).text = TEXT  # type: ignore[attr-defined]

    return docx(write)


def plan_message() -> bytes:
    """A mail whose body is the notice, with the plan as a Word file and as a page."""
    message = EmailMessage()
    message["Subject"] = "关于印发方案的通知"
    message.set_content(TEXT)
    message.add_attachment(plan_docx(), maintype="application", subtype="octet-stream", filename="方案.docx")
    message.add_attachment(
        f"<html><p>{TEXT}</p>".encode(), maintype="text", subtype="html", filename="方案.html"
    )
    return message.as_bytes()


SOUND = {
    "docx": plan_docx(),
    "doc": SMALL_DOC,
    "pdf": plan_pdf(),
    "ofd": ofd([[(28.0, 40.0 + 10 * at, TEXT) for at in range(20)]]),
    "zip": packed({"方案.docx": plan_docx(), "方案.txt": TEXT.encode()}),
    "html": f'<html><body><div id="zoom"><p>{TEXT}</p><table><tr><td>1<td>2<tr><td>3<td>4</table></div>'.encode(),
    "xlsx": workbook({"分工": [("任务", "单位"), (TEXT, "市商务局")]}),
    "xls": (FILES / "small.xls").read_bytes(),
    "ods": (FILES / "small.ods").read_bytes(),
    "eml": plan_message(),
    "rar": rar({"方案.docx": plan_docx(), "方案.txt": TEXT.encode()}),
    "mhtml": b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    + f"<html><p>{TEXT}</p>".encode(),
    "txt": f"{TEXT}\n1\t2\n3\t4".encode("gb18030"),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with bits turned, a stretch cut out, or a stretch of them written elsewhere."""
    changed = bytearray(data)
    kind = chance.choice(("flip", "cut", "splice"))
    if kind == "flip":
        for _ in range(chance.randint(1, 30)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        start = chance.randrange(len(changed))
        del changed[start : start + chance.randrange(1, len(changed))]
    else:
        start, target = chance.randrange(len(changed)), chance.randrange(len(changed))
        changed[target:target] = changed[start : start + chance.randrange(1, 400)]
    return bytes(changed)


@pytest.mark.parametrize("form", SOUND)
def test_sound_file_is_read(form: str) -> None:
    found = read_bytes(SOUND[form])
    assert (found.status, found.reason) == ("read", None)
    assert TEXT[:8] in "".join(block.text for block in found.blocks) or form == "doc"


@pytest.mark.parametrize("form", SOUND)
def test_no_damage_raises_or_goes_untold(form: str) -> None:
    chance = random.Random(f"damage to {form}")
    for _ in range(80):
        found = read_bytes(mutated(SOUND[form], chance))
        assert found.status in STATUSES
        assert (found.reason is None) == (found.status == "read")
        assert found.blocks or found.status != "read"


@pytest.mark.parametrize("form", ["docx", "doc", "pdf", "zip"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9])
def test_file_that_breaks_off_is_not_read_as_whole(form: str, share: float) -> None:
    found = read_bytes(SOUND[form][: int(len(SOUND[form]) * share)])
    assert found.status != "read"
    assert found.reason


def test_empty_file() -> None:
    found = read_bytes(b"")
    assert (found.status, found.reason) == ("unreadable", "empty file")


# ---------------------------------------------------------------- archives


def test_members_are_read_in_turn_under_their_chinese_names() -> None:
    found = read_bytes(packed({"附件1：方案.docx": plan_docx(), "附件2/说明.txt": TEXT.encode()}, "gb18030"))
    assert found.status == "read"
    assert {block.member for block in found.blocks} == {"附件1：方案.docx", "附件2/说明.txt"}


def test_unread_member_is_named() -> None:
    found = read_bytes(packed({"方案.txt": TEXT.encode(), "扫描.jpg": b"\xff\xd8\xff\xe0 picture"}))
    assert (found.status, found.reason) == ("partial", "扫描.jpg: needs-ocr (a picture of text)")
    assert [block.text for block in found.blocks] == [TEXT]


def test_single_scan_in_an_archive_waits_for_ocr() -> None:
    assert read_bytes(packed({"扫描.jpg": b"\xff\xd8\xff\xe0 picture"})).status == "needs-ocr"


def test_archive_inside_an_archive_stays_closed() -> None:
    found = read_bytes(packed({"内层.zip": packed({"方案.txt": TEXT.encode()})}))
    assert found.status == "unreadable"
    assert "an archive inside the archive" in (found.reason or "")


def test_archive_bomb_is_not_unpacked() -> None:
    bomb = packed({f"{at}.txt": b"0" * 2**20 for at in range(80)})
    assert len(bomb) < 200_000
    assert read_bytes(bomb).status == "too-large"


def test_word_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (file_text.MAX_BYTES + 1))
    assert read_bytes(buffer.getvalue()).status == "too-large"


def test_too_many_members() -> None:
    assert read_bytes(packed({f"{at}.txt": b"1" for at in range(300)})).status == "too-large"


def test_locked_archive() -> None:
    locked = bytearray(packed({"a.txt": b"secret"}))
    locked[6] |= 1  # of the member's own header
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # and of the directory
    assert read_bytes(bytes(locked)).status == "encrypted"


def test_other_archives_have_no_reader_and_say_so() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    found = read_bytes(buffer.getvalue())
    assert (found.status, found.reason) == ("unreadable", "no reader for application/gzip")


# ---------------------------------------------------------------- Word


def test_entities_of_a_document_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 20}">' for at in range(8))
    laughs = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "haha">{entities}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", laughs)
    found = read_bytes(buffer.getvalue())
    assert sum(len(block.text) for block in found.blocks) < 1_000


def test_locked_binary_word_file() -> None:
    locked = bytearray(SMALL_DOC)
    start = SMALL_DOC.index(b"\xec\xa5")  # the header of the document stream
    locked[start + 0x0B] |= 0x01
    assert read_bytes(bytes(locked)).status == "encrypted"


def test_locked_docx() -> None:
    """Office wraps a locked DOCX in an OLE file with a stream of this name."""
    name, locked = "WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    entry = SMALL_DOC.index(name)
    wrapped = bytearray(SMALL_DOC)
    wrapped[entry : entry + len(locked)] = locked
    wrapped[entry + 64] = len(locked) + 2
    assert read_bytes(bytes(wrapped)).status == "encrypted"


# ---------------------------------------------------------------- HTML and text


def test_cells_that_claim_to_be_wide_and_high_cost_nothing() -> None:
    rows = '<tr><td colspan="99999999" rowspan="99999999">1</td><td>2</td></tr>' * 200
    found = read_bytes(f"<html><body><div id=zoom><p>{TEXT}</p><table>{rows}</table></div>".encode())
    assert sum(len(block.text) for block in found.blocks) < 500_000


def test_text_longer_than_any_document_is_cut_and_says_so() -> None:
    found = read_bytes((TEXT + "\n").encode() * (file_text.MAX_CHARACTERS // 20))
    assert found.status == "partial"
    assert sum(len(block.text) for block in found.blocks) <= file_text.MAX_CHARACTERS


def test_deep_markup() -> None:
    deep = "<div>" * 20_000 + TEXT + "</div>" * 20_000
    assert read_bytes(f"<html><body>{deep}</body></html>".encode()).status in STATUSES


def test_text_with_lost_characters_is_partial() -> None:
    found = read_bytes(TEXT.encode("gb18030") * 20 + b"\xff" + TEXT.encode("gb18030") * 20)
    assert found.status == "partial"
    assert "gb18030" in (found.reason or "")
