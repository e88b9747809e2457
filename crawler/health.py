"""Facts of a run to one verdict a portal, and whether a verdict is worth telling. Pure: no store, no clock.

What is judged is the entries that a list shows, never how many of them are new: a portal that yields nothing because
it broke never looks like one where nothing happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from types import MappingProxyType

from crawler.config import Column, Portal
from storage.models import ColumnFacts, Health
from storage.runs import HealthState

# From harmless to grave; a portal is as ill as its worst column.
VERDICTS = ("well", "quiet", "thin", "garbled", "blocked", "broken")
TROUBLE = ("thin", "garbled", "blocked", "broken")
CERTAIN_AFTER = {"thin": 2, "blocked": 2}  # runs in a row; every other verdict is certain at once
REMIND_AFTER = timedelta(days=7)
PAST_RUNS = 3  # sound runs that a column must have behind it before it is held against them
USUAL_SHARE = 0.5  # of what it usually shows; less is thin
NO_PAST: Mapping[str, Sequence[ColumnFacts]] = MappingProxyType({})
AHEAD = timedelta(days=2)  # a date further in the future is none

# Fault -> verdict, and what it means in Chinese and in English.
FAULTS = {
    "blocked": ("blocked", "访问被拦截", "access is blocked"),
    "home-page": ("blocked", "返回的是首页而不是列表", "the front page comes in the place of the list"),
    "robots": ("blocked", "robots.txt 不允许访问", "robots.txt forbids access"),
    "garbled": ("garbled", "内容乱码或为空", "the text is garbled or empty"),
    "stub": ("garbled", "返回的是空页面", "a bare page comes in the place of the list"),
    "missing": ("broken", "列表页不存在", "the list does not exist any more"),
    "soft-404": ("broken", "返回的是错误页", "an error page comes in the place of the list"),
    "no-page": ("broken", "返回的是文件而不是网页", "a file comes in the place of the list"),
    "oversize": ("broken", "内容大得不合理", "the answer is unreasonably large"),
    "timeout": ("broken", "超时未响应", "no answer in time"),
    "unreachable": ("broken", "无法连接", "it cannot be reached"),
    "certificate": ("broken", "证书无法验证", "its certificate cannot be verified"),
    "old-tls": (
        "broken",
        "只提供过时的加密方式；如确属官方网站，可在其 YAML 中写 tls: legacy 并说明理由",
        "it offers outdated encryption only; `tls: legacy` in its YAML, with the reason, allows that",
    ),
    "server-error": ("broken", "服务器出错", "the server reports an error"),
    "bad-status": ("broken", "返回异常状态", "the server answers with an unexpected status"),
    "redirects": ("broken", "重定向没有尽头", "it redirects without end"),
    "refused": ("broken", "地址不允许访问", "the address may not be asked"),
    "exception": ("broken", "程序读取列表时出错", "reading the list failed"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one column deserves, with the reason in Chinese and in English."""

    verdict: str
    zh: str = ""
    en: str = ""


def in_words(fault: str, detail: str | None) -> str:
    """A fault as a person reads it: `access is blocked (HTTP 403)`."""
    told = FAULTS[fault][2]
    return f"{told} ({detail})" if detail else told


def judge(
    portal: Portal,
    facts: Mapping[str, ColumnFacts],
    now: datetime,
    past: Mapping[str, Sequence[ColumnFacts]] = NO_PAST,
) -> Health:
    """The portal's verdict. `facts` holds what the run saw by column address; a column without was never asked.

    `past` holds what earlier runs saw of a column while the portal was well, the latest first.
    """
    judged = []
    for column in portal.columns:
        seen = facts.get(column.url) or ColumnFacts(portal.id, column.url)
        found = judge_column(column, seen, now.date(), past.get(column.url, ()))
        judged.append((column.name, found))
    name, worst = max(judged, key=lambda one: VERDICTS.index(one[1].verdict))
    if worst.verdict == "well":
        name, worst = next(((name, one) for name, one in judged if one.en), (name, worst))
    if not worst.en:
        return Health(portal.id, "well", "正常", "as expected")
    return Health(portal.id, worst.verdict, f"“{name}”{worst.zh}", f"{name}: {worst.en}")


def judge_column(
    column: Column, facts: ColumnFacts, today: date, past: Sequence[ColumnFacts] = ()
) -> Judgement:
    """What one column deserves, the gravest first."""
    return (
        _by_fault(facts)
        or _by_details(facts)
        or _by_canary(facts)
        or _by_expectation(column, facts)
        or _by_past(column, facts, past)
        or _by_date(column, facts, today)
        or _by_address(facts)
    )


def telling(before: HealthState | None, health: Health, now: datetime) -> str | None:
    """How this run's verdict is to be told: changed, recovered, reminder, or not at all.

    `before` is the portal's state until this run. A verdict is told once it is certain and differs from the one told
    last; trouble is told again weekly.
    """
    verdict, told = health.verdict, before.told if before else None
    same = before is not None and before.verdict == verdict
    if verdict in ("well", "quiet"):
        if told in TROUBLE:
            return "recovered"
        return "changed" if verdict == "quiet" and not same else None
    runs = before.runs + 1 if before is not None and same else 1
    if runs < CERTAIN_AFTER.get(verdict, 1):
        return None
    if told != verdict:
        return "changed"
    told_at = datetime.fromisoformat(before.told_at) if before and before.told_at else now
    return "reminder" if now - told_at >= REMIND_AFTER else None


def _by_fault(facts: ColumnFacts) -> Judgement | None:
    if not facts.requested:
        return Judgement("broken", "本次运行没有请求到它", "no request was made")
    if facts.fault:
        verdict, zh, _ = FAULTS[facts.fault]
        code = f"（HTTP {facts.status}）" if facts.status not in (None, 200) else ""
        return Judgement(verdict, zh + code, in_words(facts.fault, facts.detail))
    if facts.entries == 0 and not facts.not_modified:
        return Judgement("broken", "列表中没有读到任何条目", "no entry was found on the list")
    return None


def _by_details(facts: ColumnFacts) -> Judgement | None:
    failed, read = facts.details_failed, facts.details_read
    if failed <= read:
        return None
    return Judgement(
        "thin",
        f"{failed + read} 个正文页中有 {failed} 个无法读取",
        f"{failed} of {failed + read} documents could not be had",
    )


def _by_canary(facts: ColumnFacts) -> Judgement | None:
    if facts.canary is not False:
        return None
    return Judgement(
        "thin",
        "已知的最新条目不在列表中，而其正文页仍然存在",
        "the newest known entry is not on the list, though its page still stands",
    )


def _by_expectation(column: Column, facts: ColumnFacts) -> Judgement | None:
    least = column.expect
    if facts.not_modified and not facts.entries:
        return None
    if facts.entries < least.entries:
        return Judgement(
            "thin",
            f"只有 {facts.entries} 条，少于应有的 {least.entries} 条",
            f"{facts.entries} entries, expected at least {least.entries}",
        )
    if facts.titled < facts.entries:
        bare = facts.entries - facts.titled
        return Judgement("thin", f"有 {bare} 条没有标题", f"{bare} entries have no title")
    if facts.dated < least.dated * facts.entries:
        return Judgement(
            "thin",
            f"{facts.entries} 条中只有 {facts.dated} 条有日期",
            f"{facts.dated} of {facts.entries} entries have a date",
        )
    if facts.filled < least.filled * facts.fields:
        return Judgement(
            "thin",
            f"最近读到的正文中，{facts.fields} 个字段（标题、日期、正文）只读出 {facts.filled} 个",
            f"{facts.filled} of {facts.fields} fields (title, date, text) were found in the documents read last",
        )
    return None


def _by_past(column: Column, facts: ColumnFacts, past: Sequence[ColumnFacts]) -> Judgement | None:
    """Far less than the column used to show, where the configuration does not say how much is enough."""
    if len(past) < PAST_RUNS or not facts.entries:
        return None
    stated = column.expect.model_fields_set
    usual = median(one.first_page for one in past)
    if "entries" not in stated and facts.first_page < USUAL_SHARE * usual:
        return Judgement(
            "thin",
            f"首页只有 {facts.first_page} 条，通常有 {usual:g} 条",
            f"{facts.first_page} entries on its first page, usually {usual:g}",
        )
    shares = [one.dated / one.entries for one in past if one.entries]
    usually = median(shares) if shares else 0
    if "dated" not in stated and facts.dated / facts.entries < USUAL_SHARE * usually:
        return Judgement(
            "thin",
            f"{facts.dated / facts.entries:.0%} 的条目有日期，通常为 {usually:.0%}",
            f"{facts.dated / facts.entries:.0%} of the entries have a date, usually {usually:.0%}",
        )
    return None


def _by_date(column: Column, facts: ColumnFacts, today: date) -> Judgement | None:
    newest = facts.newest
    if newest is None:
        return None
    if newest > today + AHEAD:
        return Judgement(
            "thin", f"最新日期 {newest} 在未来", f"the newest date, {newest}, lies in the future"
        )
    if newest < today - timedelta(days=column.quiet_days):
        return Judgement("quiet", f"自 {newest} 起没有新内容", f"nothing new since {newest}")
    return None


def _by_address(facts: ColumnFacts) -> Judgement:
    """All is well; a page that only leads on to the list is told, as such pages go one day."""
    if facts.detail is None:
        return Judgement("well")
    return Judgement(
        "well",
        f"正常，原地址只作跳转（{facts.detail}）",
        f"well, though its address only leads on ({facts.detail})",
    )
