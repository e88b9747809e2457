"""DOCX, and binary DOC and WPS: paragraphs and tables in order, with the numbers that Word makes itself."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipelines.readers import read_bytes
from storage.models import Block
from tests.readers.made import docx

SMALL_DOC = (Path(__file__).parent / "files" / "small.doc").read_bytes()
NUMBERING = """<w:numbering {ns}>
  <w:abstractNum w:abstractNumId="1">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="2">
    <w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1．"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="3">
    <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>
  <w:num w:numId="4"><w:abstractNumId w:val="2"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def texts(data: bytes) -> list[str]:
    found = read_bytes(data)
    assert (found.status, found.reason) == ("read", None)
    return [block.text for block in found.blocks]


def with_body(xml: str, numbering: str | None = None) -> bytes:
    """A Word file with this body in place of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(lambda _: None))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name not in ("word/document.xml", "word/numbering.xml"):
                new.writestr(name, old.read(name))
        spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        new.writestr("word/document.xml", f"<w:document {spaces}><w:body>{xml}</w:body></w:document>")
        if numbering:
            new.writestr("word/numbering.xml", numbering.format(ns=nsdecls("w")))
    return buffer.getvalue()


def numbered(text: str, number: int, level: int = 0) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_come_in_order() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("一、总体要求")
        table = document.add_table(rows=0, cols=2)
        for row in (("任务", "单位"), ("设备更新", "市发展改革委"), ("", "市商务局"), ("二、保障措施", "")):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 0).merge(table.cell(3, 1))
        document.add_paragraph("附则")

    found = read_bytes(docx(write)).blocks
    assert [block.kind for block in found] == ["paragraph", "table", "paragraph"]
    assert found[1].rows == (
        ("任务", "单位"),
        ("设备更新", "市发展改革委"),
        ("", "市商务局"),
        ("二、保障措施", ""),
    )


def test_numbers_that_word_makes_are_told() -> None:
    body = "".join(
        [
            numbered("总体要求", 1),
            numbered("指导思想", 1, 1),
            numbered("基本原则", 1, 1),
            numbered("重点任务", 1),
            numbered("推进更新", 1, 1),
            numbered("加快改造", 1, 2),
            numbered("优化服务", 1, 2),
            numbered("续编", 2),
            numbered("列点", 3),
            numbered("接着", 2),
            numbered("重编", 4),
            numbered("没有定义", 99),
        ]
    )
    assert texts(with_body(body, NUMBERING)) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "二、重点任务",
        "（一）推进更新",
        "1.加快改造",
        "2.优化服务",
        "9．续编",
        "列点",
        "10．接着",
        "9．重编",
        "没有定义",
    ]


def test_numbers_that_a_style_brings_are_told() -> None:
    def write(document: Document) -> None:
        document.part.numbering_part._element.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                '<w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
            )
        )
        document.part.numbering_part._element.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
        )
        style = document.styles["Heading 1"].element
        style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
        for heading in ("总体要求", "重点任务"):
            document.add_heading(heading, level=1)

    assert texts(docx(write)) == ["一、总体要求", "二、重点任务"]


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (
            "<w:r><w:t>推进</w:t></w:r><w:ins><w:r><w:t>设备</w:t></w:r></w:ins><w:r><w:t>更新</w:t></w:r>",
            "推进设备更新",
        ),
        ("<w:r><w:t>推进</w:t></w:r><w:del><w:r><w:delText>旧稿</w:delText></w:r></w:del>", "推进"),
        ("<w:hyperlink><w:r><w:t>省级</w:t></w:r></w:hyperlink><w:r><w:t>方案</w:t></w:r>", "省级方案"),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>正文</w:t></w:r>", "正文"),
        ("<w:r><w:t>两</w:t><w:noBreakHyphen/><w:t>新</w:t></w:r>", "两-新"),
    ],
    ids=["inserted", "deleted", "hyperlink", "control", "field", "hyphen"],
)
def test_text_is_what_word_shows(xml: str, shown: str) -> None:
    assert texts(with_body(f"<w:p>{xml}</w:p>")) == [shown]


def test_text_box_is_told_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(with_body(f"<w:p><w:r><w:t>框外</w:t>{both}</w:r></w:p>")) == ["框外", "框内"]


# ---------------------------------------------------------------- binary files


def test_binary_word_file_is_read() -> None:
    paragraphs = [
        "示例市推动大规模设备更新实施方案",
        "到2027年，设备投资规模较2023年增长25%以上（“VR”与AR）。",
    ]
    found = read_bytes(SMALL_DOC)
    assert found.media_type == "application/msword"
    assert [block.text for block in found.blocks if block.kind == "paragraph"] == [
        *paragraphs,
        "详见省级方案。",
        "附则完。",
    ]


def test_table_of_a_binary_word_file_keeps_its_cells() -> None:
    tables: list[Block] = [block for block in read_bytes(SMALL_DOC).blocks if block.kind == "table"]
    assert [table.rows for table in tables] == [
        (
            ("序号", "任务", "责任单位"),
            ("1", "设备更新", "市发展改革委、 市财政局"),
            ("2", "", "市商务局"),
            ("二、保障措施",),
        )
    ]
