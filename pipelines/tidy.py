"""Blocks of any reader to the main text: one paragraph a line, nothing lost but white space and artefacts.

Artefacts are what a conversion left behind: markdown (`# `, `- `, `**1.**`), Word's `[bookmark: …]`, page numbers,
invisible characters. Lines that a page border or a line's width cut inside a sentence or a title are joined; where it
is not sure that they belong together, they stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from pipelines.labels import is_label
from pipelines.readers.characters import fold, one_width
from pipelines.readers.plain import PAGE_NUMBER
from storage.models import Block

ARTEFACTS = (
    (re.compile(r"[\[［]" + r"\s*".join("bookmark:").replace(":", "[:：]") + r"[^\]］\n]{0,80}[\]］]"), ""),
    (re.compile(r"^\s*(?:#{1,6}\s*)+(?=\S)"), ""),
    (re.compile(r"^\s*[-*+](?:\s+(?=\S)|(?=[（(]|\*\*|\d{1,2}[.．、]\D))"), ""),
    (re.compile(r"\*\*(.+?)\*\*"), r"\1"),
    (re.compile(r"^[-－–―─—]{2,}(?=\s*[\u4e00-\u9fff])"), "——"),
    # A point for a full stop; not the one behind a number (一．总体要求), nor in a name (附件.docx).
    (
        re.compile(
            r"(?<=[\u4e00-\u9fff）》”])(?<!^[一二三四五六七八九十])(?<!^.[一二三四五六七八九十])[.．](?![A-Za-z])"
        ),
        "。",
    ),
)
WIDE_BLANK, GAP = re.compile(r"[^\S ]|\s{2,}"), re.compile(" {2,}")
# One space beside a Chinese character is the trace of a cut line or of a typesetter; before a label it separates.
CJK = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·"
TRACE = re.compile(rf"(?:(?<=[{CJK}]) (?=\S)|(?<=\S) (?=[{CJK}]))(?! ?[^\s:：，。]{{2,8}}[:：])")

HEADING = re.compile(
    r"[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]+[章节条部]"
)
OWN_LINE = re.compile(
    r"——|[-•●◆■]|附件|附表|附[:：]|抄送|主办|督办|[（(]此件|\d{4}年\d{1,2}月\d{1,2}日|二[〇○零ＯO]"
)
COMPLETE = re.compile(
    r"日$|[〔\[［（(【﹝]\d{4}[〕\]］）)】﹞]\s*第?\s*\d+\s*号$|文件$|公报$|^[一-鿿]{2,10}[〔\[［(（【﹝]\d{5,9}$|^20\d{4,6}$|^附[件表]\s*[\d一二三四五六七八九十]*$"
)
SENTENCE_ENDS = "。；：！？”）】》;:!?)…"
NEVER_FIRST = "，。、；：！？）》”’〕】"
NUMBER_GOES_ON = re.compile(r"[-./]\d|[年月日%]")  # a date or a share that was cut behind a digit
PAUSES = re.compile(r"[，,；;]")
SENTENCE_MARKS = re.compile(r"[。；！？：，,;:!?]")
PAIRS = ("《》", "（）", "“”", "()", "〔〕")
LONG = 20  # characters from which a line with a comma is taken for a sentence
LONG_HEADING = 45  # and from which it cannot be a numbered heading any more

TITLE_END = re.compile(
    r"(?:通知|方案|措施|意见|办法|细则|计划|要点|规划|决定|批复|公告|通告|复函|规定|条例|决议|意见稿|分工表|任务表|清单)》?(?:[（(][^（）()]{1,8}[）)])?$"
)
ORGAN = re.compile(r"(?:政府|委员会|委|局|厅|办公室|办|部|院)$")
TITLE_LINES = 4
TITLE_LINE_LENGTH = 60


def tidy_lines(blocks: Iterable[Block]) -> str:
    """The main text of `blocks`: one paragraph a line; a table gives a line a row, with tabs between its cells."""
    lines: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        lines_of = _table_lines if kind == "table" else _paragraph_lines
        lines.extend(lines_of(group))
    return "\n".join(lines)


def tidy_line(text: str) -> str:
    """One line without artefacts and superfluous white space."""
    text = one_width(fold(text))
    if PAGE_NUMBER.fullmatch(text):
        return text.strip()
    for artefact, kept in ARTEFACTS:
        text = artefact.sub(kept, text)
    text = WIDE_BLANK.sub("  ", text).strip()
    return GAP.sub(" ", TRACE.sub("", text))


def _table_lines(tables: Iterable[Block]) -> Iterator[str]:
    for block in tables:
        for row in block.text.split("\n"):
            yield "\t".join(tidy_line(cell) for cell in row.split("\t"))


def _paragraph_lines(blocks: Iterable[Block]) -> list[str]:
    lines = [tidy_line(line) for block in blocks for line in block.text.split("\n")]
    return _join_sentences(_join_titles(_join_pages([line for line in lines if line])))


def _join_pages(lines: list[str]) -> list[str]:
    """The lines without page numbers; what a page's end cut inside a sentence is whole again."""
    joined: list[str] = []
    page_ended = False
    for line in lines:
        if PAGE_NUMBER.fullmatch(line):
            page_ended = True
            continue
        if page_ended and joined and _cut_by_page(joined[-1], line):
            joined[-1] += line
        else:
            joined.append(line)
        page_ended = False
    return joined


def _cut_by_page(line: str, after: str) -> bool:
    if "\t" in line + after or _stands_alone(line) or _stands_alone(after) or line[-1] in SENTENCE_ENDS:
        return False
    whole = any(pattern.search(line) for pattern in (COMPLETE, TITLE_END, ORGAN))
    return not whole and SENTENCE_MARKS.search(after) is not None


def _join_titles(lines: list[str]) -> list[str]:
    joined: list[str] = []
    at = 0
    while at < len(lines):
        value = at > 0 and is_label(lines[at - 1])
        length = next((n for n in range(TITLE_LINES, 1, -1) if _is_title(lines[at : at + n], n)), 1)
        length = 1 if value else length
        joined.append("".join(lines[at : at + length]))
        at += length
    return joined


def _is_title(lines: list[str], length: int) -> bool:
    """Whether the lines are one title: together they end as titles do, and none of them is whole by itself."""
    if len(lines) < length or any(len(line) > TITLE_LINE_LENGTH for line in lines):
        return False
    if not TITLE_END.search("".join(lines)) or any(map(SENTENCE_MARKS.search, lines)):
        return False
    if any(_stands_alone(line) or COMPLETE.search(line) for line in lines):
        return False
    if any(TITLE_END.search(line) and not after.startswith("的") for line, after in pairwise(lines)):
        return False
    return ORGAN.search(lines[0]) is None or lines[1].startswith("关于")


def _join_sentences(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if joined and _continues(joined[-1], line):
            meeting = joined[-1][-1] + line[0]  # two words or numbers stay apart
            gap = " " if meeting.isascii() and meeting.isalnum() else ""
            joined[-1] += gap + line
        else:
            joined.append(line)
    return joined


def _continues(line: str, after: str) -> bool:
    """Whether `after` goes on with a sentence, or a title, that `line` breaks off."""
    if after[0] in NEVER_FIRST or (line[-1].isdigit() and NUMBER_GOES_ON.match(after)):
        return "\t" not in line + after
    if "\t" in line + after or _stands_alone(after) or line[-1] in SENTENCE_ENDS or COMPLETE.search(line):
        return False
    if line[-1] in "，、," or _leaves_open(line):
        return True
    return _breaks_off(line) and (after[-1] in SENTENCE_ENDS or SENTENCE_MARKS.search(after) is not None)


def _stands_alone(line: str) -> bool:
    return HEADING.match(line) is not None or OWN_LINE.match(line) is not None or is_label(line)


def _leaves_open(line: str) -> bool:
    return any(line.count(pair[0]) > line.count(pair[1]) for pair in PAIRS)


def _breaks_off(line: str) -> bool:
    """A line without an end that holds a sentence's end or pause, and is too long for a heading with a comma."""
    if "。" in line:
        return True
    shortest = LONG_HEADING if HEADING.match(line) else LONG
    return len(line) >= shortest and PAUSES.search(line) is not None
