"""The labels of the information block (信息公开目录) and what each of them states: a table of spellings.

Spellings stand here without blanks; pages pad them (文　　号：) and end them with a colon or with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("标题", "名称", "信息名称", "文件名称", "公文名称", "文件标题"),
    "doc_number": ("发文字号", "文号", "文件编号", "发布文号", "发文号", "公文文号", "发文文号", "文件号", "文件文号"),
    "issuer": (
        "发文机关", "发布机构", "发文机构", "制发机关", "发文单位", "发布单位", "发布机关", "公开主体", "公开责任部门", "制定机关",
        "责任部门", "信息来源", "来源", "文章来源", "稿件来源",
    ),
    "signed_date": ("成文日期", "成文时间", "生成日期", "发文日期", "发文时间", "写作日期", "写作", "制发日期", "签发日期"),
    "published_date": (
        "发布日期", "发布时间", "公布日期", "公布时间", "公开日期", "公开时间", "登记日期", "上网日期", "信息时间", "信息日期",
        "发表时间", "发表日期", "发稿时间", "添加时间", "录入时间", "发布于", "发布", "时间", "日期",
    ),
    "printed_date": ("印发日期", "印发时间"),
    "validity": ("有效性", "效力状态", "时效", "时效性", "是否有效", "文件状态", "效力", "文件效力"),
    "openness": ("公开方式", "公开属性", "公开类别", "公开范围", "公开类型"),
}  # fmt: skip
OTHERS = (
    "索引号", "索引號", "索引码", "信息索引", "主题分类", "组配分类", "信息分类", "分类", "主题导航", "体裁", "体裁分类", "服务对象分类",
    "统一编号", "登记号", "规范性文件登记号", "生效日期", "废止日期", "废止时间", "实施日期", "施行日期", "失效日期", "有效期", "主题词",
    "文件类型", "公文种类", "文种", "关键词", "关键字", "内容概述", "内容概况", "公开时限", "公开形式", "解读链接", "浏览次数", "点击数", "阅读次数", "字体", "字号大小",
)  # fmt: skip

_FIELD_OF = {label: field for field, labels in FIELDS.items() for label in labels}
_LONGEST_LINE = 24  # of a label alone, with the blanks that pad it
_ALL = frozenset((*_FIELD_OF, *OTHERS))
_EMPTY = frozenset({"", "无", "-", "--", "—", "/", "暂无", "空", "null", "None", "&nbsp;"})
# Labels that a sentence may hold as well are read from the page's block alone, never from running text.
_ONLY_IN_BLOCKS = frozenset(
    {
        "时间",
        "日期",
        "分类",
        "时效",
        "效力",
        "名称",
        "标题",
        "写作",
        "来源",
        "字体",
        "发布于",
        "发布",
        "责任部门",
    }
)
_GAP = r"[ \t\u3000\u2002\u2003\u00a0]{0,8}"
_PRINTED = re.compile(
    "("
    + "|".join(
        _GAP.join(label)
        for label in sorted((*_FIELD_OF, *OTHERS), key=len, reverse=True)
        if label not in _ONLY_IN_BLOCKS
    )
    + rf"){_GAP}[:：]"
)
_FIRST = re.compile(
    rf"({'|'.join(_GAP.join(label) for label in sorted(_ONLY_IN_BLOCKS, key=len, reverse=True))}){_GAP}[:：]"
)
_WEB_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2} {0,3}(?:\d{1,2}:\d\d(?::\d\d)?|(?=来源|信息来源|作者|浏览|字体|字号))"
)


def field_of(label: str) -> str | None:
    """The field that a label states, in any spelling, or None."""
    return _FIELD_OF.get("".join(label.split()).rstrip(":："))


def is_label(line: str) -> bool:
    """Is the line a label and nothing else? Its value then stands in the next line."""
    return len(line) <= _LONGEST_LINE and "".join(line.split()).rstrip(":：") in _ALL


def labels_in(line: str) -> list[tuple[str, str]]:
    """The labels that stand in a line of text with their values: 发布时间: 2024-05-29 文号: 张政规 [2024] 4号.

    A label that a sentence may hold as well (来源：) counts at the start of the line.
    """
    first = _FIRST.match(line)
    found = [*([first] if first else []), *_PRINTED.finditer(line, first.end() if first else 0)]
    ends = [*(match.start() for match in found[1:]), len(line)]
    return [
        ("".join(match[1].split()), line[match.end() : end].strip(" \t\u3000|｜"))
        for match, end in zip(found, ends, strict=False)
    ]


def labels_begin(line: str) -> int | None:
    """Where the first label of a line begins."""
    match = _PRINTED.search(line)
    return match.start() if match else None


def web_date(line: str) -> tuple[str, str] | None:
    """A visible line of the page that begins with the time of its publication: 2024-09-11 10:05 来源：…."""
    return ("时间", line) if _WEB_DATE.match(line) else None


def values_of(field: str, labels: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """(label, value) for every label that states the field and is not left empty, in the table's order of trust."""
    stated = [(label, value.strip()) for label, value in labels if field_of(label) == field]
    stated = [(label, value) for label, value in stated if value not in _EMPTY]
    order = FIELDS[field]
    return sorted(stated, key=lambda pair: order.index("".join(pair[0].split()).rstrip(":：")))
