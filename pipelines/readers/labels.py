"""The information block of a page (索引号, 发文字号, 成文日期 …) and its date line, whatever they are marked up with.

Portals build the block of td/td, td/b, th/td, li/b, dl, label/font, or one line with bars. What they share is a known
label followed by its value, so the page is taken as a row of cells and only words decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lxml import etree, html

from pipelines.readers.container import BLOCK_TAGS, UNSEEN

# Labels of the line between a page's title and its text; they stand apart from the block.
LINE_LABELS = (
    "发布时间",
    "发布日期",
    "公布日期",
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源",
    "发布机构",
    "发布单位",
)
BLOCK_WORDS = """
索引号 索引號 索引码 信息索引 主题分类 组配分类 信息分类 体裁分类 服务对象分类 主题导航 体裁 分类
发文机关 发文机构 发文单位 制发机关 公开责任部门 公开主体 责任部门
成文日期 成文时间 生成日期 生成时间 发文日期 发文时间 印发日期 写作日期 登记日期 公开日期
标题 名称 信息名称 文件名称 发文字号 文号 文件编号 发布文号 发文号 文件字号 统一编号 登记号 规范性文件登记号
有效性 效力状态 时效 时效性 是否有效 生效日期 生效时间 废止日期 废止时间 实施日期 施行日期 失效日期 有效期
主题词 关键词 内容概述 公开方式 公开形式 公开范围 公开时限 公开程序 解读链接
"""
# Words of the same lines that only end the value before them.
END_WORDS = """
浏览次数 浏览量 点击数 点击量 点击率 访问量 访问次数 阅读量 阅读次数 阅读 作者 责任编辑 编辑 责编 审核 字体 字号 字体大小
打印 分享 分享到 收藏 视力保护色 保护视力色 朗读 语音播报 纠错 下载
"""
BLOCK_LABELS = BLOCK_WORDS.split()
END_LABELS = END_WORDS.split()
EMPTY_VALUES = frozenset(("", "无", "-", "--", "—", "——", "/", "暂无"))
MAX_VALUE = 300


def _spaced(label: str) -> str:
    return r"\s*".join(map(re.escape, label))


ALL_LABELS = sorted((*LINE_LABELS, *BLOCK_LABELS, *END_LABELS), key=len, reverse=True)
ANY = "|".join(map(_spaced, ALL_LABELS))
# With a colon a label may stand anywhere behind a space, bar or bracket; alone it must be the whole cell.
WITH_COLON = re.compile(rf"(?:^|(?<=[\s|｜丨【\[（(>]))({ANY})\s*[:：]")
ALONE = re.compile(rf"[\s【\[]*({ANY})\s*[:：]?[\s】\]]*")
BARS = " \t\r\n\u3000\xa0|｜丨【】[]"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text between two block borders, in the pieces that elements cut it into."""

    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


def cells(root: html.HtmlElement, stop: html.HtmlElement | None = None) -> Iterator[Cell]:
    """The visible cells of a page up to the element `stop`; a table's empty cells count, other empty ones do not."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        borders = element.tag in BLOCK_TAGS
        if borders and (
            any(piece.strip() for piece in pieces) or (event == "end" and element.tag in ("td", "dd"))
        ):
            yield Cell(tuple(piece for piece in pieces if piece.strip()))
            pieces = []
        if event == "start":
            if element is stop:
                return
            if element.tag in UNSEEN or "display:none" in element.get("style", "").replace(" ", ""):
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
        else:
            pieces.append(element.tail or "")
    if any(piece.strip() for piece in pieces):
        yield Cell(tuple(pieces))


def read_labels(found: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """Labels, without white space and colon, with their values, of the first block and of the date line.

    A label of the block that comes a second time opens the block of another document, so it ends the reading of
    blocks; empty values (无, -) are left out.
    """
    values: dict[str, str] = {}
    block_ended = False
    for label, value in _pairs(list(found)):
        if label in END_LABELS or value in EMPTY_VALUES:
            continue
        if label in values:
            block_ended = block_ended or label not in LINE_LABELS
        elif label in LINE_LABELS or not block_ended:
            values[label] = value
    return tuple(values.items())


def _pairs(found: list[Cell]) -> Iterator[tuple[str, str]]:
    for at, cell in enumerate(found):
        alone = ALONE.fullmatch(cell.text)
        headed = ALONE.fullmatch(cell.pieces[0]) if len(cell.pieces) > 1 else None
        marks = list(WITH_COLON.finditer(cell.text))
        if alone:
            beside = found[at + 1].text if at + 1 < len(found) else ""
            yield _label(alone[1]), "" if _starts_with_label(beside) else _value(beside)
        elif headed and len(marks) < 2:
            yield _label(headed[1]), _value("".join(cell.pieces[1:]))
        else:
            for mark, following in zip_longest(marks, marks[1:]):
                yield (
                    _label(mark[1]),
                    _value(cell.text[mark.end() : following.start() if following else None]),
                )


def _starts_with_label(text: str) -> bool:
    return WITH_COLON.match(text) is not None or ALONE.fullmatch(text) is not None


def _label(printed: str) -> str:
    return "".join(printed.split())


def _value(printed: str) -> str:
    value = " ".join(printed.split()).strip(BARS).lstrip(":：").strip()
    return value if len(value) <= MAX_VALUE else ""
