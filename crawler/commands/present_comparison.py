"""How a comparison is shown to a person: what differs, the superior plan that is followed, plans with text in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.commands.common import print_table, say
from crawler.elsewhere import Elsewhere
from pipelines.compare.descent import ADDED, descent
from pipelines.compare.sides import key_of
from pipelines.publish.family import Family, Kin
from pipelines.publish.words import words
from storage.models import Comparison, Finding, Plan

SHOWN = 15  # findings printed for a person; JSON and the reports give all
SHOWN_BELOW = 5  # findings against the superior plan
PHRASES: dict[str, dict[str, str]] = {
    "zh": {
        "against": "对照：{plans}",
        "plan": "{name}（{region}）",
        "nothing": "两个文本没有差异。",
        "identical": "本方案与 {name} 的条款逐字相同。",
        "nothing_known": "没有可列的差异：没有别的方案可以对照，或者本方案没有读出条款。",
        "own": "本方案",
        "more": "… 另有 {n} 条：--json 或 --html FILE 给出全部",
        "superior": "上级方案：{number} {title}",
        "clauses": "{n}条",
        "below": "上级方案没有的条款：{clauses}",
        "nearest": "文字最接近的已存方案",
        "elsewhere": "各条在其他已存方案（已知方案除外）中最接近的条款",
        "copied": "照搬",
        "reworded": "改写",
        "elaborated": "细化",
        "condensed": "压缩",
        "overlapping": "部分重合",
        ADDED: "自有",
    },
    "en": {
        "against": "Beside: {plans}",
        "plan": "{name} ({region})",
        "nothing": "The two texts do not differ.",
        "identical": "The clauses of this plan and of {name} are the same word for word.",
        "nothing_known": "No difference to tell: there is no other plan to compare with, or no clause was read.",
        "own": "this plan",
        "more": "… and {n} more: --json or --html FILE gives all",
        "superior": "Superior plan: {number} {title}",
        "clauses": "{n} clauses",
        "below": "Clauses that the superior plan has not: {clauses}",
        "nearest": "Stored plans with most text in common",
        "elsewhere": "The likest clauses of other stored plans, the known ones apart",
        "copied": "copied",
        "reworded": "reworded",
        "elaborated": "elaborated",
        "condensed": "condensed",
        "overlapping": "overlapping",
        ADDED: "added",
    },
}

COLUMNS = {
    "zh": ("id", "地区", "文号", "成文", "占本方案", "占该方案", "标题"),
    "en": ("id", "region", "number", "signed", "of this plan", "of that plan", "title"),
}
ELSEWHERE_COLUMNS = {
    "zh": ("条款", "相近度", "id", "地区", "文号", "其条款", "其文字"),
    "en": ("clause", "likeness", "id", "region", "number", "its clause", "its words"),
}
EXCERPT = 60  # characters of a clause in a table


def print_comparison(result: Comparison, language: str, *, versions: bool = False) -> None:
    """Counts first, then the heaviest findings with quotes from both sides."""
    phrases = PHRASES[language]
    say(f"{result.plan.title}  {result.plan.doc_number or ''}", bold=True)
    others = (
        phrases["plan"].format(name=plan.name, region=plan.region or plan.title) for plan in result.baselines
    )
    say(phrases["against"].format(plans="、".join(others)))
    if not result.findings:
        say(phrases["nothing" if versions else "nothing_known"])
        return
    for plan in result.baselines:
        if not versions and _says(plan) == _says(result.plan):
            say(phrases["identical"].format(name=plan.name))
    kinds = words(language).phrases["kinds"]
    counts = Counter(finding.kind for finding in result.findings)
    say("　".join(f"{kinds[kind]} {n}" for kind, n in counts.most_common()))
    _print_findings(result.findings[:SHOWN], language)
    if len(result.findings) > SHOWN:
        say("\n" + phrases["more"].format(n=len(result.findings) - SHOWN))


def print_family(family: Family, language: str) -> None:
    """What the plan made of its superior plan, and the stored plans that it shares words with."""
    if family.superior:
        _print_superior(family.superior, language)
    if family.nearest:
        say(f"\n{PHRASES[language]['nearest']}", bold=True)
        print_table(COLUMNS[language], map(_kin_row, family.nearest))


def print_elsewhere(found: Sequence[Elsewhere], language: str) -> None:
    """Each clause with the likest one of a stored plan."""
    if found:
        say(f"\n{PHRASES[language]['elsewhere']}", bold=True)
        print_table(ELSEWHERE_COLUMNS[language], map(_elsewhere_row, found))


def _says(plan: Plan) -> list[str]:
    return [key_of(f"{clause.heading}{clause.text}") for clause in plan.clauses]


def _print_superior(superior: Comparison, language: str) -> None:
    phrases = PHRASES[language]
    (plan,) = superior.baselines
    head = phrases["superior"].format(number=plan.doc_number or "", title=plan.title)
    say(f"\n{head}", bold=True)
    became = descent(superior)
    counts = (
        f"{phrases[outcome]} {phrases['clauses'].format(n=len(clauses))}"
        for outcome, clauses in became.items()
    )
    say("　".join(counts))
    if became[ADDED]:
        say(phrases["below"].format(clauses="、".join(became[ADDED])))
    _print_findings(superior.findings[:SHOWN_BELOW], language)


def _print_findings(findings: Sequence[Finding], language: str) -> None:
    kinds, own = words(language).phrases["kinds"], PHRASES[language]["own"]
    for number, finding in enumerate(findings, 1):
        summary = finding.summary_zh if language == "zh" else finding.summary_en
        say(f"\n{number:>2}. [{kinds[finding.kind]}] {summary}")
        if finding.quote:
            say(f"      {own} {finding.clause or ''}：「{finding.quote}」")
        for other in finding.baselines:
            say(f"      {other.name} {other.clause or ''}：『{other.quote}』")


def _kin_row(kin: Kin) -> tuple[object, ...]:
    names = (kin.row[name] for name in ("id", "region", "doc_number", "signed_date"))
    return (*names, f"{kin.here:.0%}", f"{kin.there:.0%}", kin.row["title"])


def _elsewhere_row(one: Elsewhere) -> tuple[object, ...]:
    names = (one.row[name] for name in ("id", "region", "doc_number"))
    return (one.clause.id, f"{one.score:.2f}", *names, one.other, one.quote[:EXCERPT])
