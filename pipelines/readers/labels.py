"""The information block of a page (索引号, 发文字号, 成文日期 …) and its date line, whatever they are marked up with.

Portals build the block of td/td, td/b, th/td, li/b, dl, label/font, or one line with bars. What they share is a known
label followed by its value, so the page is taken as a row of cells and only words decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from lxml import etree

from pipelines.document_number import parse
from pipelines.labels import FIELDS, OTHERS
from pipelines.readers.container import BLOCK_TAGS

# Labels of the line between a page's title and its text; they stand apart from the block.
LINE_LABELS = frozenset(FIELDS["published_date"]) | {
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源",
    "发布机构",
    "发布单位",
}
# Words of the same lines that only end the value before them.
END_WORDS = """
浏览次数 浏览量 点击数 点击量 点击率 访问量 访问次数 阅读量 阅读次数 阅读 作者 责任编辑 编辑 责编 审核 字体 字号 字体大小 字号大小
打印 分享 分享到 收藏 视力保护色 保护视力色 朗读 语音播报 纠错 下载
"""
END_LABELS = frozenset(END_WORDS.split())
UNLABELLED_DATE = "发布时间"  # what a date without a label says on the line below the title
UNLABELLED_NUMBER = "文号"  # the same of a document number by itself
INDEX_LABELS = frozenset(
    ("索引号", "索引號", "索引码", "信息索引")
)  # of the information block, and of nothing else
EMPTY_VALUES = frozenset(("", "无", "-", "--", "—", "——", "/", "暂无"))
MAX_VALUE = 300


LABELS = frozenset((*chain(*FIELDS.values()), *OTHERS, *END_LABELS))
COLONS = ":：】"
# A cell without a colon, a long number or a label's first sign at its beginning tells nothing.
TELLING = re.compile(rf"[{COLONS}]|\d{{4}}|^[\s【\[]*[{''.join(sorted({label[0] for label in LABELS}))}]")


def _spaced(label: str) -> str:
    return r"\s*".join(map(re.escape, label))


ANY = "|".join(map(_spaced, sorted(LABELS, key=len, reverse=True)))
# With a colon a label may stand anywhere behind a space, bar, bracket or digit; alone it must be the whole cell.
WITH_COLON = re.compile(rf"(?:^|(?<=[\s|｜丨【\[（(>\d]))({ANY})\s*(?:[】\]]?\s*[:：]|】)")
DATE = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
DATED = re.compile(rf"{DATE}(?P<time>\s+\d{{1,2}}:\d\d(?::\d\d)?)?")
LEADING_DATE = re.compile(rf"(?:发布于)?\s*({DATE})\s*[·•|｜]")  # 发布于 2024-05-29 · 市政府办公室 · 阅读 12
NEAR = 6  # cells above the text among which a bare date is the page's
BRACKETS = "（）() "
BARS = " \t\r\n\u3000\xa0|｜丨【】[]"


class Cell(NamedTuple):
    """The text between two block borders, white space squeezed, and the pieces that elements cut it into."""

    text: str
    pieces: tuple[str, ...] = ()


def cells(root: etree._Element, stop: etree._Element | None = None) -> Iterator[Cell]:
    """The visible cells of a page up to the element `stop`; a table's empty cells count, other empty ones do not."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if element.tag in BLOCK_TAGS:
            if text := _squeezed(pieces):
                yield Cell(text, tuple(pieces))
            elif event == "end" and element.tag in ("td", "dd"):
                yield Cell("")
            pieces = []
        if event != "start":
            following = element.tail
        elif element is stop:
            return
        elif (style := element.get("style")) and "display:none" in style.replace(" ", ""):
            walk.skip_subtree()
            continue
        else:
            following = element.text
        if following:
            pieces.append(following)
    if text := _squeezed(pieces):
        yield Cell(text, tuple(pieces))


def _squeezed(pieces: Sequence[str]) -> str:
    return " ".join("".join(pieces).split())


def cells_behind(element: etree._Element) -> Iterator[Cell]:
    """The visible cells that stand behind the element, to the end of the page."""
    for part in (element, *element.iterancestors()):
        for sibling in part.itersiblings("*"):
            yield from cells(sibling)


def has_index(labels: Iterable[tuple[str, str]]) -> bool:
    """Do the labels come from an information block? Such a block has an index number."""
    return any(label in INDEX_LABELS for label, _ in labels)


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
    taken = False  # the cell is the value of the one before
    for at, cell in enumerate(found):
        if taken or not TELLING.search(cell.text):
            taken = False
            continue
        label, beside = _alone(cell.text), found[at + 1].text if at + 1 < len(found) else ""
        taken = bool(label) and not (_alone(beside) or WITH_COLON.match(beside))
        if label and taken:
            yield label, _value(beside)
        elif not label:
            yield from _pairs_within(cell, distance=len(found) - at)


def _pairs_within(cell: Cell, distance: int) -> Iterator[tuple[str, str]]:
    """The labels of a cell with their values behind them; `distance` is that of the cell from the text."""
    headed, marks = _alone("".join(cell.pieces[: _shown(cell)])), _marks(cell.text)
    apart = " ".join(" ".join(cell.pieces).split())
    if len(cell.pieces) > 1 and len(more := _marks(apart)) > len(marks):
        cell, marks = Cell(apart, cell.pieces), more  # <span>来源：市政府</span><span>发布时间：…</span>
    if headed and len(marks) < 2:
        yield headed, _value("".join(cell.pieces[_shown(cell) :]))
        return
    yield from _dated(cell.text[: marks[0].start()] if marks else cell.text, bool(marks), distance)
    if distance <= NEAR and parse(cell.text.strip(BRACKETS)):
        yield UNLABELLED_NUMBER, cell.text.strip(BRACKETS)
    for mark, after in zip_longest(marks, marks[1:]):
        yield _bare(mark[1]), _value(cell.text[mark.end() : after.start() if after else None])


def _shown(cell: Cell) -> int:
    """How many of the cell's pieces it takes until one shows."""
    return next((at for at, piece in enumerate(cell.pieces, start=1) if piece.strip()), 0)


def _alone(text: str) -> str | None:
    """The label that the text consists of."""
    label = _bare(text).strip("【】[]:：")
    return label if label in LABELS else None


def _marks(text: str) -> list[re.Match[str]]:
    return list(WITH_COLON.finditer(text)) if any(colon in text for colon in COLONS) else []


def _dated(text: str, before_label: bool, distance: int) -> Iterator[tuple[str, str]]:
    """A date by itself above the text: with its time, before a label, or `distance` cells from the text, not far."""
    date = DATED.fullmatch(text.strip(BARS))
    if date and (date["time"] or before_label or distance <= NEAR):
        yield UNLABELLED_DATE, date[0]
    elif distance <= NEAR and (leading := LEADING_DATE.match(text)):
        yield UNLABELLED_DATE, leading[1]


def _bare(printed: str) -> str:
    return "".join(printed.split())


def _value(printed: str) -> str:
    value = " ".join(printed.split()).strip(BARS).lstrip(":：").strip()
    return value if len(value) <= MAX_VALUE else ""
