"""The same sentence said more or less bindingly, or with another year: strengthened, weakened, rescheduled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipelines.compare.edits import Change, changes, graded_words
from pipelines.compare.names import english_place, listed, place
from pipelines.compare.subject import Partner, Subject, title_of, topic_of
from pipelines.compare.verdicts import SAME_SENTENCE
from storage.models import Finding

# kind -> what is said of the change, from the plan's side; numbers are compared as targets, not here
WORDS = {
    ("strengthened", True): (
        "用“{now}”，{zh}用“{was}”，力度更强",
        "says {now} where {en} said {was}: more binding",
    ),
    ("strengthened", False): ("多了“{now}”，{zh}没有", "has {now}, which {en} left out"),
    ("weakened", True): (
        "用“{now}”，{zh}用“{was}”，力度更弱",
        "says {now} where {en} said {was}: less binding",
    ),
    ("weakened", False): ("少了{zh}的“{was}”", "leaves out {was}, which {en} had"),
    ("rescheduled", True): ("时限为{now}年，{zh}为{was}年", "is due in {now}, in {en} {was}"),
}
WEIGHTS = {"strengthened": 0.42, "weakened": 0.42, "rescheduled": 0.5}


def reworded(subject: Subject) -> Iterator[Finding]:
    """A finding for each change of one kind of word in a sentence, with all baselines that have it otherwise."""
    for number in range(len(subject.plan.clauses)):
        found: dict[tuple[int, str, str], list[tuple[Partner, int, Change]]] = defaultdict(list)
        for partner in subject.partners.get(number, ()):
            for own, other, _ in partner.couple.matches(SAME_SENTENCE):
                now = subject.plan.sentences(number)[own].key
                was = partner.side.sentences(partner.couple.other)[other].key
                if graded_words(was) == graded_words(now):
                    continue
                for change in changes(was, now):
                    if change.kind in WEIGHTS:
                        found[own, change.kind, change.now].append((partner, other, change))
        for (own, _, _), group in found.items():
            yield _finding(subject, number, own, group)


def _finding(subject: Subject, number: int, own: int, group: list[tuple[Partner, int, Change]]) -> Finding:
    clause, change = subject.plan.clauses[number], group[0][2]
    plans = [partner.side.plan for partner, _, _ in group]
    names = {
        "zh": listed([place(plan) for plan in plans], "、"),
        "en": listed([english_place(plan) for plan in plans], "and"),
    }
    zh, en = WORDS[change.kind, bool(change.was and change.now)]
    return Finding(
        kind=change.kind,
        clause=clause.id,
        topic=topic_of(clause),
        quote=subject.plan.sentences(number)[own].text,
        weight=WEIGHTS[change.kind] + 0.03 * len(group),
        baselines=tuple(partner.quote(other) for partner, other, _ in group),
        summary_zh=f"「{title_of(clause)}」{zh.format(was=change.was, now=change.now, **names)}。",
        summary_en=f"“{title_of(clause)}” {en.format(was=change.was, now=change.now, **names)}.",
    )
