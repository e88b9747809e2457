"""From a plan's text to the paragraphs and tables that a portal would show: line ends of the text's own making,
markdown and bookmarks are taken out, not a word is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARKUP = re.compile(r"\[bookmark: [^\]]*\]|\*\*|^[ \t]*#+[ \t]|^[ \t]*-[ \t]", re.MULTILINE)
STARTS = re.compile(  # what begins a paragraph of its own
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+\s?[.．]\s?\D|——|附件|主办|督办|抄送|各.{2,40}[:：]"
)
ENDS = "。；：！？）)"
FULL_LINE = 30  # a shorter line is a heading, a signature or a date and is left alone
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells: an empty cell belongs to the one on its left, None to the one above."""

    rows: tuple[tuple[str | None, ...], ...]


Part = str | Table


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan's two pieces; the plan's title stands in neither."""

    notice: tuple[Part, ...]
    plan: tuple[Part, ...]


def read_plan(text: str, plan_title: str) -> PlanText:
    """Splits a text where the plan's own title stands on lines of its own.

    The letterhead above the salutation is left out: portals show it as the page's title and information block.
    """
    clean = MARKUP.sub("", text)
    title = re.search(rf"^[ \t]*{spaced(plan_title)}[ \t]*$", clean, re.MULTILINE)
    if title is None:
        raise ValueError(f"no line with the title {plan_title}")
    notice = paragraphs(clean[: title.start()])
    salutation = next(i for i, part in enumerate(notice) if isinstance(part, str) and part.startswith("各"))
    return PlanText(tuple(notice[salutation:]), tuple(paragraphs(clean[title.end() :])))


def spaced(words: str) -> str:
    """A pattern for words that lines and blanks may break anywhere."""
    return r"\s*".join(map(re.escape, words))


def paragraphs(text: str) -> list[Part]:
    """The paragraphs and tables of a text: lines broken inside a sentence are joined again."""
    lines = [line.strip(" \u3000\r") for line in text.split("\n")]
    cells = [i for i, line in enumerate(lines) if "\t" in line]
    if not cells:
        return list(joined(lines))
    first, after = cells[0], cells[-1] + 1
    return [*joined(lines[:first]), read_table(lines[first:after]), *joined(lines[after:])]


def joined(lines: Sequence[str]) -> Iterator[str]:
    current = ""
    for line in filter(None, lines):
        if current and not is_continued(current, line):
            yield current
            current = ""
        current += line
    if current:
        yield current


def is_continued(current: str, line: str) -> bool:
    return len(current) >= FULL_LINE and current[-1] not in ENDS and not STARTS.match(line)


def read_table(lines: Sequence[str]) -> Table:
    """Lines with tabs are rows. A row that is short of cells has an empty one before its last."""
    rows = []
    for line in filter(None, lines):
        cells: list[str | None] = [cell.strip() for cell in line.split("\t")]
        cells[-1:-1] = [""] * (COLUMNS - len(cells))
        if not cells[1] and cells[2]:
            cells[1] = None
        rows.append(tuple(cells))
    return Table(tuple(rows))
