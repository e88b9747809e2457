"""Two versions of one plan: what was put in, left out, moved, renumbered or said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from pipelines.compare.edits import Change, changes
from pipelines.compare.pairing import Pairing, pair_versions, topmost
from pipelines.compare.redline import redline
from pipelines.compare.sides import body_of, key_of, split_sentences, unwrap
from pipelines.compare.subject import title_of, topic_of
from storage.models import BaselineQuote, Clause, Comparison, Finding, Pair, Plan

SAME_SENTENCE = 50.0  # rapidfuzz ratio from which a sentence is the other one, reworded

# kind -> (weight, summary in Chinese, in English)
TOLD = {
    "inserted": (0.9, "增加了「{title}」：{now}", "“{title}” is new: {now}"),
    "dropped": (0.9, "删去了「{title}」：{was}", "“{title}” is gone: {was}"),
    "raised": (0.85, "「{title}」由{was}提高到{now}", "“{title}”: from {was} up to {now}"),
    "lowered": (0.85, "「{title}」由{was}降低到{now}", "“{title}”: from {was} down to {now}"),
    "rescheduled": (0.8, "「{title}」时限由{was}年改为{now}年", "“{title}”: due in {now}, not in {was}"),
    "strengthened": (
        0.7,
        "「{title}」力度加强：“{was}”改为“{now}”",
        "“{title}” is more binding: {now}, not {was}",
    ),
    "weakened": (
        0.7,
        "「{title}」力度减弱：“{was}”改为“{now}”",
        "“{title}” is less binding: {now}, not {was}",
    ),
    "reassigned": (0.6, "「{title}」责任单位由{was}改为{now}", "“{title}” falls to {now}, not to {was}"),
    "reworded": (0.5, "「{title}」改了措辞：“{was}”改为“{now}”", "“{title}” is reworded: {now} for {was}"),
    "moved": (0.4, "「{title}」移到另一位置：{now}", "“{title}” was moved to {now}"),
    "moved sentence": (
        0.3,
        "「{title}」有句子换了位置：{now}",
        "“{title}”: a sentence now stands elsewhere: {now}",
    ),
    "renumbered": (0.2, "{now}条改了编号", "{now} clauses were renumbered"),
}
NOTHING = "（无）"
EXCERPT = 30  # characters of a text that a summary quotes


@dataclass(frozen=True, slots=True)
class Both:
    """A clause in both versions, and the name that findings give the earlier one."""

    now: Clause
    before: Clause
    name: str


def compare_versions(now: Plan, before: Plan) -> Comparison:
    """Say what became of `before` in `now`; a clause has one counterpart or none.

    The findings' kinds are those of TOLD; `baselines` holds `before` alone.
    """
    pairing = pair_versions(now.clauses, before.clauses)
    kept = [Both(now.clauses[later], before.clauses[earlier], before.name) for later, earlier in pairing.kept]
    findings = [
        *_came(now, pairing),
        *_went(before, pairing),
        *_moved(now, before, pairing),
        *_renumbered(now, pairing, kept),
        *(finding for both in kept for finding in _edited(both)),
    ]
    findings.sort(key=lambda finding: -finding.weight)
    return Comparison(now, (before,), tuple(map(_pair, kept)), tuple(findings))


def _came(now: Plan, pairing: Pairing) -> Iterator[Finding]:
    for number in topmost(pairing.came, now.clauses):
        clause = now.clauses[number]
        yield _finding("inserted", clause, _words(clause), now=_excerpt(clause.text))


def _went(before: Plan, pairing: Pairing) -> Iterator[Finding]:
    for number in topmost(pairing.went, before.clauses):
        clause = before.clauses[number]
        gone = BaselineQuote(before.name, clause.id, _words(clause))
        yield replace(_finding("dropped", clause, "", gone, was=_excerpt(clause.text)), clause=None)


def _moved(now: Plan, before: Plan, pairing: Pairing) -> Iterator[Finding]:
    earlier = dict(pairing.kept)
    for number in topmost(pairing.moved, now.clauses):
        clause, origin = now.clauses[number], before.clauses[earlier[number]]
        quote = BaselineQuote(before.name, origin.id, _words(origin))
        yield _finding("moved", clause, _words(clause), quote, was=origin.id, now=clause.id)


def _renumbered(now: Plan, pairing: Pairing, kept: Sequence[Both]) -> Iterator[Finding]:
    """One finding for all clauses that stand where they stood, under another number."""
    moved = {now.clauses[number].id for number in pairing.moved}
    changed = [
        both
        for both in kept
        if key_of(both.now.marker) != key_of(both.before.marker) and both.now.id not in moved
    ]
    if changed:
        first = changed[0]
        quote = BaselineQuote(first.name, first.before.id, f"{first.before.marker}{first.before.heading}")
        words = f"{first.now.marker}{first.now.heading}"
        yield _finding("renumbered", first.now, words, quote, now=str(len(changed)))


def _edited(both: Both) -> Iterator[Finding]:
    """One finding for each kind of change inside a clause."""
    if _key(both.now) == _key(both.before):
        yield from _departments(both)  # a table elsewhere may have given it to others
        return
    found = [
        *_departments(both),
        *_heading(both),
        *_sentences(both, split_sentences(body_of(both.before)), split_sentences(body_of(both.now))),
        *_turned(both),
    ]
    # Nothing in its prose: then in the rows of a table, or in a bracket.
    yield from found or _sentences(both, _lines(both.before), _lines(both.now))


def _heading(both: Both) -> Iterator[Finding]:
    was, now = both.before.heading, both.now.heading
    if key_of(was) != key_of(now):
        yield _change(both, Change("reworded", was, now), was, now)


def _turned(both: Both) -> Iterator[Finding]:
    """One finding for the sentences that stand elsewhere in the clause, unchanged."""
    moved = [
        step.b for step in redline(body_of(both.before), body_of(both.now)) if step.op == "moved" and step.b
    ]
    if moved:
        quote = BaselineQuote(both.name, both.before.id, moved[0])
        yield replace(
            _finding("moved sentence", both.now, moved[0], quote, now=_excerpt(moved[0])), kind="moved"
        )


def _sentences(both: Both, before: Sequence[str], now: Sequence[str]) -> Iterator[Finding]:
    told: set[str] = set()
    for was, is_now in _counterparts(before, now):
        for change in _sentence_changes(was, is_now):
            if change.kind not in told:
                told.add(change.kind)
                yield _change(both, change, was, is_now)


def _lines(clause: Clause) -> list[str]:
    return [sentence for line in clause.text.splitlines() for sentence in split_sentences(line)]


def _departments(both: Both) -> Iterator[Finding]:
    was, now = ({(unit.name, unit.role) for unit in clause.units} for clause in (both.before, both.now))
    if was != now:
        lost, gained = (_names(one - other) for one, other in ((was, now), (now, was)))
        yield _change(both, Change("reassigned", lost, gained), lost, gained)


def _names(units: set[tuple[str, str]]) -> str:
    return "、".join(sorted(name for name, _ in units))


def _counterparts(was: Sequence[str], later: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sentences that differ, each with its counterpart; "" where it has none."""
    keys = {key_of(sentence) for sentence in later}
    free = [sentence for sentence in was if key_of(sentence) not in keys]
    known = {key_of(sentence) for sentence in was}
    for sentence in later:
        if key_of(sentence) in known:
            continue
        likest = max(free, key=lambda other: fuzz.ratio(key_of(other), key_of(sentence)), default="")
        if likest and fuzz.ratio(key_of(likest), key_of(sentence)) >= SAME_SENTENCE:
            free.remove(likest)
            yield likest, sentence
        else:
            yield "", sentence
    yield from ((sentence, "") for sentence in free)


def _sentence_changes(was: str, now: str) -> list[Change]:
    if not was or not now:
        return [Change("dropped" if was else "inserted", was, now)]
    return changes(key_of(was), key_of(now))


def _change(both: Both, change: Change, was: str, now: str) -> Finding:
    quote = BaselineQuote(both.name, both.before.id, was)
    return _finding(change.kind, both.now, now, quote, was=_excerpt(change.was), now=_excerpt(change.now))


def _finding(
    kind: str,
    clause: Clause,
    quote: str,
    origin: BaselineQuote | None = None,
    *,
    was: str = "",
    now: str = "",
) -> Finding:
    weight, zh, en = TOLD[kind]
    words = {"title": title_of(clause), "was": was or NOTHING, "now": now or NOTHING}
    return Finding(
        kind=kind,
        clause=clause.id,
        topic=topic_of(clause),
        quote=quote,
        weight=weight,
        baselines=(origin,) if origin else (),
        summary_zh=f"{zh.format(**words)}。",
        summary_en=f"{en.format(**words)}.",
    )


def _words(clause: Clause) -> str:
    return unwrap(f"{clause.heading}\n{clause.text}")


def _excerpt(text: str) -> str:
    line = unwrap(text).rstrip("。；")
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"


def _pair(both: Both) -> Pair:
    ratio = fuzz.ratio(_key(both.now), _key(both.before)) / 100
    return Pair(both.now.id, both.name, both.before.id, ratio, "copied" if ratio == 1 else "reworded")


def _key(clause: Clause) -> str:
    return key_of(f"{clause.heading}{clause.text}")
