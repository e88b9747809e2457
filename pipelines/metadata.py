"""The fields of a document's front matter, each with the words it was read from; disagreeing readings are kept.

For every field the places that may state it are tried in order of trust: the document's own print first, then the
page's information block, then meta tags and the list page. The first that states it wins; another value elsewhere
becomes a `Conflict`. Nothing is completed or repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import eq
from typing import Generic, TypeVar

from pipelines.breaks import mended
from pipelines.closing import Signature, read_imprint, read_openness, read_signature
from pipelines.dates import DateSpan, find_dates
from pipelines.document_number import Number, find, number_key, parse
from pipelines.front_matter import Head, read_head
from pipelines.issuers import bodies_in, bodies_of_title, is_body, is_central, kind_of
from pipelines.labels import values_of
from pipelines.lines import filled_lines
from pipelines.notice import NoticeAndPlan, split_lines, split_notice
from pipelines.regions import PortalRegion, Region, fuller_name, locate, place_length
from pipelines.titles import carried_titles, title_key, without_gaps, without_number
from storage.models import Conflict, Entry, Evidence, Metadata

__all__ = ["NoticeAndPlan", "PortalRegion", "read_metadata", "split_notice"]

T = TypeVar("T")
Labels = Sequence[tuple[str, str]]

_META_DATES = ("pubdate", "publishdate", "article:published_time")
_META_SOURCES = ("contentsource", "source")
_SITE_NAME = re.compile(r"[_|｜]|\s[-—–]{1,2}\s(?=[^-—–]{2,20}$)")
_DIGIT = re.compile(r"\d")
_CUT_OFF = ("…", "...")
_REPEALED = re.compile(r"[（(【\[](已废止|已失效|废止|失效|已修改)[）)】\]]")
# These labels name the website as often as the issuer: their value counts only if it is a body's name.
_LOOSE_SOURCES = ("来源", "信息来源", "文章来源", "稿件来源")


@dataclass(frozen=True, slots=True)
class _Stated(Generic[T]):
    """A value and the place that states it."""

    value: T
    source: str
    quote: str


@dataclass(slots=True)
class _Record:
    """The evidence and the conflicts gathered while fields are chosen."""

    evidence: dict[str, Evidence] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def choose(self, name: str, places: Iterable[_Stated[T]], same: Callable[[T, T], bool] = eq) -> T | None:
        """The value of the first place; every later one that differs is noted as a conflict."""
        stated = [*places]
        if not stated:
            return None
        chosen, *others = stated
        self.evidence[name] = Evidence(chosen.source, chosen.quote)
        self.conflicts += [
            Conflict(name, str(other.value), other.source, other.quote)
            for other in others
            if not same(chosen.value, other.value)
        ]
        return chosen.value

    def derive(self, name: str, value: T | None, base: str) -> T | None:
        """A value that follows from the field `base` and shares its evidence."""
        if value is not None and base in self.evidence:
            self.evidence[name] = self.evidence[base]
        return value


def read_metadata(
    text: str,
    *,
    title: str | None,
    metas: Mapping[str, str],
    labels: Labels,
    portal_region: PortalRegion | None,
    listed: Entry | None,
) -> Metadata:
    """The front matter of a document.

    `text` is its main text, a paragraph a line, letterhead and title included where the file has them; `title`,
    `metas` (names in lower case) and `labels` (the page's first information block) come from the page, if there is
    one; `portal_region` is where the portal sits and `listed` the row of the list page that led here.
    """
    lines = mended(filled_lines(text))
    head = read_head(lines)
    parts = split_lines(text, lines, head)
    signed_in = [line for line in lines[head.body_at :] if not parts.notice or line.start < len(parts.notice)]
    signature = read_signature(signed_in) or head.date
    all_labels = (*labels, *head.labels)

    record = _Record()
    page_title, page_number = _page_title(title)
    notice_title, own_title = _choose_titles(record, page_title, head, parts, all_labels, metas, listed)
    number = _choose_number(record, head, page_number, all_labels)
    issuers = [*_issuers(signature, head, notice_title or own_title, all_labels, metas)]
    issuer = record.choose("issuer", _fullest_first(issuers), same=_abbreviates)
    signed = record.choose("signed_date", _signed_dates(signature, all_labels, head))
    published = record.choose("published_date", _published_dates(all_labels, metas, listed))
    imprint = read_imprint(lines)
    printed = record.choose("printed_date", _printed_dates(imprint, all_labels))
    place = record.choose("region", _regions(issuer, text, own_title, notice_title, portal_region))
    return Metadata(
        title=own_title,
        notice_title=notice_title,
        doc_number=number.normal if number else None,
        doc_number_printed=number.printed if number else None,
        issuer=issuer,
        issuer_type=record.derive("issuer_type", kind_of(issuer) if issuer else None, "issuer"),
        signed_date=signed,
        published_date=published,
        printed_date=printed,
        region=place.region if place else None,
        division_code=record.derive("division_code", place.code if place else None, "region"),
        level=record.derive("level", place.level if place else None, "region"),
        validity=record.choose("validity", _validity(page_title or head.title or "", all_labels)),
        openness=record.choose("openness", _openness(text, all_labels), same=lambda *_: True),
        evidence=record.evidence,
        conflicts=tuple(record.conflicts),
    )


# ---------------------------------------------------------------- title and number


def _page_title(title: str | None) -> tuple[str | None, Number | None]:
    """The page's title without the site's name and without the number that it may hold."""
    if not title or not title.strip():
        return None, None
    shown, number = without_number(without_gaps(_SITE_NAME.split(title.strip(), maxsplit=1)[0]))
    return shown, number


def _choose_titles(
    record: _Record,
    page_title: str | None,
    head: Head,
    parts: NoticeAndPlan,
    labels: Labels,
    metas: Mapping[str, str],
    listed: Entry | None,
) -> tuple[str | None, str | None]:
    """(title of the notice, title of the plan or other document itself)."""
    places = [
        _Stated(page_title or "", "page title", page_title or ""),
        _Stated(head.title or "", "text", head.title_printed),
        *(
            _Stated(without_gaps(value), f"label {label}", value)
            for label, value in values_of("title", labels)
        ),
        _Stated(
            without_gaps(metas.get("articletitle", "")), "meta articletitle", metas.get("articletitle", "")
        ),
        _Stated(without_gaps(listed.title) if listed else "", "list", listed.title if listed else ""),
    ]
    places = [place for place in places if place.value]
    places.sort(key=lambda place: place.value.endswith(_CUT_OFF))
    places += (
        [_Stated(parts.title or "", "plan's title", parts.title or "")] if not places and parts.title else []
    )
    whole = record.choose("title", places, same=_contains)
    if whole is None:
        return None, None
    notice = next((place for place in places if carried_titles(place.value)), None)
    if notice is None:
        return None, whole
    record.evidence["notice_title"] = Evidence(notice.source, notice.quote)
    carried = carried_titles(notice.value)
    if parts.title and parts.notice:
        record.evidence["title"] = Evidence("plan's title", parts.title)
        return notice.value, parts.title
    if len(carried) == 1 and whole == notice.value:
        record.evidence["title"] = Evidence("notice's title", notice.quote)
        return notice.value, carried[0]
    return notice.value, whole


def _choose_number(record: _Record, head: Head, page_number: Number | None, labels: Labels) -> Number | None:
    """The document's own number, an intact one before a damaged one."""
    places = [
        _Stated(number, place, number.printed) for number, place in head.numbers if place == "letterhead"
    ]
    places += [
        _Stated(number, f"label {label}", value)
        for label, value in values_of("doc_number", labels)
        for number in _numbers_of(value)
    ]
    places += [_Stated(page_number, "page title", page_number.printed)] if page_number else []
    places += [
        _Stated(number, place, number.printed) for number, place in head.numbers if place != "letterhead"
    ]
    intact = [place for place in places if not place.value.damaged]
    if intact:
        chosen = record.choose("doc_number", intact, same=_same_number)
        record.derive("doc_number_printed", chosen, "doc_number")
        return chosen
    damaged = [_Stated(place.value, f"{place.source}, damaged", place.quote) for place in places]
    return record.choose("doc_number_printed", damaged, same=_same_number)


def _numbers_of(value: str) -> list[Number]:
    """The number that a label gives; what is none although it has digits is kept as printed, damaged."""
    number = parse(value)
    if number:
        return [number]
    return find(value)[:1] or [Number(value, None, 0, len(value))] * (_DIGIT.search(value) is not None)


def _same_number(one: Number, other: Number) -> bool:
    return number_key(one.printed) == number_key(other.printed)


# ---------------------------------------------------------------- issuer and region


def _issuers(
    signature: Signature | None, head: Head, title: str | None, labels: Labels, metas: Mapping[str, str]
) -> Iterator[_Stated[str]]:
    if signature and signature.bodies:
        yield _Stated("、".join(signature.bodies), "signature", signature.printed)
    if head.letterhead:
        yield _Stated("、".join(head.letterhead), "letterhead", head.letterhead_printed)
    for printed in dict.fromkeys((head.title_printed, title or "")):
        if bodies := bodies_of_title(printed):
            yield _Stated("、".join(bodies), "title", printed)
            break
    for label, value in values_of("issuer", labels):
        if label not in _LOOSE_SOURCES or is_body(value):
            yield _Stated("、".join(bodies_in(value)) or value, f"label {label}", value)
    for name in _META_SOURCES:
        if is_body(metas.get(name, "")):
            yield _Stated(metas[name].strip(), f"meta {name}", metas[name])


def _abbreviates(one: str, other: str) -> bool:
    """市政府 is said for 丽水市人民政府: the signs of the shorter stand in the longer in their order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)


def _fullest_first(issuers: list[_Stated[str]]) -> list[_Stated[str]]:
    """The first, or the one that names the place which the first leaves out: 浦口区人民政府 for 区政府."""
    for other in issuers[1:]:
        bare = not place_length(issuers[0].value)
        if bare and place_length(other.value) and _abbreviates(issuers[0].value, other.value):
            return [other, *(stated for stated in issuers if stated is not other)]
    return issuers


def _regions(
    issuer: str | None,
    text: str,
    title: str | None,
    notice_title: str | None,
    portal: PortalRegion | None,
) -> Iterator[_Stated[Region]]:
    """The one place that settles where the issuer sits: its name, a fuller name in the text, the title, the portal."""
    if issuer and is_central(issuer):
        return
    for name, source in ((issuer, "issuer"), (title, "title"), (notice_title, "title")):
        if not name:
            continue
        alone, helped = locate(name, None), locate(name, portal)
        fuller = None if helped else fuller_name(name, text)
        found = helped or (locate(fuller, None) if fuller else None)
        if found:
            source = source if alone else "text" if fuller else "portal"
            quote = fuller or (f"{name}, {portal.region}" if portal and not alone else name)
            yield _Stated(found, source, quote)
            return


# ---------------------------------------------------------------- dates, validity, openness


def _labelled_dates(field_name: str, labels: Labels) -> Iterator[_Stated[date]]:
    for label, value in values_of(field_name, labels):
        for span in find_dates(value)[:1]:
            yield _Stated(span.value, f"label {label}", value)


def _signed_dates(signature: Signature | None, labels: Labels, head: Head) -> Iterator[_Stated[date]]:
    if signature:
        yield _Stated(signature.date.value, "signature", signature.printed)
    yield from _labelled_dates("signed_date", labels)
    if head.unlabelled_date:
        yield _Stated(head.unlabelled_date.date.value, "date line", head.unlabelled_date.printed)


def _published_dates(
    labels: Labels, metas: Mapping[str, str], listed: Entry | None
) -> Iterator[_Stated[date]]:
    yield from _labelled_dates("published_date", labels)
    for name in _META_DATES:
        for span in find_dates(metas.get(name, ""))[:1]:
            yield _Stated(span.value, f"meta {name}", metas[name])
    if listed and listed.date:
        yield _Stated(listed.date, "list", f"{listed.title} {listed.date.isoformat()}")


def _printed_dates(imprint: tuple[DateSpan, str] | None, labels: Labels) -> Iterator[_Stated[date]]:
    if imprint:
        yield _Stated(imprint[0].value, "imprint", imprint[1])
    yield from _labelled_dates("printed_date", labels)


def _validity(title: str, labels: Labels) -> Iterator[_Stated[str]]:
    for label, value in values_of("validity", labels):
        yield _Stated(value, f"label {label}", value)
    for match in _REPEALED.finditer(title):
        yield _Stated(match[1], "title", match[0])


def _openness(text: str, labels: Labels) -> Iterator[_Stated[str]]:
    printed = read_openness(text)
    if printed:
        yield _Stated(printed[0], "text", printed[1])
    for label, value in values_of("openness", labels):
        yield _Stated(value, f"label {label}", value)


def _contains(one: str, other: str) -> bool:
    first, second = title_key(one), title_key(other.rstrip("…."))
    return first in second or second in first
