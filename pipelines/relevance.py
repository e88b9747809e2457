"""Is a title, or a document, a local plan of the programme? A sum of weighted signals, each of which is a reason.

The words and weights are data: config/terms.yaml. A doubtful document gets the verdict `review`; it is never dropped.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipelines.embedded import config_dir
from pipelines.front_matter import carried_titles
from pipelines.issuers import is_central
from pipelines.regions import place_length
from storage.models import Metadata, Relevance

_LIGHT = re.compile(r"[\s“”\"'‘’「」『』《》<>〈〉]+")
_TAIL = re.compile(r"[（(【\[][^（()）】\]]{1,40}[）)】\]]$")
_NOTICE = re.compile("的?(?:通知|函|公告|通告)$")
_GARBLED = re.compile("[\ufffd\u00c0-\u024f]")
_HAN = re.compile("[\u4e00-\u9fff]")
_ISSUER_TAIL = re.compile(
    "(?:(?:人民)?政府(?:办公[厅室])?|发展(?:和)?改革(?:委员会|委|局)|商务[厅局委]|工(?:业和信息化|信)[厅局委]|[^，。]{2,12}[局委厅])"
)
_NAMED_EARLY = 12  # characters in which a headline says who does what
_SHORTEST_PLACE = 2
_GAP = ".{0,8}"


@dataclass(frozen=True, slots=True)
class Signal:
    """Words that speak for or against a plan, and what the paper is where they decide against it."""

    name: str
    weight: float
    pattern: re.Pattern[str] | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of config/terms.yaml, ready to be looked for."""

    plan: float  # score from which a document is a plan
    review: float  # and from which a person should look
    base: float
    no_form: float
    topics: tuple[Signal, ...]  # the first that fits counts
    forms: tuple[tuple[str, float, tuple[str, ...]], ...]  # sort, weight, endings
    signals: tuple[Signal, ...]
    by_name: Mapping[str, Signal]
    strong_verbs: tuple[str, ...]
    weak_verbs: tuple[str, ...]
    national: tuple[str, ...]
    simplified: Mapping[int, int] = field(default_factory=dict)


def load_terms(path: Path) -> Terms:
    """The terms in a YAML file of the shape of config/terms.yaml. Raises KeyError where a part is missing."""
    data = YAML(typ="safe").load(path)
    signals = {name: _signal(name, row) for name, row in data["signals"].items()}
    return Terms(
        plan=data["verdicts"]["plan"],
        review=data["verdicts"]["review"],
        base=data["base"],
        no_form=data["no_form"],
        topics=tuple(_signal(name, row) for name, row in data["topics"].items()),
        forms=tuple((sort, row["weight"], tuple(row["words"])) for sort, row in data["forms"].items()),
        signals=tuple(signal for signal in signals.values() if signal.pattern),
        by_name=signals,
        strong_verbs=tuple(data["signals"]["named body announces"]["strong verbs"]),
        weak_verbs=tuple(data["signals"]["named body announces"]["weak verbs"]),
        national=tuple(_plain(title, {}) for title in data["national"]),
        simplified=str.maketrans(data["simplified"]["from"], data["simplified"]["to"]),
    )


@cache
def default_terms() -> Terms:
    """The terms that ship with the program."""
    return load_terms(config_dir() / "terms.yaml")


def judge_title(title: str, terms: Terms | None = None) -> Relevance:
    """What the title alone tells."""
    return judge(title, text=None, metadata=None, terms=terms)


def judge(
    title: str, *, text: str | None, metadata: Metadata | None, terms: Terms | None = None
) -> Relevance:
    """The verdict on a document by its title and, where given, its text and metadata.

    `reasons` names every signal with the words that gave it, the heaviest first.
    """
    terms = terms or default_terms()
    own = _own_title(title, terms)
    form = _form(own, terms)
    found = [*_of_title(title, own, form, terms), *_of_text(text, metadata, terms)]
    total = terms.base + sum(signal.weight for signal, _ in found)
    score = 1 / (1 + math.exp(-total))
    verdict = "plan" if score >= terms.plan else "review" if score >= terms.review else "no"
    reasons = sorted(found, key=lambda pair: -abs(pair[0].weight))
    return Relevance(
        verdict=verdict,
        sort=_sort(verdict, found, form, own),
        score=score,
        reasons=tuple(f"{signal.name}: {words} ({signal.weight:+g})" for signal, words in reasons),
    )


def speaks_of_programme(title: str, terms: Terms | None = None) -> bool:
    """Should an entry with this title be opened? Wide: plans, notices and interpretations of the programme, its
    sectors, and what borders on it."""
    terms = terms or default_terms()
    return any(
        topic.pattern and topic.pattern.search(_plain(title, terms.simplified)) for topic in terms.topics
    )


# ---------------------------------------------------------------- signals


def _of_title(title: str, own: str, form: str | None, terms: Terms) -> Iterator[tuple[Signal, str]]:
    whole = _plain(title, terms.simplified)
    topic = next((t for t in terms.topics if t.pattern and t.pattern.search(whole)), None)
    if topic:
        yield topic, _words(topic, whole)
    yield from _form_signal(own, form, terms)
    for signal in terms.signals:
        if signal.pattern and (match := signal.pattern.search(whole)):
            yield signal, match[0]
    place = _place(whole)
    named = terms.by_name["place named"]
    if place:
        yield named, place
    if verb := _announces(whole, form, terms):
        yield terms.by_name["named body announces"], verb
    if _is_central_title(whole, own, place, terms):
        yield terms.by_name["central document"], whole[:20]
    if _GARBLED.search(title) or len(_HAN.findall(title)) < len(title) / 4:
        yield terms.by_name["garbled"], title[:20]
    if whole != _plain(title, {}):
        yield terms.by_name["traditional characters"], title[:10]


def _of_text(text: str | None, metadata: Metadata | None, terms: Terms) -> Iterator[tuple[Signal, str]]:
    if metadata is None:
        return
    if metadata.issuer and is_central(metadata.issuer):
        yield terms.by_name["central document"], metadata.issuer
    if text and not (metadata.doc_number or metadata.signed_date or metadata.issuer):
        yield terms.by_name["no date, number or issuer in the text"], f"{len(text)} characters"


def _form_signal(own: str, form: str | None, terms: Terms) -> Iterator[tuple[Signal, str]]:
    if form is None:
        yield Signal("no form of a plan", terms.no_form), own[-8:]
        return
    weight, words = next((weight, words) for sort, weight, words in terms.forms if sort == form)
    yield Signal(f"form of {form}", weight), next(word for word in words if own.endswith(word))


def _form(own: str, terms: Terms) -> str | None:
    return next((sort for sort, _, words in terms.forms if own.endswith(words)), None)


def _announces(whole: str, form: str | None, terms: Terms) -> str | None:
    """The verb by which a title tells of a paper instead of being its title: 广州市出台…方案, but not 关于印发….

    The strong verbs tell so wherever they stand early; the others only where the title is not a paper's own.
    """
    if _NOTICE.search(whole):
        return None
    head = whole.partition("关于")[0][:_NAMED_EARLY]
    if strong := next((verb for verb in terms.strong_verbs if head.find(verb) >= _SHORTEST_PLACE), None):
        return strong
    rest = whole[place_length(whole) :]
    if form or rest == whole:
        return None
    body = _ISSUER_TAIL.match(rest)
    starts = (rest, rest[body.end() :] if body else rest)
    return next((verb for verb in terms.weak_verbs for start in starts if start.startswith(verb)), None)


def _is_central_title(whole: str, own: str, place: str, terms: Terms) -> bool:
    if not place and own in terms.national:
        return True
    issuer = whole.partition("关于")[0]
    return 2 < len(issuer) < len(whole) and is_central(issuer.removesuffix("办公厅").removesuffix("等部门"))


def _place(whole: str) -> str:
    """The division that the title names at its head, or behind 关于印发."""
    for start in (0, *(match.end() for match in re.finditer("关于(?:印发|发布|转发|公布)?|[：:]", whole))):
        if length := place_length(whole[start:]):
            return whole[start : start + length]
    return ""


def _sort(verdict: str, found: Sequence[tuple[Signal, str]], form: str | None, own: str) -> str:
    if verdict == "no":
        against = [signal for signal, _ in found if signal.sort]
        return min(against, key=lambda signal: signal.weight).sort or "other" if against else "other"
    if form in ("measures", "task-list", "rules"):
        return form
    whole = "以旧换新" in own and "设备" in own
    return "plan" if whole else "sector-plan"


# ---------------------------------------------------------------- titles and words


def _own_title(title: str, terms: Terms) -> str:
    """The title of the document itself: of 关于印发《X》的通知 it is X."""
    carried = carried_titles(title)
    own = _plain(carried[-1] if carried else title, terms.simplified)
    return _without_tail(own if carried else _NOTICE.sub("", own) if "关于印发" in own else own)


def _without_tail(title: str) -> str:
    while match := _TAIL.search(title):
        title = title[: match.start()]
    return title.rstrip("。!！》")


def _plain(title: str, simplified: Mapping[int, int]) -> str:
    return _LIGHT.sub("", unicodedata.normalize("NFKC", title).translate(simplified))


def _words(signal: Signal, text: str) -> str:
    match = signal.pattern.search(text) if signal.pattern else None
    return match[0] if match else ""


def _signal(name: str, row: Mapping[str, Any]) -> Signal:
    words = row.get("words")
    pattern = re.compile("|".join(map(_expression, words))) if words else None
    return Signal(name, row["weight"], pattern, row.get("sort"))


def _expression(word: str) -> str:
    """… stands for up to eight characters, ^ and $ for the ends of the title."""
    return re.escape(word).replace("…", _GAP).replace(r"\^", "^").replace(r"\$", "$")
