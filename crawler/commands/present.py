"""How a reading and a comparison are shown to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.commands.common import print_table, say
from storage.models import Comparison, Finding, Reading

SHOWN = 15  # findings printed for a person; JSON and the reports give all
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


def print_comparison(result: Comparison, language: str) -> None:
    """Counts first, then the heaviest findings with quotes from both sides."""
    # here: it brings all of comparing with it, and `show` needs none
    from pipelines.publish.words import words

    say(f"{result.plan.title}  {result.plan.doc_number or ''}", bold=True)
    say("对照：" + "、".join(f"{plan.name}（{plan.region or plan.title}）" for plan in result.baselines))
    kinds = words(language).phrases["kinds"]
    counts = Counter(finding.kind for finding in result.findings)
    say("　".join(f"{kinds[kind]} {n}" for kind, n in counts.most_common()))
    for number, finding in enumerate(shown(result.findings), 1):
        summary = finding.summary_zh if language == "zh" else finding.summary_en
        say(f"\n{number:>2}. [{kinds[finding.kind]}] {summary}")
        if finding.quote:
            say(f"      本方案 {finding.clause}：「{finding.quote}」")
        for other in finding.baselines:
            say(f"      {other.name} {other.clause or ''}：『{other.quote}』")
    if len(result.findings) > SHOWN:
        say(f"\n… 另有 {len(result.findings) - SHOWN} 条：--json 或 --html FILE 给出全部")


def shown(findings: Sequence[Finding]) -> Sequence[Finding]:
    return findings[:SHOWN]
