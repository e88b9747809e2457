"""A document takes time in proportion to its length, whatever it holds: no expression of any reading step backtracks."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pipelines.dates import find_dates
from pipelines.document_number import find, number_key
from pipelines.lines import filled_lines
from pipelines.reading import read_file
from pipelines.relevance import judge_title
from pipelines.structure import read_citations
from pipelines.tidy import tidy_lines
from storage.models import Block

HOSTILE = {
    "digits": "1",
    "wide digits": "１",
    "years": "2024年",
    "years in Han digits": "二〇二四年",
    "dates": "2024年5月1日",
    "dates without an end": "2024-05-",
    "numbers without an end": "示政发〔2024〕",
    "lost brackets": "〔2024",
    "orders": "令第",
    "open brackets": "（【[",
    "closed brackets": "）",
    "list of departments": "市商务局、",
    "enumeration": "、",
    "blanks": " ",
    "wide blanks": "\u3000",
    "tabs": "\t",
    "line ends": "\n",
    "invisible": "\u200b",
    "open titles": "《",
    "titles": "《示例市方案》",
    "markers": "一、",
    "articles": "第",
    "points": "1.",
    "about": "关于",
    "about issuing": "关于印发",
    "notices": "的通知",
    "governments": "市人民政府",
    "places": "示例市示例县",
    "a name without end": "推",
    "letters": "a",
    "dashes": "—",
    "page numbers": "- 3 -\n",
    "heading signs": "#",
    "bold": "**",
    "bookmarks": "[bookmark: ",
    "labels": "发文机关：",
    "terms": "自2024年起",
    "openness": "（此件",
    "signatures": "示例市人民政府\n2024年5月1日\n",
    "imprints": "2024年5月1日印发\n",
    "annexes": "\n附件1",
    "rows": "1\t任务\t市商务局\n",
    "shares": "5%",
    "quotes": "“",
}


def plan(text: str) -> str:
    return f"示例市推动大规模设备更新和消费品以旧换新实施方案\n一、任务\n推进工作。{text}"


def notice(text: str) -> str:
    return (
        f"示例市人民政府文件\n示政发〔2024〕7号\n示例市人民政府关于印发{text}的通知\n各县区人民政府：\n"
        f"现将《{text}》印发给你们。\n示例市人民政府\n2024年5月1日\n{text}"
    )


STEPS: dict[str, Callable[[str], object]] = {
    "plan": lambda text: read_file(plan(text).encode(), name="plan.txt"),
    "notice": lambda text: read_file(notice(text).encode(), name="notice.txt"),
    "title": judge_title,
    "numbers": find,
    "key of a number": number_key,
    "dates": find_dates,
    "tidying": lambda text: tidy_lines([Block("paragraph", line) for line in text.split("\n")]),
    "lines": filled_lines,
    "citations": read_citations,
}
SMALL, LARGE = 4_000, 16_000


def seconds(step: Callable[[str], object], unit: str, size: int) -> float:
    text = (unit * (size // len(unit) + 1))[:size]
    started = time.process_time()
    step(text)
    return time.process_time() - started


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_four_times_the_text_takes_about_four_times_the_time(
    step: Callable[[str], object], unit: str
) -> None:
    fast, slow = seconds(step, unit, SMALL), seconds(step, unit, LARGE)
    if slow > max(0.3, 10 * fast):  # a busy machine may have slowed one of the two
        fast, slow = min(fast, seconds(step, unit, SMALL)), min(slow, seconds(step, unit, LARGE))
    assert slow < max(0.3, 10 * fast)  # quadratic would be 16
