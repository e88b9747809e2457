"""The comparison as Markdown and as a Word document, for those who file or quote it. Pure."""

from __future__ import annotations

import io
import re
from functools import cache

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.publish.report import Page, Partner, comparison_page
from pipelines.publish.words import TEMPLATES
from storage.models import Comparison, Finding

FONT = "宋体"
GREY, RED, GREEN = RGBColor(0x55, 0x5F, 0x68), RGBColor(0xA3, 0x2A, 0x1C), RGBColor(0x1A, 0x70, 0x37)
_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")


def comparison_markdown(comparison: Comparison, *, language: str) -> str:
    """Findings, target table and clauses side by side as Markdown, in `language` (zh or en; KeyError otherwise)."""
    page = comparison_page(comparison, language)
    text = _environment().get_template("comparison.md.j2").render(page=page, t=page.phrases)
    return re.sub(r"\n{3,}", "\n\n", text).replace("|\n\n|", "|\n|")


def comparison_docx(comparison: Comparison, *, language: str) -> bytes:
    """The same as a Word document: 增 and 删 stand in words, and in colour and strike-through beside them."""
    page = comparison_page(comparison, language)
    document = Document()
    _use_font(document)
    document.add_heading(page.title, level=0)
    for plan in page.plans:
        document.add_paragraph(
            f"{page.name(plan)}：{plan.title}（{plan.doc_number or page.phrases['no_number']}）",
            style="List Bullet",
        )
    document.add_heading(page.phrases["findings"], level=1)
    for finding in page.comparison.findings:
        _add_finding(document, page, finding)
    document.add_heading(page.phrases["targets"], level=1)
    _add_targets(document, page)
    document.add_heading(page.phrases["side_by_side"], level=1)
    _add_clauses(document, page)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _use_font(document: DocumentType) -> None:
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _add_finding(document: DocumentType, page: Page, finding: Finding) -> None:
    head = document.add_paragraph(style="List Number")
    head.add_run(f"[{page.kind(finding.kind)}] ").bold = True
    head.add_run(page.summary(finding))
    if finding.clause:
        own = page.place(page.comparison.plan, finding.clause)
        _add_quote(document, f"{page.phrases['own_quote']} · {own}", finding.quote)
    for place in finding.baselines:
        plan = page.baseline(place.name)
        _add_quote(document, f"{page.name(plan)} · {page.place(plan, place.clause)}", place.quote)


def _add_quote(document: DocumentType, who: str, quote: str) -> None:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.add_run(f"{who}：").font.color.rgb = GREY
    paragraph.add_run(f"“{quote}”")


def _add_targets(document: DocumentType, page: Page) -> None:
    document.add_paragraph(page.phrases["targets_note"])
    rows = page.targets()
    table = document.add_table(rows=1, cols=1 + len(page.plans), style="Table Grid")
    header = (page.phrases["indicator"], *map(page.name, page.plans))
    lines = [header, *((page.indicator(row), *(page.cell(row, cell) for cell in row.cells)) for row in rows)]
    for number, line in enumerate(lines):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for cell, text in zip(cells, line, strict=True):
            cell.text = text


def _add_clauses(document: DocumentType, page: Page) -> None:
    document.add_paragraph(page.phrases["side_note"])
    for clause, partners in page.clauses():
        document.add_heading(f"{clause.marker}{clause.heading}", level=2)
        if not (text := page.text(clause)):
            continue
        document.add_paragraph(text)
        for partner in partners:
            who = f"{page.name(partner.plan)} · {page.place(partner.plan, partner.pair.baseline_clause)}"
            paragraph = document.add_paragraph(style="Quote")
            verdict = page.phrases["verdicts"][partner.pair.verdict]
            paragraph.add_run(f"{who} · {verdict}：").font.color.rgb = GREY
            _add_redline(paragraph, page, partner)
        if not partners:
            document.add_paragraph(page.phrases["no_partner"], style="Quote")


def _add_redline(paragraph: Paragraph, page: Page, partner: Partner) -> None:
    for text, sign in page.marks(partner):
        run = paragraph.add_run(f"〔{page.phrases[sign]}：{text}〕" if sign else text)
        if sign:
            run.font.color.rgb = RED if sign == "deleted" else GREEN
            run.font.strike = sign == "deleted"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # Markdown, whose signs the filter `md` escapes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = _escaped
    return environment


def _escaped(text: object) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(str(text).split()))
