"""A whole edition as a Word document. Pure."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipelines.publish.differences import Difference
from pipelines.publish.edition import Change, Edition, PlanNews
from pipelines.publish.report_word import BLUE, GREY, set_up
from pipelines.publish.subscription import Subscription
from pipelines.publish.words import Words, clean, link, words


def digest_docx(edition: Edition, language: str, wish: Subscription | None = None) -> bytes:
    """The whole edition in `language` (zh or en; KeyError otherwise) as a Word document."""
    said = words(language)
    document = Document()
    set_up(document)
    document.add_heading(said.subject(edition), level=0)
    if selection := said.selection(wish or Subscription()):
        document.add_paragraph(clean(selection))
    if edition.is_empty:
        document.add_paragraph(said.phrases["notes"]["quiet"])
    if edition.plans:
        document.add_heading(said.phrases["headings"]["plans"], level=1)
    for plan in edition.plans:
        _add_plan(document, plan, said)
    for heading, _, documents, changes in said.lists(edition):
        document.add_heading(heading, level=1)
        for each in documents:
            _add_row(document, said.title(each), each.url, said.told(each))
            if each.id in changes:
                _add_change(document, changes[each.id], said)
    for heading, rows in _lists(edition, said):
        document.add_heading(heading, level=1)
        for title, url, note in rows:
            _add_row(document, title, url, note)
    document.add_paragraph(said.well(edition))
    document.add_paragraph(said.phrases["notes"]["footer"])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _lists(edition: Edition, said: Words) -> list[tuple[str, list[tuple[str, str | None, str]]]]:
    """What is told beside plans: heading, and of each row title, address, note; no list that is empty."""
    headings = said.phrases["headings"]
    lists: list[tuple[str, list[tuple[str, str | None, str]]]] = [
        (headings["again"], [(said.title(seen.document), seen.url, seen.portal) for seen in edition.again]),
        (headings["attachments"], [(file.name, file.url, said.unread(file)) for file in edition.attachments]),
        (
            headings["sources"],
            [(news.source.name, None, said.health(news)) for news in edition.sources],
        ),
    ]
    return [(heading, rows) for heading, rows in lists if rows]


def _add_plan(document: DocumentType, plan: PlanNews, said: Words) -> None:
    document.add_heading(clean(said.title(plan.document)), level=2)
    _add_table(document, said.facts(plan.document))
    if url := link(plan.document.url):
        _add_link(document, clean(url), url)
    if plan.family:
        document.add_paragraph(clean(said.kin(plan.family)))
    document.add_paragraph(said.compared(plan))
    for difference in plan.differences:
        _add_difference(document, difference, said)
    if plan.targets:
        fields, positions = said.phrases["fields"], said.phrases["positions"]
        header = (fields["indicator"], fields["this_plan"], fields["range"], fields["position"])
        rows = (
            (said.indicator(row), said.aim(row.target), said.span(row), positions[row.position])
            for row in plan.targets
        )
        document.add_heading(said.phrases["headings"]["targets"], level=3)
        _add_table(document, [header, *rows])


def _add_change(document: DocumentType, change: Change, said: Words) -> None:
    document.add_paragraph(said.changed(change))
    for difference in change.differences:
        _add_difference(document, difference, said, versions=True)


def _add_difference(
    document: DocumentType, difference: Difference, said: Words, *, versions: bool = False
) -> None:
    head = document.add_paragraph(style="List Bullet")
    head.add_run(f"[{said.phrases['kinds'][difference.kind]}] ").bold = True
    head.add_run(clean(said.summary(difference)))
    for who, text, _ in said.quotes(difference, versions=versions):
        _add_quote(document, clean(who), clean(text))
    if difference.more:
        document.add_paragraph(said.phrases["notes"]["also"].format(names=said.names(difference.more)))


def _add_quote(document: DocumentType, who: str, quote: str) -> None:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.add_run(f"{who}：").font.color.rgb = GREY
    paragraph.add_run(f"“{quote}”")


def _add_row(document: DocumentType, title: str, url: str | None, note: str) -> None:
    document.add_paragraph(style="List Bullet").add_run(clean(title)).bold = True
    document.add_paragraph(clean(note))
    if safe := link(url):
        _add_link(document, clean(safe), safe)


def _add_table(document: DocumentType, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for texts, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(texts, row.cells, strict=True):
            cell.text = clean(text)


def _add_link(document: DocumentType, text: str, url: str) -> None:
    """A paragraph that is a link; python-docx has no call for one."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = BLUE, True
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    anchor.append(run._r)
    paragraph._p.append(anchor)
