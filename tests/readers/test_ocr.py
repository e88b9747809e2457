"""Pictures of text: recognised where the extra is installed, kept and marked where it is not."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from pipelines.readers import ocr, read_bytes
from pipelines.readers.guarded import GuardedReader
from pipelines.readers.pdf import read_pdf
from pipelines.readers.set_lines import Line
from tests.conftest import missing
from tests.readers.made import Sheet, packed, pdf
from tests.readers.scanned import scan
from tests.readers.test_pdf import scan as picture_sheet

TITLE = "朝发改〔2024〕212号"
PARAGRAPH = "到2027年，工业、农业、建筑、交通等领域设备投资规模较2023年增长25%以上（市发展改革委负责）。"


@pytest.fixture
def engine() -> None:
    if not ocr.available():
        missing("the extra `ocr` is not installed: `make ocr`")


def printed() -> bytes:
    """A page with a document number and a paragraph, in whatever font the machine shows Chinese in."""
    sheet = Sheet()
    sheet.line(TITLE, left=180)
    sheet.paragraph(PARAGRAPH)
    return pdf([sheet])


def fonts_are_there() -> bool:
    document = PdfDocument(printed())
    shown = document[0].render(scale=1).to_pil().convert("L")
    document.close()
    return shown.getextrema()[0] < 128


@pytest.fixture
def fonts() -> None:
    if not fonts_are_there():
        missing("no Chinese font is installed to print with: `make tools`")


@pytest.mark.usefixtures("engine", "fonts")
def test_scan_in_an_archive_is_recognised() -> None:
    scanned = packed({"方案.pdf": scan(printed(), pages=1, dpi=150, seed=1)})
    with GuardedReader() as waiting, GuardedReader(ocr=True) as reader:
        assert waiting.read(scanned).waits_for_ocr
        found = reader.read(scanned)
    assert (found.status, found.reason) == ("read", None)
    number, paragraph = (block.text for block in found.blocks)
    assert number.translate(str.maketrans("[]", "〔〕")) == TITLE
    assert paragraph == PARAGRAPH


@pytest.mark.usefixtures("engine", "fonts")
def test_table_on_a_scanned_page_keeps_its_cells() -> None:
    rows = [
        ("序号", "重点任务", "责任单位"),
        ("1", "推动工业更新", "市科技局"),
        ("2", "推动农机更新", "市农业农村局"),
    ]
    sheet = Sheet()
    sheet.paragraph(PARAGRAPH)
    sheet.table(rows, (60, 170, 170))
    paragraph, table = read_bytes(scan(pdf([sheet]), pages=1, dpi=150, seed=2), ocr=True).blocks
    assert (paragraph.text, table.rows) == (PARAGRAPH, tuple(rows))


def test_without_ocr_a_scan_is_kept_and_marked() -> None:
    picture_of_text = b"\x89PNG\r\n\x1a\n"
    found = read_bytes(picture_of_text)
    assert (found.status, found.reason, found.waits_for_ocr) == ("needs-ocr", "a picture of text", True)
    member = read_bytes(packed({"扫描.png": picture_of_text, "方案.txt": "全文".encode()}))
    assert (member.status, member.waits_for_ocr) == ("partial", True)
    assert not read_bytes("全文".encode()).waits_for_ocr


def test_scanned_page_among_others_stands_in_its_place() -> None:
    def recognise(picture: Image.Image, page: int) -> ocr.Recognised:
        line = Line(f"扫描的附表在第{page}页，共{picture.mode}色", page, 112, 700, 300, 716)
        return ocr.Recognised([line], [])

    first, last = Sheet(), Sheet()
    first.paragraph(PARAGRAPH * 3)
    last.paragraph(PARAGRAPH * 2)
    found = read_pdf(pdf([first, picture_sheet(), last]), recognise)
    assert found.status == "read"
    assert [b.text for b in found.blocks] == [PARAGRAPH * 3, "扫描的附表在第2页，共RGB色", PARAGRAPH * 2]


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        (
            ["—推进更新(市商务局),见GB/T 9704:2012.", "一是，二是"],
            "——推进更新（市商务局），见GB/T 9704:2012.",
        ),
        (["推进更新（市商务局，市科技局)", "一是,二是,三是"], "推进更新(市商务局,市科技局)"),
        (["Windows 10 (x64), a:b"], "Windows 10 (x64), a:b"),
        (["—一坚持优势带动", "一、总体要求"], "——坚持优势带动"),
    ],
)
def test_marks_are_as_wide_as_most_of_the_page(seen: list[str], printed: str) -> None:
    boxes = [
        [(0, 40 * at), (400, 40 * at), (400, 40 * at + 30), (0, 40 * at + 30)] for at in range(len(seen))
    ]
    assert ocr.pieces_of(boxes, seen, 1, 0.0)[0].text == printed


@pytest.mark.usefixtures("engine")
def test_picture_that_claims_to_be_huge() -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    assert read_bytes(buffer.getvalue(), ocr=True).status == "too-large"
