"""Is a title, or a document, a local plan of the programme? A sum of weighted signals, each of which is a reason.

Words and weights are data (config/terms.yaml). A doubtful document gets the verdict `review`: it is never dropped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.issuers import is_central, is_central_number
from pipelines.regions import place_length
from pipelines.terms import Signal, Terms, TermsError, default_terms, load_terms
from pipelines.titles import carried_titles
from storage.models import Metadata, Relevance

__all__ = [
    "Terms",
    "TermsError",
    "default_terms",
    "judge",
    "judge_title",
    "load_terms",
    "speaks_of_programme",
]

MAX_TITLE = 300
FIRST_YEAR = 2024  # 国发〔2024〕7号 began the programme
TEXT_BEGINNING = 1500  # characters in which a text tells what it is
FEW_CLAUSES, MANY_CLAUSES = 3, 6

_TAIL = re.compile(r"\([^()]{1,40}\)$|\[[^\[\]]{1,40}\]$")
_NOTICE = re.compile("的?(?:通知|函)$")
# 附件1：, 【市政府文件】 before a title and .docx behind it, as lists of links have them.
_BEFORE_TITLE = re.compile(r"^附[件录]?\d{0,2}[:.、]|^【[^】]{0,8}(?:文件|公文)】")
_FILE_ENDING = re.compile(r"\.(?:docx?|wps|pdf|ofd|rtf|zip|rar)$", re.IGNORECASE)
_PLACE = re.compile("^[一-鿿]{2,7}?(?:省|自治区|自治州|市|州|盟|县|区|旗|兵团)")
_BEFORE_PLACE = re.compile(r"^(?:\d{4}年?|关于印发|关于)+")
_HEAD_ENDS = re.compile("关于|印发|发布|:|令第|公告")
_OTHERS = re.compile(r"(?:办公厅|综合司)?等?[一二三四五六七八九十\d]{0,3}(?:个)?(?:部门|单位)?$")
_GARBLED = re.compile(r"[\ufffd\u00c0-\u024f]|锟斤拷|烫烫|[一-鿿]\([a-z]{1,6}\)[一-鿿]")
_HAN = re.compile("[一-鿿]")
_HEADING = re.compile(
    r"^[^\S\n]{0,8}(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d))",
    re.M,
)


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is compared: `whole`, and `own`, the title of the document itself inside 关于印发…的通知."""

    printed: str
    whole: str
    own: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A signal with the words or the fact that gave it."""

    signal: Signal
    words: str

    def __str__(self) -> str:
        force = f"{self.signal.weight:+g}" if self.signal.weight else f"≤ {self.signal.limit:g}"
        return f"{self.signal.name}: {self.words} ({force})"


def judge_title(title: str, terms: Terms | None = None) -> Relevance:
    """What the title alone tells; see `judge`."""
    return judge(title, text=None, metadata=None, terms=terms)


def judge(
    title: str, *, text: str | None, metadata: Metadata | None, terms: Terms | None = None
) -> Relevance:
    """The verdict on a document by its title and, where given, by its text and its metadata.

    `reasons` names every signal with the words that gave it, the heaviest first.
    """
    terms = terms or default_terms()
    parts = _parts(title, terms)
    found = [*_topic(parts, terms), *_form(parts, terms), *_title_signals(parts, terms)]
    if text is not None:
        found += _text_signals(text, terms)
    if metadata is not None:
        found += _field_signals(metadata, terms)
    score = _score(found, terms)
    verdict = "plan" if score >= terms.plan else "review" if score >= terms.review else "no"
    return Relevance(
        verdict=verdict,
        sort=_sort(verdict, parts, found, terms),
        score=score,
        reasons=tuple(str(one) for one in sorted(found, key=lambda one: _force(one.signal), reverse=True)),
    )


def speaks_of_programme(title: str, terms: Terms | None = None) -> bool:
    """Should an entry with this title be opened?

    Wide: plans, notices and interpretations alike, of the programme, of its sectors, and of what borders on them.
    """
    terms = terms or default_terms()
    return any(topic.found_in(terms.plain(title[:MAX_TITLE])) for topic in terms.topics)


def _score(found: list[_Found], terms: Terms) -> float:
    total = terms.base + sum(one.signal.weight for one in found)
    return min(1 / (1 + math.exp(-total)), *(one.signal.limit for one in found))


def _force(signal: Signal) -> float:
    """How much a signal decides: by its weight, or by how low it bounds the score."""
    return abs(signal.weight) + 5 * (1 - signal.limit)


# ---------------------------------------------------------------- title


def _parts(title: str, terms: Terms) -> _Title:
    printed = _FILE_ENDING.sub("", title.strip()[:MAX_TITLE])
    whole = _BEFORE_TITLE.sub("", terms.plain(printed))
    carried = carried_titles(printed)
    own = terms.plain(carried[0]) if carried else whole
    while match := _TAIL.search(own):
        own = own[: match.start()]
    return _Title(printed, whole, own.rstrip("。"))


def _topic(title: _Title, terms: Terms) -> Iterator[_Found]:
    for topic in terms.topics:
        if words := topic.found_in(title.whole):
            yield _Found(topic, words)
            return
    yield _Found(terms.checks["no topic"], title.whole[:20])


def _form(title: _Title, terms: Terms) -> Iterator[_Found]:
    for form in terms.forms:
        if ending := form.ending_of(title.own):
            yield _Found(Signal(f"form of {form.name}", form.weight), ending)
            return
    yield _Found(terms.checks["no form"], title.own[-8:])


def _title_signals(title: _Title, terms: Terms) -> Iterator[_Found]:
    for signal in terms.title:
        if words := signal.found_in(title.whole):
            yield _Found(signal, words)
    place = _place(title)
    if place:
        yield _Found(terms.checks["place"], place)
    if central := _central_issuer(title, terms):
        yield _Found(terms.checks["central"], central)
    if _GARBLED.search(title.printed) or len(_HAN.findall(title.printed)) < len(title.printed) / 4:
        yield _Found(terms.checks["garbled"], title.printed[:20])
    if len(_traditional(title.printed, terms)) > 1:
        yield _Found(terms.checks["traditional"], _traditional(title.printed, terms))


def _place(title: _Title) -> str | None:
    """The division that the title, or the title of the document inside, begins with."""
    for start in (title.whole, title.own):
        rest = _BEFORE_PLACE.sub("", start)
        if length := place_length(rest):
            return rest[:length]
        if match := _PLACE.search(rest):
            return match[0]
    return None


def _central_issuer(title: _Title, terms: Terms) -> str | None:
    """The central body that issues by this title, or the national document whose title it is."""
    ends = _HEAD_ENDS.search(title.whole)
    issuer = _OTHERS.sub("", title.whole[: ends.start()]) if ends else ""
    if issuer:
        return issuer if is_central(issuer) else None
    return title.own if title.own in terms.national else None


def _traditional(printed: str, terms: Terms) -> str:
    return "".join(sign for sign in printed if ord(sign) in terms.simplified)


# ---------------------------------------------------------------- text and fields


def _text_signals(text: str, terms: Terms) -> Iterator[_Found]:
    beginning = text[:TEXT_BEGINNING]
    for signal in terms.text:
        if words := signal.found_in(beginning):
            yield _Found(signal, words)
    headings = len(_HEADING.findall(text))
    if headings >= MANY_CLAUSES:
        yield _Found(terms.checks["clauses"], f"{headings} headings")
    elif headings < FEW_CLAUSES:
        yield _Found(terms.checks["no clauses"], f"{headings} headings, {len(text)} characters")
    programme, sector, *_ = terms.topics
    if not programme.found_in(text) and not sector.found_in(text):
        yield _Found(terms.checks["silent"], f"{len(text)} characters")


def _field_signals(metadata: Metadata, terms: Terms) -> Iterator[_Found]:
    signed = metadata.signed_date.isoformat() if metadata.signed_date else None
    fields = {"number": metadata.doc_number, "issuer": metadata.issuer, "date": signed}
    for name, value in fields.items():
        if value:
            yield _Found(terms.checks[name], value)
    if not any(fields.values()):
        yield _Found(terms.checks["unidentified"], "no number, no issuer, no date of signature")
    if metadata.signed_date and metadata.signed_date.year < FIRST_YEAR:
        yield _Found(terms.checks["earlier"], metadata.signed_date.isoformat())
    if metadata.issuer and is_central(metadata.issuer):
        yield _Found(terms.checks["central"], metadata.issuer)
    elif metadata.doc_number and not metadata.region and is_central_number(metadata.doc_number):
        yield _Found(terms.checks["central"], metadata.doc_number)


# ---------------------------------------------------------------- sort


def _sort(verdict: str, title: _Title, found: list[_Found], terms: Terms) -> str:
    """What the paper is: by the heaviest signal against it where it is no plan, else by its form and topic."""
    names = {one.signal.name for one in found}
    against = [one.signal for one in found if one.signal.sort]
    if verdict == "no" and against:
        return max(against, key=_force).sort or "other"
    if verdict == "no":
        return "news" if "no form" in names else "other"
    form = next((form.name for form in terms.forms if f"form of {form.name}" in names), "plan")
    if form not in ("plan", "notice"):
        return form
    if form == "notice":
        return "measures"
    of_sector = terms.topics[1].found_in(title.own) is not None
    return "plan" if "both halves" in names and not of_sector else "sector-plan"
