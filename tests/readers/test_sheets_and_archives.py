"""Spreadsheets, RAR archives, messages and saved pages, pictures."""

from __future__ import annotations

import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipelines.readers import read_bytes
from pipelines.readers.rar import unpacker
from pipelines.readers.sheet import MAX_CELLS
from tests.conftest import missing
from tests.readers.made import docx, packed, rar, workbook

ROWS = [
    ("附件1　责任分工表", "", "", ""),
    ("", "", "", ""),
    ("序号", "任务", "", "责任单位"),
    (1.0, "推进设备更新", "", "市工业和信息化局"),
    (2.0, "推动汽车以旧换新", "", "市商务局"),
]
SEEN = (
    ("序号", "任务", "责任单位"),
    ("1", "推进设备更新", "市工业和信息化局"),
    ("2", "推动汽车以旧换新", "市商务局"),
)
TEXT = "到2027年，设备投资规模较2023年增长25%以上。"


def test_sheet_is_a_heading_and_a_table() -> None:
    found = read_bytes(workbook({"分工": ROWS, "草稿": [("别看",)], "二": ROWS[2:]}, hidden=["草稿"]))
    assert (found.status, found.reason) == ("read", None)
    assert [(b.kind, b.page) for b in found.blocks] == [("paragraph", 1), ("table", 1), ("table", 3)]
    assert found.blocks[0].text == "附件1　责任分工表"
    assert found.blocks[1].rows == found.blocks[2].rows == SEEN


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_office_writes_the_same_table_in_every_format(form: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice is not installed: no XLS and ODS to read")
    source = tmp_path / "table.xlsx"
    source.write_bytes(workbook({"分工": ROWS}))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, timeout=100, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = tmp_path / f"table.{form}"
    if not made.exists():
        missing("LibreOffice is installed without Calc: no XLS and ODS to read")
    found = read_bytes(made.read_bytes())
    assert found.status == "read"
    assert found.blocks[1].rows == SEEN


def test_sheet_with_more_cells_than_any_plan_is_cut_and_says_so() -> None:
    found = read_bytes(workbook({"大": [("格",) * 20] * (MAX_CELLS // 20 + 1)}))
    assert (found.status, found.reason) == ("partial", f"only the first {MAX_CELLS:,} cells were kept")


def test_stored_rar_is_read_without_any_program() -> None:
    found = read_bytes(rar({"附件1：方案.txt": TEXT.encode(), "../../附件2.txt": TEXT.encode()}))
    assert (found.status, found.reason) == ("read", None)
    assert [(b.text, b.member) for b in found.blocks] == [
        (TEXT, "附件1：方案.txt"),
        (TEXT, "../../附件2.txt"),
    ]


def test_locked_and_damaged_rar() -> None:
    assert read_bytes(rar({"方案.txt": TEXT.encode()}, locked=True)).status == "encrypted"
    spoilt = bytearray(rar({"一.txt": TEXT.encode(), "二.txt": b"2" * 50}))
    spoilt[spoilt.index("设备".encode())] ^= 1
    found = read_bytes(bytes(spoilt))
    assert found.status == "partial"
    assert [b.member for b in found.blocks] == ["二.txt"]
    assert read_bytes(rar({"方案.txt": TEXT.encode()})[:40]).status == "unreadable"


def test_packed_rar_is_unpacked_or_says_what_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The member claims to be packed, by a method that its bytes do not follow."""
    made = rar({"方案.txt": TEXT.encode()}, method=3)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read_bytes(made)
    assert found.status == "unreadable"
    assert "unrar, unar, 7z or bsdtar" in (found.reason or "")
    assert unpacker() is None


def test_bomb_and_archive_in_rar_stay_packed() -> None:
    assert "an archive inside the archive" in (read_bytes(rar({"内.zip": packed({"a": b"1"})})).reason or "")
    assert read_bytes(rar({f"{at}.txt": b"1" for at in range(300)})).status == "too-large"


def test_page_saved_with_its_parts() -> None:
    page = f'<html><body><div id="zoom"><p>{TEXT}</p><img src="cid:1"></div></body></html>'
    saved = EmailMessage()
    saved["Subject"] = "示例市人民政府关于印发方案的通知"
    saved["Snapshot-Content-Location"] = "http://www.example.gov.cn/1.html"
    saved.set_content(page, subtype="html", charset="gb18030")
    saved.add_related(b"\xff\xd8\xff\xe0 picture", "image", "jpeg", cid="1")
    found = read_bytes(saved.as_bytes())
    assert (found.media_type, found.status) == ("message/rfc822", "read")
    assert [b.text for b in found.blocks] == [TEXT]


def test_message_and_its_attachments() -> None:
    message = EmailMessage()
    message["From"] = "a@example.cn"
    message.set_content("方案见附件。\n")
    word = docx(lambda document: document.add_paragraph(TEXT))
    message.add_attachment(word, "application", "octet-stream", filename="方案.docx")
    found = read_bytes(message.as_bytes())
    assert found.status == "read"
    assert [(b.text, b.member) for b in found.blocks] == [("方案见附件。", None), (TEXT, "方案.docx")]


def test_damaged_member_spoils_no_other() -> None:
    spoilt = bytearray(packed({"一.txt": TEXT.encode() * 9, "二.txt": "第二个文件".encode()}))
    spoilt[spoilt.index("一.txt".encode()) + len("一.txt".encode()) + 9] ^= 0xFF
    found = read_bytes(bytes(spoilt))
    assert found.status == "partial"
    assert (found.reason or "").startswith("一.txt: unreadable (damaged")
    assert [b.text for b in found.blocks] == ["第二个文件"]


def test_picture_waits_for_ocr() -> None:
    assert read_bytes(b"\x89PNG\r\n\x1a\n").status == "needs-ocr"
