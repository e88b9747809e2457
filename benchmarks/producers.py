"""The five baselines in every format, made by real programs where they are installed."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import pdfplumber
from docx.document import Document

from pipelines.embedded import config_dir
from pipelines.readers.plain import read_text
from pipelines.tidy import tidy_lines
from storage.models import Block
from tests.readers.made import Word, docx, ofd

NAMES = ("chaoyang", "wuqing", "lixia", "zhangjiakou", "kaifeng")
OFFICE, BROWSER = shutil.which("soffice"), shutil.which("chromium") or shutil.which("google-chrome")
SECONDS = 300
MILLIMETRE = 25.4 / 72  # points
STYLE = "body{font:16pt/28pt serif} p{text-indent:2em;margin:0} table{border-collapse:collapse} td{border:1px solid}"


def baseline(name: str) -> bytes:
    """The text of a baseline as it ships."""
    return (config_dir() / "baselines" / f"{name}.txt").read_bytes()


def blocks_of(name: str) -> list[Block]:
    """Its blocks: a paragraph each line, tables with a cell in every column."""
    found: list[Block] = []
    for block in read_text(baseline(name)).blocks:
        if block.kind == "table":
            width = max(map(len, block.rows))
            rows = tuple((*row[:2], *[""] * (width - len(row)), *row[2:]) for row in block.rows)
            found.append(Block("table", "\n".join("\t".join(row) for row in rows), rows))
        else:
            found.extend(Block("paragraph", line) for line in tidy_lines([block]).split("\n") if line)
    return found


def make_all() -> dict[str, dict[str, bytes]]:
    """Format -> baseline -> bytes. A producer that is missing is said so, and its formats are left out."""
    blocks = {name: blocks_of(name) for name in NAMES}
    made = {
        "html": {name: page(blocks[name]).encode("gb18030") for name in NAMES},
        "docx": {name: word(blocks[name]) for name in NAMES},
    }
    if OFFICE:
        made["doc (LibreOffice)"] = converted(OFFICE, made["docx"], "doc")
        made["wps (a doc renamed)"] = made["doc (LibreOffice)"]  # names tell the readers nothing
        made["pdf (LibreOffice)"] = printed = converted(OFFICE, made["docx"], "pdf")
        plain = {name: word(blocks[name], style=None) for name in NAMES}
        made["pdf (no rules)"] = converted(OFFICE, plain, "pdf")
        made["ofd (of a pdf)"] = {name: printed_ofd(data, ruled=True) for name, data in printed.items()}
        made["ofd (no rules)"] = {name: printed_ofd(data, ruled=False) for name, data in printed.items()}
    else:
        print("LibreOffice is not installed: no doc, and no PDF of its making")
    if BROWSER:
        made["pdf (Chromium)"] = {name: browser_print(BROWSER, page(blocks[name])) for name in NAMES}
    else:
        print("Chromium is not installed: no PDF of a browser")
    if importlib.util.find_spec("reportlab"):
        made["pdf (ReportLab)"] = {name: report(blocks[name]) for name in NAMES}
    else:
        print("ReportLab is not installed (`pip install reportlab`): no PDF of a library")
    return made


def page(blocks: Sequence[Block]) -> str:
    """A web page as portals show it."""
    parts = []
    for block in blocks:
        if block.kind == "table":
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts.append(f"<p>{escape(block.text)}</p>")
    head = f'<meta charset="gb2312"><style>{STYLE}</style>'
    return f'<html><head>{head}</head><body><div id="zoom">{"".join(parts)}</div></body></html>'


def word(blocks: Sequence[Block], *, style: str | None = "Table Grid") -> bytes:
    """A Word file by python-docx; without a `style` tables have no rules."""

    def write(document: Document) -> None:
        for block in blocks:
            if block.kind == "table":
                table = document.add_table(rows=0, cols=len(block.rows[0]), style=style)
                for row in block.rows:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
            else:
                document.add_paragraph(
                    block.text
                ).paragraph_format.first_line_indent = 304800  # two characters

    return docx(write)


def printed_ofd(pdf: bytes, *, ruled: bool) -> bytes:
    """An OFD file as a printer driver makes it: the words and strokes of a printed page at their places. Without
    `ruled` the strokes are left out."""
    pages, strokes = [], []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            pages.append([_set(word) for word in page.extract_words(x_tolerance=1, use_text_flow=True)])
            ends = ("x0", "top", "x1", "bottom")
            strokes.append([tuple(MILLIMETRE * edge[end] for end in ends) for edge in page.edges])
    return ofd(pages, strokes=strokes if ruled else ())


def _set(word: dict[str, Any]) -> Word:
    left, top, right, bottom = (MILLIMETRE * word[end] for end in ("x0", "top", "x1", "bottom"))
    return Word(left, top, word["text"], bottom - top, (right - left) / len(word["text"]))


def converted(office: str, files: dict[str, bytes], form: str) -> dict[str, bytes]:
    """Word files in another format by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for name, data in files.items():
            sources.append(str(Path(folder, f"{name}.docx")))
            Path(sources[-1]).write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
        subprocess.run(
            [*command, "--outdir", folder, *sources], check=True, timeout=SECONDS, capture_output=True
        )
        return {name: Path(folder, f"{name}.{form}").read_bytes() for name in files}


def report(blocks: Sequence[Block]) -> bytes:
    """A PDF by ReportLab, in the Chinese font that is embedded nowhere and known to every reader."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", **font, fontSize=16, leading=28, firstLineIndent=32)
    small = ParagraphStyle("cell", **font, fontSize=11, leading=15)
    story: list[Any] = []
    for block in blocks:
        if block.kind == "table":
            rows = [[Paragraph(escape(cell), small) for cell in row] for row in block.rows]
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        else:
            story.append(Paragraph(escape(block.text), body))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()


def browser_print(browser: str, text: str) -> bytes:
    """A page printed by Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_bytes(text.encode("gb18030"))
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command = [browser, *options, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
        subprocess.run([*command, source.as_uri()], check=True, timeout=SECONDS, capture_output=True)
        return target.read_bytes()
