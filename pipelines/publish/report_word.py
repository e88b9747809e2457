"""The comparison as a Word document, to be filed, commented on and passed on. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipelines.publish.family import ALONE, Family
from pipelines.publish.report import Note, Page, Partner, comparison_page
from pipelines.publish.words import clean
from storage.models import Clause, Comparison, Finding

FONT = "宋体"
SIZES = {"Normal": 10.5, "Quote": 10.5, "Title": 18, "Heading 1": 15, "Heading 2": 12, "Heading 3": 10.5}
GREY, BLUE = RGBColor(0x55, 0x5F, 0x68), RGBColor(0x0B, 0x4F, 0x94)
COLOURS = {"deleted": RGBColor(0x8F, 0x1D, 0x14), "inserted": RGBColor(0x0F, 0x5C, 0x28)}


def comparison_docx(
    comparison: Comparison, *, language: str, versions: bool = False, family: Family = ALONE
) -> bytes:
    """Summary, annotated text and side by side; arguments as of `comparison_html`.

    增, 删 and 移 stand in words, and in colour, underlined or struck through beside them.
    """
    page = comparison_page(comparison, language, versions=versions, family=family)
    document = Document()
    set_up(document)
    document.add_heading(page.title, level=0)
    for plan in page.plans:
        number = plan.doc_number or page.phrases["no_number"]
        words = f"{page.name(plan)}{page.phrases['colon']}{plan.title}（{number}）"
        document.add_paragraph(clean(words), style="List Bullet")
    _add_summary(document, page)
    if page.family:
        _add_family(document, page)
    _add_annotated(document, page)
    _add_side_by_side(document, page)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def set_up(document: DocumentType) -> None:
    """A4, one Chinese font in every style, and quotes set in from the margin: Chinese has no italics."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.8)


def _add_summary(document: DocumentType, page: Page) -> None:
    document.add_heading(page.phrases["summary"], level=1)
    if not page.notes:
        document.add_paragraph(page.phrases["no_findings"])
    else:
        kinds = " · ".join(f"{page.kind(kind)} {n}" for kind, n in page.kinds())
        document.add_paragraph(f"{page.phrases['counted'].format(n=len(page.notes))}{kinds}")
        document.add_heading(page.phrases["foremost"], level=2)
    for note in page.foremost:
        _add_note(document, page, note)
        _add_own(document, page, note.finding)
        _add_others(document, page, note.finding)
    if page.others:
        document.add_heading(page.phrases["others"], level=2)
    for note in page.others:
        _add_note(document, page, note)
    document.add_heading(page.phrases["targets"], level=2)
    _add_targets(document, page)


def _add_targets(document: DocumentType, page: Page) -> None:
    rows = page.targets()
    if not rows:
        document.add_paragraph(page.phrases["no_targets"])
        return
    document.add_paragraph(page.phrases["targets_note"])
    header = (page.phrases["indicator"], *map(page.name, page.plans))
    lines = ((page.indicator(row), *(page.cell(row, cell) for cell in row.cells)) for row in rows)
    _add_table(document, [header, *lines])


def _add_table(document: DocumentType, lines: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
    for number, line in enumerate(lines):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            _say(cell.paragraphs[0], text).bold = number == 0
    # Word prints the first row again on every page that the table reaches.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_family(document: DocumentType, page: Page) -> None:
    phrases = page.phrases
    document.add_heading(phrases["family"], level=1)
    if plan := page.superior:
        number = plan.doc_number or phrases["no_number"]
        document.add_heading(
            clean(f"{phrases['superior']}{phrases['colon']}{plan.title}（{number}）"), level=2
        )
        document.add_paragraph(page.outcomes())
        if added := page.added():
            named = phrases["list"].join((name for _, name in added))
            document.add_paragraph(f"{phrases['below']}{phrases['colon']}{named}")
        for finding in page.below():
            _add_finding(document, page, finding)
            _add_own(document, page, finding)
            for place in finding.baselines:
                where = f"{page.name(plan)} · {page.place(plan, place.clause)}"
                _add_quote(document, where, place.quote, page)
    if page.family.nearest:
        document.add_heading(phrases["nearest"], level=2)
        rows = [[clean(text) for text in page.kin_row(kin)] for kin in page.family.nearest]
        _add_table(document, [phrases["kin_columns"], *rows])


def _add_annotated(document: DocumentType, page: Page) -> None:
    document.add_heading(page.phrases["annotated"], level=1)
    _say(document.add_paragraph(), page.phrases["annotated_note"]).font.color.rgb = GREY
    for clause, _ in page.clauses():
        document.add_heading(_headline(clause), level=3)
        if pieces := page.quoted(clause):
            paragraph = document.add_paragraph()
            for text, told in pieces:
                _say(paragraph, text).font.underline = told
        for note in page.notes_on(clause):
            _add_note(document, page, note)
            if not page.shows(clause, note.finding.quote):
                _add_own(document, page, note.finding)
            _add_others(document, page, note.finding)
    if absent := page.notes_on(None):
        document.add_heading(page.phrases["absent"], level=3)
    for note in absent:
        _add_note(document, page, note)
        _add_others(document, page, note.finding)


def _add_side_by_side(document: DocumentType, page: Page) -> None:
    document.add_heading(page.phrases["side_by_side"], level=1)
    _say(document.add_paragraph(), page.phrases["side_note"]).font.color.rgb = GREY
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for clause, partners in page.clauses():
        if page.takes_part(clause):
            left, right = table.add_row().cells
            _say(left.paragraphs[0], _headline(clause)).bold = True
            _say(left.add_paragraph(), page.text(clause))
            _add_partners(right, page, partners)


def _add_partners(cell: Cell, page: Page, partners: Iterable[Partner]) -> None:
    paragraph = cell.paragraphs[0]
    for partner in partners:
        where = page.place(partner.plan, partner.pair.baseline_clause)
        verdict = page.phrases["same"] if partner.same else page.phrases["verdicts"][partner.pair.verdict]
        _say(paragraph, f"{page.name(partner.plan)} · {where} · {verdict}").font.color.rgb = GREY
        if not partner.same:
            _add_redline(cell.add_paragraph(), page, partner)
        paragraph = cell.add_paragraph()
    if paragraph is cell.paragraphs[0]:
        _say(paragraph, page.phrases["no_partner"]).font.color.rgb = GREY


def _add_redline(paragraph: Paragraph, page: Page, partner: Partner) -> None:
    for run in partner.runs():
        said = _say(paragraph, f"〔{page.phrases[run.sign]}：{run.text}〕" if run.sign else run.text)
        said.font.strike = run.sign == "deleted"
        said.font.underline = run.sign == "inserted" or run.alike
        if run.sign:
            said.font.color.rgb = COLOURS.get(run.sign, BLUE)


def _add_note(document: DocumentType, page: Page, note: Note) -> None:
    _add_finding(document, page, note.finding, rank=f"{note.rank}. ")


def _add_finding(document: DocumentType, page: Page, finding: Finding, rank: str = "") -> None:
    paragraph = document.add_paragraph()
    _say(paragraph, f"{rank}[{page.kind(finding.kind)}] ").bold = True
    _say(paragraph, page.summary(finding))


def _add_own(document: DocumentType, page: Page, finding: Finding) -> None:
    if finding.quote:
        plan = page.comparison.plan
        _add_quote(document, f"{page.name(plan)} · {page.place(plan, finding.clause)}", finding.quote, page)


def _add_others(document: DocumentType, page: Page, finding: Finding) -> None:
    for place in finding.baselines:
        plan = page.baseline(place.name)
        _add_quote(document, f"{page.name(plan)} · {page.place(plan, place.clause)}", place.quote, page)


def _add_quote(document: DocumentType, who: str, quote: str, page: Page) -> None:
    paragraph = document.add_paragraph(style="Quote")
    _say(paragraph, f"{who}{page.phrases['colon']}").font.color.rgb = GREY
    _say(paragraph, f"“{quote}”")


def _headline(clause: Clause) -> str:
    return clean(f"{clause.marker}{clause.heading}")


def _say(paragraph: Paragraph, text: str) -> Run:
    """Adds a run; control characters, which a page may have and Word's XML may not, are left out."""
    run: Run = paragraph.add_run("".join(sign for sign in text if sign.isprintable() or sign in "\t\u3000"))
    return run
