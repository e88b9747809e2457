"""The clause tree: markers, positions, headings, and the promise that no character is lost."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.structure.clauses import read_clauses
from pipelines.structure.plain import squash
from storage.models import Clause

PLAN = """某市推动设备更新实施方案
为落实国家部署，制定本方案。
一、总体目标
到2027年，设备投资增长25%以上。
二、重点任务
（一）工业领域
1.加快技术改造。推动工业设备更新，规模3.5万辆，占12.5%。发展一、二、三产业。
2.推进数字化。建设智能工厂。
（二）消费领域
3.汽车以旧换新。发放补贴。（责任单位：市商务局）
三、保障措施
1.加强领导。建立机制。（责任单位：市发展改革委）
2.加强宣传。做好解读。（市委宣传部负责）
各县区要抓好落实。
"""

TREE = [
    ("0", 0, "", "某市推动设备更新实施方案"),
    ("1", 1, "一、", "总体目标"),
    ("2", 1, "二、", "重点任务"),
    ("2.1", 2, "（一）", "工业领域"),
    ("2.1.1", 3, "1.", "加快技术改造。"),
    ("2.1.2", 3, "2.", "推进数字化。"),
    ("2.2", 2, "（二）", "消费领域"),
    ("2.2.1", 3, "3.", "汽车以旧换新。"),  # the numbering runs on, the position does not
    ("3", 1, "三、", "保障措施"),
    ("3.1", 2, "1.", "加强领导。"),  # a level is skipped
    ("3.2", 2, "2.", "加强宣传。"),
    ("4", 0, "", ""),
]


def outline(text: str) -> list[tuple[str, int, str, str]]:
    return [(clause.id, clause.level, clause.marker, clause.heading) for clause in read_clauses(text)]


def words(clauses: tuple[Clause, ...]) -> str:
    return squash("".join(clause.marker + clause.heading + clause.text for clause in clauses))


def test_a_plan_becomes_its_tree():
    assert outline(PLAN) == TREE


def test_the_unnumbered_end_is_a_clause_of_its_own():
    assert read_clauses(PLAN)[-1].text == "各县区要抓好落实。"


@pytest.mark.parametrize("seed", range(20))
def test_lost_line_breaks_lose_no_clause(seed: int):
    chance = random.Random(seed)
    lines = PLAN.splitlines()[1:]
    broken = "".join(line + ("" if chance.random() < 0.2 else "\n") for line in lines)
    numbered = [(id, level, marker) for id, level, marker, _ in TREE if marker]
    assert [(id, level, marker) for id, level, marker, _ in outline(broken) if marker] == numbered


@pytest.mark.parametrize(
    "text",
    [
        "增长12.5%，新增3.5万辆。",
        "发展一、二、三产业。",
        "2024年新增充电桩。",
        "到2027年，分别超过90%、\n75%。",
        "见附件（1）所列内容。",
        "按照国发〔2024〕7号要求。",
    ],
)
def test_a_number_in_a_sentence_opens_no_clause(text: str):
    assert [clause.id for clause in read_clauses(f"一、任务\n推进工作。{text}")] == ["1"]


@pytest.mark.parametrize(
    ("line", "heading", "text"),
    [
        ("1.加快改造。推动更新。", "加快改造。", "推动更新。"),
        ("1.工业领域：推动更新。", "工业领域：", "推动更新。"),
        ("1.加快改造", "加快改造", ""),
        ("1.加快改造\n围绕重点行业，推动更新。", "加快改造", "围绕重点行业，推动更新。"),
        ("1.推动更新。（市商务局负责）", "", "推动更新。（市商务局负责）"),
        ("1.加快改造（责任单位：市商务局）", "加快改造", "（责任单位：市商务局）"),
        (
            "1.新增充电桩200个，2024年底前完成。加快建设。",
            "",
            "新增充电桩200个，2024年底前完成。加快建设。",
        ),
        ("1.任务一：加快改造。推动更新。", "任务一：加快改造。", "推动更新。"),
        ("（二）指导思想以习近平新时代中国特色社会主义思想为指导，推动更新。", "指导思想", None),
    ],
)
def test_a_heading_ends_where_its_text_begins(line: str, heading: str, text: str | None):
    clause = next(clause for clause in read_clauses(f"一、任务\n{line}") if clause.id == "1.1")
    assert clause.heading == heading
    assert text is None or clause.text == text


def test_bullets_are_clauses_below_their_section():
    text = "一、原则\n——坚持市场为主。发挥作用。\n——坚持鼓励先进。淘汰落后。\n二、任务\n推进工作，加快更新。"
    assert [row[0] for row in outline(text)] == ["1", "1.1", "1.2", "2"]


def test_the_articles_of_rules_run_on_through_chapters_and_have_no_headings():
    lines = [
        "第一章 总则",
        "第一条 为规范管理，制定本细则。",
        "第二章 补贴",
        "第二条 补贴如下：",
        "（一）汽车；",
        "（二）家电。",
        "第三条 本细则自发布之日起施行。",
    ]
    assert outline("\n".join(lines)) == [
        ("1", 1, "第一章", "总则"),
        ("1.1", 2, "第一条", ""),
        ("2", 1, "第二章", "补贴"),
        ("2.1", 2, "第二条", ""),
        ("2.1.1", 3, "（一）", ""),
        ("2.1.2", 3, "（二）", ""),
        ("2.2", 2, "第三条", ""),
    ]


def test_a_plan_may_number_against_the_rules():
    text = "1.设备更新\n（一）工业。推动更新。\n（二）建筑。推动改造。\n2.以旧换新\n（一）汽车。发放补贴。"
    assert [row[0] for row in outline(text)] == ["1", "1.1", "1.2", "2", "2.1"]


def test_the_rows_of_a_task_table_are_clauses_where_the_table_is_the_plan():
    lines = [
        "任务分解表",
        "一、设备更新",
        "序号\t任务\t内容\t单位",
        "1\t工业更新\t实施技改20项。\t市工信局",
        "2\t建筑更新\t改造老旧小区，更新电梯。\t市住建局",
    ]
    assert outline("\n".join(lines))[1:] == [
        ("1", 1, "一、", "设备更新"),
        ("1.1", 2, "1", "工业更新"),
        ("1.2", 2, "2", "建筑更新"),
    ]


def test_annexes_are_kept_apart_and_read_where_they_are_texts():
    text = f"{PLAN}附件：1.项目清单\n附件1\n项目清单\n一、装备类\n1.甲公司项目。总投资2亿元。\n"
    rows = outline(text)[len(TREE) - 1 :]
    assert [row[0] for row in rows] == ["4", "5", "6", "6.1", "6.1.1"]
    assert rows[2][3] == "附件1\n项目清单"


# ---------------------------------------------------------------- any tree

HAN = "一二三四五六七八九"
MARKERS = [
    lambda n: f"{HAN[n - 1]}、",
    lambda n: f"（{HAN[n - 1]}）",
    lambda n: f"{n}.",
    lambda n: f"（{n}）",
    lambda n: chr(0x245F + n),  # ①
]


STATUTE = [
    lambda n: f"第{HAN[n - 1]}章",
    lambda n: f"第{HAN[n - 1]}节",
    lambda n: f"第{HAN[n - 1]}条",
    lambda n: f"（{HAN[n - 1]}）",
    lambda n: f"{n}.",
]
OTHER_SIGNS = [
    lambda n: f"第{HAN[n - 1]}部分",
    lambda n: f"{HAN[n - 1]}、",
    lambda n: chr(0x321F + n),  # ㈠
    lambda n: chr(0x2487 + n),  # ⒈
    lambda n: chr(0x2473 + n),  # ⑴
    lambda n: f"{n}）",
    lambda _: "——",
]
SPACES = ("", " ", "\u3000")


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """The id, marker and words of each line: numbers run on, restart, skip and repeat; levels are skipped."""
    lines: list[tuple[str, str, str]] = []
    markers = draw(st.sampled_from([MARKERS, STATUTE, OTHER_SIGNS]))

    def grow(parent: str, outermost: int, depth: int) -> None:
        kind = draw(st.integers(outermost, min(outermost + 1, len(markers) - 1)))
        for position in range(1, draw(st.integers(1, 4)) + 1):
            id, marker = f"{parent}{position}", markers[kind](draw(st.integers(1, 9)))
            words = draw(
                st.sampled_from(["加快更新。推动改造。", "加快更新", "加快更新。", "（试行）推动改造。"])
            )
            lines.append((id, marker, draw(st.sampled_from(SPACES)) + words))
            if depth < 4 and kind + 1 < len(markers) and draw(st.booleans()):
                grow(f"{id}.", kind + 1, depth + 1)

    grow("", 0, 1)
    return lines


@settings(max_examples=150, deadline=None)
@given(trees())
def test_any_numbering_comes_back_as_its_tree(lines: list[tuple[str, str, str]]):
    text = "\n".join(marker + words for _, marker, words in lines)
    clauses = read_clauses(text)
    assert [(clause.id, clause.marker) for clause in clauses] == [(id, marker) for id, marker, _ in lines]
    assert words(clauses) == squash(text)


PIECES = [*PLAN.splitlines(), "", "附件", "1\t任务\t市商务局", "（一）", "——", "。", "第一条 适用"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_every_character_is_in_one_clause_and_in_order(lines: list[str]):
    text = "\n".join(lines)
    clauses = read_clauses(text)
    assert words(clauses) == squash(text)
    spans = [(clause.start, clause.end) for clause in clauses]
    assert all(end == start for (_, end), (start, _) in pairwise(spans))
    if clauses:
        assert (spans[0][0], spans[-1][1]) == (0, len(text))


# ---------------------------------------------------------------- numbers stay whole

NUMBERS = [
    "12.5%",
    "3.5万辆",
    "1.2.3",
    "10.5-12.8个",
    "1,000台",
    "2024.5.30",
    "2027年",
    "5G",
    "1. 5亿元",
    "0.5",
    "12.5",
    "3",
]
AROUND = [
    "达到",
    "。",
    "；",
    "、",
    "，新增",
    "（一）推动",
    "1.加快",
    "一、推进更新。",
    "\n",
    "\n2.",
    "\n（二）",
    "第",
    "：",
    "）",
    "更新",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(NUMBERS), st.sampled_from(AROUND)), max_size=25))
def test_no_number_is_split_by_a_marker_or_a_heading(pieces: list[str]):
    text = "一、任务\n推进更新。" + "".join(
        f"{piece}更新" if piece in NUMBERS and piece[-1] in "0123456789." else piece for piece in pieces
    )
    shown = squash(text)
    cuts, at = set(), 0
    for clause in read_clauses(text):
        for part in (clause.marker, clause.heading, clause.text):
            cuts.add(at)
            at += len(squash(part))
    inside = {
        cut
        for found in re.finditer(
            r"\d+(?:[.，](?!20\d\d年)\d+)+|\d\d+", shown
        )  # 2.2027年 is a clause's number and a year
        for cut in range(found.start() + 1, found.end())
    }
    assert not cuts & inside


def test_a_clause_may_begin_with_its_year():
    text = "一、任务\n1.推进电梯更新。更新电梯。\n2.2026年完成管网改造80公里。\n3.2027年建成站点9个。"
    assert [marker for _, _, marker, _ in outline(text)] == ["一、", "1.", "2.", "3."]
