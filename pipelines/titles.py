"""Titles of documents: where one ends, what a notice carries by its title, which number stands in it."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.document_number import Number, find

MAX_TITLE = 220

_GAP = re.compile(r"\s+")
_REMARK = "(?:[（(][^（()）]{1,40}[）)])?"  # （试行）, （2024—2027年）
_END = re.compile(
    "(?:通知|方案|计划|措施|举措|细则|办法|意见|决定|公告|通告|批复|函|专项行动|任务分解|分解表|分工|要点|规定|规则|清单|令|政策|规划|指南|通报|[》〉])"
    + _REMARK
    + "$"
)
_NOTICE_END = re.compile(f"(?:通知|函|公告|意见|通告|决定){_REMARK}》?$")
_CARRIES = re.compile(
    "关于(?:印发|发布|下发|转发|公布|颁布|批转)|(?:印发|转发|下发)(?:关于)?(?=.{4,200}的?通知》?$)"
)
_QUOTED = re.compile("《([^《》]{4,120}(?:《[^《》]{1,80}》[^《》]{0,40})?)》")
_AS_CARRIED = re.compile(f"{_REMARK}$")
_AS_NOTICE = re.compile("的?(?:通知|函|公告|意见|通告|决定)》?$")


def without_gaps(text: str) -> str:
    """A title as one string: no blanks beside Chinese characters, where only the layout put them."""
    words = _GAP.split(text.strip())
    return words[0] + "".join(
        (" " if above[-1:].isascii() and below[:1].isascii() else "") + below
        for above, below in pairwise(words)
    )


def title_key(title: str) -> str:
    """A title for comparison: blanks, outer 《》 and the width of brackets do not count."""
    return "".join(title.split()).strip("《》").replace("(", "（").replace(")", "）")


def is_complete(title: str, below: str = "") -> bool:
    """Has the title come to its end, given the line of text below it, if one stands there?"""
    title = without_gaps(title)
    if title.count("《") > title.count("》") or below.startswith(("的", "》")) or is_remark(below):
        return False
    if _CARRIES.search(title) and not _NOTICE_END.search(title):
        return not below
    return bool(_END.search(title)) and not (len(below) <= 10 and bool(_END.search(below)))


def is_remark(line: str) -> bool:
    """Is the line a remark in brackets that belongs to the title above it?"""
    return bool(line) and _AS_CARRIED.fullmatch(line) is not None


def without_number(title: str) -> tuple[str, Number | None]:
    """A title without the document number in brackets at its end, or before it: 示政发〔2024〕5号 关于…的通知.

    One behind 《》, or before anything that is no whole title (国发〔2024〕7号文件解读), belongs to another document.
    """
    for number in find(title)[-1:]:
        before, after = title[: number.start].rstrip(), title[number.end :].strip()
        if before.endswith(("（", "(")) and after in ("）", ")") and not before[:-1].rstrip().endswith("》"):
            return before[:-1].rstrip(), number
    for number in find(title)[:1]:
        rest = title[number.end :].lstrip(" 　:：")
        if not title[: number.start].strip() and "关于" in rest and is_complete(rest):
            return rest, number
    return title, None


def carried_titles(title: str) -> list[str]:
    """The documents that a notice carries by its title: 关于印发《X》的通知 and 关于印发X的通知 carry X."""
    match = _CARRIES.search(title)
    if not match:
        return []
    rest = _AS_NOTICE.sub("", _AS_CARRIED.sub("", title[match.end() :]))
    return quoted_titles(rest) if "《" in rest else [rest] if len(rest) >= 4 else []


def quoted_titles(text: str) -> list[str]:
    """What stands in 《》, one quotation inside another kept."""
    return _QUOTED.findall(text)


def handed_on(line: str) -> str | None:
    """The document that a sentence hands on: X of 现将《X》印发给你们 and of 《X》已经…通过，现予公布."""
    for match in _QUOTED.finditer(line):
        before, after = line[max(0, match.start() - 8) : match.start()], line[match.end() :]
        if ("现将" in before and "印发" in after[:12]) or (not before and after.startswith("已")):
            return match[1]
    return None
