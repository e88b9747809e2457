"""How a reading is shown to a person."""

from __future__ import annotations

from crawler.commands.common import print_table, say
from storage.models import Reading

FIELDS = (
    ("title", "标题"),
    ("notice_title", "通知标题"),
    ("doc_number", "发文字号"),
    ("issuer", "发文机关"),
    ("signed_date", "成文日期"),
    ("published_date", "发布日期"),
    ("printed_date", "印发日期"),
    ("region", "地区"),
    ("validity", "效力"),
)


def print_reading(reading: Reading) -> None:
    """What was understood, for a person."""
    for name, label in FIELDS:
        value = getattr(reading.metadata, name)
        say(f"{label:　<5} {value if value is not None else '—'}")
    judged = reading.relevance
    say(f"{'判断':　<5} {judged.verdict} ({judged.sort}, {judged.score:.2f})：" + "；".join(judged.reasons))
    if reading.status != "read":
        say(f"{'状态':　<5} {reading.status}：{reading.status_reason}")
    for one in reading.attachments:
        say(f"{'附件':　<5} {one.name}：{one.status}" + (f"（{one.reason}）" if one.reason else ""))
    if reading.clauses:
        say("")
        print_table(
            ("clause", "heading", "departments", "characters"),
            (
                (c.id, f"{c.marker}{c.heading}"[:40], "、".join(u.name for u in c.units)[:60], len(c.text))
                for c in reading.clauses
            ),
        )
    if reading.targets:
        say("")
        print_table(
            ("clause", "indicator", "target", "by", "against"),
            (
                (t.clause, t.indicator, quantity(t.comparator, t.value, t.unit), t.deadline_year, t.base_year)
                for t in reading.targets
            ),
        )


def quantity(comparator: str, value: float | tuple[float, float] | None, unit: str) -> str:
    """A target's value as people write it: `≥ 25%`, `5–8个百分点`."""
    if value is None:
        return f"{comparator} {unit}"
    if isinstance(value, tuple):
        return f"{value[0]:g}–{value[1]:g}{unit}"
    sign = {"=": "", ">=": "≥ ", "<=": "≤ "}.get(comparator, f"{comparator} ")
    return f"{sign}{value:g}{unit}"
