"""The clause tree: markers, positions, headings, and the promise that no character is lost."""

from __future__ import annotations

from pipelines.structure.clauses import read_clauses
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


def outline(text: str) -> list[tuple[str, int, str, str]]:
    return [(clause.id, clause.level, clause.marker, clause.heading) for clause in read_clauses(text)]


def squash(text: str) -> str:
    return "".join(text.split())


def words(clauses: tuple[Clause, ...]) -> str:
    return squash("".join(clause.marker + clause.heading + clause.text for clause in clauses))


def test_a_plan_becomes_its_tree():
    assert outline(PLAN) == [
        ("0", 0, "", "某市推动设备更新实施方案"),
        ("1", 1, "一、", "总体目标"),
        ("2", 1, "二、", "重点任务"),
        ("2.1", 2, "（一）", "工业领域"),
        ("2.1.1", 3, "1.", "加快技术改造。"),
        ("2.1.2", 3, "2.", "推进数字化。"),
        ("2.2", 2, "（二）", "消费领域"),
        ("2.2.1", 3, "3.", "汽车以旧换新。"),
        ("3", 1, "三、", "保障措施"),
        ("3.1", 2, "1.", "加强领导。"),
        ("3.2", 2, "2.", "加强宣传。"),
        ("4", 0, "", ""),
    ]


def test_the_unnumbered_end_is_a_clause_of_its_own():
    assert read_clauses(PLAN)[-1].text == "各县区要抓好落实。"
