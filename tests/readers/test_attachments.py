"""Which of page and files make up a document, and what is said of the files that could not be read."""

from __future__ import annotations

from pipelines.attachments import Assembled, assemble
from pipelines.readers import FileText
from storage.models import Attachment, Block

NOTICE = (
    "各县、区人民政府，市政府各部门：现将《示例市推动大规模设备更新和消费品以旧换新实施方案》印发给你们，请认真组织实施。",
    "示例市人民政府",
    "2024年5月28日",
)
PLAN = (
    "示例市推动大规模设备更新和消费品以旧换新实施方案",
    "一、总体要求",
    "到2027年，工业、农业、建筑、交通运输等领域设备投资规模较2023年增长25%以上，报废汽车回收量增长一倍。",
    "二、重点任务",
    "推进重点行业设备更新改造，推动家电以旧换新，完善废旧产品设备回收网络，强化标准引领，加大财政政策支持力度。",
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def blocks(lines: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Block("paragraph", line) for line in lines)


def file(
    name: str, lines: tuple[str, ...], media_type: str = DOCX, status: str = "read"
) -> tuple[Attachment, FileText]:
    reason = None if status == "read" else f"why it is {status}"
    attachment = Attachment(
        name, f"http://www.example.gov.cn/{name}", media_type, status=status, reason=reason
    )
    return attachment, FileText(media_type, blocks(lines), status, reason)


def text(whole: Assembled) -> tuple[str, ...]:
    return tuple(block.text for block in whole.blocks)


def test_plan_in_a_file_follows_the_notice_on_the_page() -> None:
    whole = assemble(blocks(NOTICE), [file("实施方案.docx", PLAN)])
    assert text(whole) == (*NOTICE, *PLAN)
    assert (whole.status, whole.reason) == ("read", None)
    assert [one.status for one in whole.attachments] == ["read"]


def test_twin_of_the_page_adds_nothing() -> None:
    whole = assemble(blocks((*NOTICE, *PLAN)), [file("实施方案.pdf", (*PLAN, "— 1 —"), PDF)])
    assert text(whole) == (*NOTICE, *PLAN)


def test_of_twins_the_more_exact_format_is_taken() -> None:
    pdf = file("方案.pdf", tuple(line.replace("、", " 、") for line in PLAN), PDF)
    for files in ([pdf, file("方案.docx", PLAN)], [file("方案.docx", PLAN), pdf]):
        assert text(assemble(blocks(NOTICE), files)) == (*NOTICE, *PLAN)


def test_notice_that_the_file_holds_as_well_is_told_once() -> None:
    whole = assemble(blocks(NOTICE), [file("印发通知.pdf", ("示例市人民政府文件", *NOTICE, *PLAN), PDF)])
    assert text(whole) == ("示例市人民政府文件", *NOTICE, *PLAN)


def test_task_list_is_part_and_form_is_not() -> None:
    rows = ("序号\t任务\t责任单位", "1\t推进重点行业设备更新改造\t市工业和信息化局、市发展改革委、市财政局")
    form = (
        "单位名称：",
        "申请人姓名：",
        "联系电话：",
        "本单位承诺所填内容真实有效，如有虚假愿意承担相应法律责任。",
    )
    whole = assemble(
        blocks((*NOTICE, *PLAN)), [file("责任分工表.docx", rows), file("补贴资金申请表.docx", form)]
    )
    assert text(whole) == (*NOTICE, *PLAN, *rows)
    assert len(whole.attachments) == 2


def test_interpretation_and_drafting_note_are_no_part() -> None:
    note = (
        "现就起草情况说明如下：根据国务院部署和省政府要求，我市结合实际起草了本方案，广泛征求了各方面意见，并进行了合法性审查。",
    )
    files = [
        file("起草说明.docx", note),
        file("《实施方案》一图读懂.pdf", (), PDF, "needs-ocr"),
        file("政策解读.docx", note),
    ]
    whole = assemble(blocks((*NOTICE, *PLAN)), files)
    assert (text(whole), whole.status) == ((*NOTICE, *PLAN), "read")


def test_two_documents_of_the_same_kind_are_both_kept() -> None:
    other = tuple(
        line.replace("更新", "改造").replace("方案", "细则").replace("推", "加快推") for line in PLAN
    )
    whole = assemble((), [file("附件1.docx", PLAN), file("附件2.docx", other)])
    assert text(whole) == (*PLAN, *other)


def test_file_that_could_not_be_read_is_missing() -> None:
    whole = assemble(blocks(NOTICE), [file("方案.pdf", (), PDF, "needs-ocr")])
    assert (whole.status, whole.reason) == ("partial", "方案.pdf: needs-ocr (why it is needs-ocr)")


def test_scan_beside_the_readable_file_is_not_missing() -> None:
    whole = assemble(blocks(NOTICE), [file("方案.pdf", (), PDF, "needs-ocr"), file("方案.docx", PLAN)])
    assert (whole.status, whole.reason) == ("read", None)


def test_document_without_any_text_has_the_status_of_its_file() -> None:
    assert assemble((), [file("方案.wps", (), "application/msword", "encrypted")]).status == "encrypted"
    assert assemble((), []).status == "unreadable"
