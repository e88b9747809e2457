"""The fields of a document's front matter, each with the words it was read from; disagreeing readings are kept.

For every field the places that may state it are tried in order of trust: the document's own print first, then the
page's information block, then meta tags and the list page. The first that states it wins; another value elsewhere
becomes a `Conflict`. Nothing is completed or repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.closing import Signature, read_imprint, read_openness, read_signature, read_term
from pipelines.dates import find_dates
from pipelines.document_number import Number, find, number_key, parse
from pipelines.evidence import Record, Stated
from pipelines.front_matter import Head, is_number_line
from pipelines.issuers import bodies_in, bodies_of_title, is_body, is_central, kind_of
from pipelines.labels import values_of
from pipelines.levels import levels_of
from pipelines.lines import Line
from pipelines.notice import NoticeAndPlan, lay_out, split_notice
from pipelines.regions import PortalRegion, Region, fuller_name, locate, place_length
from pipelines.titles import MAX_TITLE, carried_titles, title_key, without_gaps, without_number
from storage.models import Entry, Evidence, Metadata

__all__ = ["NoticeAndPlan", "PortalRegion", "read_metadata", "split_notice"]

Labels = Sequence[tuple[str, str]]

_META_DATES = (
    "pubdate", "publishdate", "publish_date", "publish-date", "publishtime", "pubtime", "releasedate", "firstpublishedtime",
    "article:published_time",
)  # fmt: skip
_META_SOURCES = ("contentsource", "source")
_SITE_NAME = re.compile(r"[_|｜]|\s[-—–]{1,2}\s(?=[^-—–]{2,20}$)")
_DIGIT = re.compile(r"\d")
_CUT_OFF = ("…", "...")
_REPEALED = re.compile(r"[（(【\[](已废止|已失效|废止|失效|已修改)[）)】\]]")
_NOTICE_LINES = 60
# These labels name the website as often as the issuer: their value counts only if it is a body's name.
_LOOSE_SOURCES = ("来源", "信息来源", "文章来源", "稿件来源")


@dataclass(frozen=True, slots=True)
class _Sources:
    """All places that may state a field: the document's print, its page, and the list that led here."""

    text: str
    lines: Sequence[Line]
    head: Head
    parts: NoticeAndPlan
    signature: Signature | None
    page_title: str | None
    page_number: Number | None
    labels: Labels  # of the page and of the text's head
    metas: Mapping[str, str]
    portal: PortalRegion | None
    listed: Entry | None


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
    sources = _sources(text, title, metas, labels, portal_region, listed)
    record = Record()
    notice_title, own_title = _choose_titles(record, sources)
    number = _choose_number(record, sources)
    issuer = record.choose("issuer", _issuers(sources, notice_title or own_title), same=_abbreviates)
    place = record.choose("region", _regions(sources, issuer, own_title, notice_title))
    return Metadata(
        title=own_title,
        notice_title=notice_title,
        doc_number=number.normal if number else None,
        doc_number_printed=number.printed if number else None,
        issuer=issuer,
        issuer_type=record.derive("issuer_type", kind_of(issuer) if issuer else None, "issuer"),
        signed_date=record.choose("signed_date", _signed_dates(sources)),
        published_date=record.choose("published_date", _published_dates(sources)),
        printed_date=record.choose("printed_date", _printed_dates(sources)),
        region=place.region if place else None,
        division_code=record.derive("division_code", place.code if place else None, "region"),
        level=_level(record, sources, place, issuer),
        validity=record.choose("validity", _validity(sources)),
        openness=record.choose("openness", _openness(sources), same=lambda *_: True),
        evidence=record.evidence,
        conflicts=tuple(record.conflicts),
    )


def _sources(
    text: str,
    title: str | None,
    metas: Mapping[str, str],
    labels: Labels,
    portal: PortalRegion | None,
    listed: Entry | None,
) -> _Sources:
    lines, head, parts = lay_out(text)
    signed_in = [line for line in lines[head.body_at :] if not parts.notice or line.start < len(parts.notice)]
    page_title, page_number = _page_title(title or "")
    return _Sources(
        text=text,
        lines=lines,
        head=head,
        parts=parts,
        signature=read_signature(signed_in) or head.date,
        page_title=page_title,
        page_number=page_number,
        labels=(*labels, *head.labels),
        metas=metas,
        portal=portal,
        listed=listed,
    )


# ---------------------------------------------------------------- title and number


def _page_title(title: str) -> tuple[str | None, Number | None]:
    """The page's title without the site's name and without the number that it may hold."""
    shown, number = without_number(without_gaps(_SITE_NAME.split(title.strip(), maxsplit=1)[0]))
    return shown or None, number


def _titles(sources: _Sources) -> list[Stated[str]]:
    """What the document is called anywhere; a title that a list cut off comes last."""
    places = [("page title", sources.page_title or ""), ("text", sources.head.title_printed)]
    places += [(f"label {label}", value) for label, value in values_of("title", sources.labels)]
    places += [("meta articletitle", sources.metas.get("articletitle", ""))]
    places += [("list", sources.listed.title if sources.listed else "")]
    stated = [
        Stated(without_number(without_gaps(quote))[0], source, quote) for source, quote in places if quote
    ]
    if not stated and sources.parts.title:
        stated = [Stated(sources.parts.title, "plan's title", sources.parts.title)]
    return sorted(stated, key=lambda place: place.value.endswith(_CUT_OFF))


def _choose_titles(record: Record, sources: _Sources) -> tuple[str | None, str | None]:
    """(title of the notice, title of the plan or other document itself)."""
    places = _titles(sources)
    whole = record.choose("title", places, same=_contains)
    notice = next((place for place in places if carried_titles(place.value)), None)
    if notice is None:
        return None, whole
    record.evidence["notice_title"] = Evidence(notice.source, notice.quote)
    carried = carried_titles(notice.value)
    if sources.parts.title and sources.parts.notice:
        record.evidence["title"] = Evidence("plan's title", sources.parts.title)
        return notice.value, sources.parts.title
    if len(carried) == 1 and whole == notice.value:
        record.evidence["title"] = Evidence("notice's title", notice.quote)
        return notice.value, carried[0]
    return notice.value, whole


def _contains(one: str, other: str) -> bool:
    first, second = title_key(one), title_key(other.rstrip("…."))
    return first in second or second in first


def _choose_number(record: Record, sources: _Sources) -> Number | None:
    """The document's own number, an intact one before a damaged one."""
    places = [*_own_numbers(sources)]
    intact = [place for place in places if not place.value.damaged]
    if intact:
        chosen = record.choose("doc_number", intact, same=_same_number)
        record.derive("doc_number_printed", chosen, "doc_number")
        return chosen
    damaged = [Stated(place.value, f"{place.source}, damaged", place.quote) for place in places]
    return record.choose("doc_number_printed", damaged, same=_same_number)


def _own_numbers(sources: _Sources) -> Iterator[Stated[Number]]:
    printed = [Stated(number, place, number.printed) for number, place in sources.head.numbers]
    yield from (stated for stated in printed if stated.source == "letterhead")
    for label, value in values_of("doc_number", sources.labels):
        yield from (Stated(number, f"label {label}", value) for number in _numbers_of(value))
    if sources.page_number:
        yield Stated(sources.page_number, "page title", sources.page_number.printed)
    yield from (stated for stated in printed if stated.source != "letterhead")
    yield from (Stated(number, "notice", number.printed) for number in _in_notice(sources))


def _in_notice(sources: _Sources) -> Iterator[Number]:
    """Numbers that stand alone in a line of the notice, where a page puts words of its own above its head."""
    for line in sources.lines[:_NOTICE_LINES]:
        if (
            line.start < len(sources.parts.notice)
            and len(line.text) <= MAX_TITLE
            and is_number_line(line.text)
        ):
            yield from find(line.text)


def _numbers_of(value: str) -> list[Number]:
    """The number that a label gives; what is none although it has digits is kept as printed, damaged."""
    number = parse(value)
    if number:
        return [number]
    return find(value)[:1] or ([Number(value, None, 0, len(value))] if _DIGIT.search(value) else [])


def _same_number(one: Number, other: Number) -> bool:
    return number_key(one.printed) == number_key(other.printed)


# ---------------------------------------------------------------- issuer and region


def _issuers(sources: _Sources, title: str | None) -> list[Stated[str]]:
    """Who issues the document; the first may only leave out the place that another names."""
    stated = [*_named_issuers(sources, title)]
    for other in stated[1:]:
        bare = not place_length(stated[0].value)
        if bare and place_length(other.value) and _abbreviates(stated[0].value, other.value):
            return [other, *(place for place in stated if place is not other)]
    return stated


def _named_issuers(sources: _Sources, title: str | None) -> Iterator[Stated[str]]:
    signature, head = sources.signature, sources.head
    if signature and signature.bodies:
        yield Stated("、".join(signature.bodies), "signature", signature.printed)
    if head.letterhead:
        yield Stated("、".join(head.letterhead), "letterhead", head.letterhead_printed)
    titles = [printed for printed in (head.title_printed, title or "") if bodies_of_title(printed)]
    if titles:
        yield Stated("、".join(bodies_of_title(titles[0])), "title", titles[0])
    for label, value in values_of("issuer", sources.labels):
        if label not in _LOOSE_SOURCES or is_body(value):
            yield Stated("、".join(bodies_in(value)) or value, f"label {label}", value)
    for name in _META_SOURCES:
        if is_body(sources.metas.get(name, "")):
            yield Stated(sources.metas[name].strip(), f"meta {name}", sources.metas[name])


def _abbreviates(one: str, other: str) -> bool:
    """市政府 is said for 丽水市人民政府: the signs of the shorter stand in the longer in their order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)


def _regions(
    sources: _Sources, issuer: str | None, title: str | None, notice_title: str | None
) -> Iterator[Stated[Region]]:
    """The one place that settles where the issuer sits: its name or the title, alone, by the text, or by the portal."""
    if issuer and is_central(issuer):
        return
    for name, source in ((issuer, "issuer"), (title, "title"), (notice_title, "title")):
        stated = _placed(name, source, sources) if name else None
        if stated:
            yield stated
            return


def _placed(name: str, source: str, sources: _Sources) -> Stated[Region] | None:
    if alone := locate(name, None):
        return Stated(alone, source, name)
    if sources.portal and (helped := locate(name, sources.portal)):
        return Stated(helped, "portal", f"{name}, {sources.portal.region}")
    fuller = fuller_name(name, sources.text)
    spoken = locate(fuller, None) if fuller else None
    return Stated(spoken, "text", fuller) if spoken and fuller else None


def _level(record: Record, sources: _Sources, place: Region | None, issuer: str | None) -> str | None:
    """That of the region; of an issuer in no table of divisions that which its name or its addressees tell."""
    if place and place.level:
        return record.derive("level", place.level, "region")
    if issuer is None or is_central(issuer):
        return None
    return record.choose("level", levels_of(issuer, sources.lines[sources.head.body_at :]))


# ---------------------------------------------------------------- dates, validity, openness


def _labelled_dates(name: str, sources: _Sources) -> Iterator[Stated[date]]:
    for label, value in values_of(name, sources.labels):
        for span in find_dates(value)[:1]:
            yield Stated(span.value, f"label {label}", value)


def _signed_dates(sources: _Sources) -> Iterator[Stated[date]]:
    if sources.signature:
        yield Stated(sources.signature.date.value, "signature", sources.signature.printed)
    yield from _labelled_dates("signed_date", sources)
    if unlabelled := sources.head.unlabelled_date:
        yield Stated(unlabelled.date.value, "date line", unlabelled.printed)


def _published_dates(sources: _Sources) -> Iterator[Stated[date]]:
    yield from _labelled_dates("published_date", sources)
    for name in _META_DATES:
        for span in find_dates(sources.metas.get(name, ""))[:1]:
            yield Stated(span.value, f"meta {name}", sources.metas[name])
    if (listed := sources.listed) and listed.date:
        yield Stated(listed.date, "list", f"{listed.title} {listed.date.isoformat()}")


def _printed_dates(sources: _Sources) -> Iterator[Stated[date]]:
    if imprint := read_imprint(sources.lines):
        yield Stated(imprint[0].value, "imprint", imprint[1])
    yield from _labelled_dates("printed_date", sources)


def _validity(sources: _Sources) -> list[Stated[str]]:
    """What the page or the title says of the document's force; where they are silent, its own closing clause."""
    stated = [
        Stated(value, f"label {label}", value) for label, value in values_of("validity", sources.labels)
    ]
    title = sources.page_title or sources.head.title or ""
    stated += [Stated(match[1], "title", match[0]) for match in _REPEALED.finditer(title)]
    if not stated and (term := read_term(sources.text)):
        stated = [Stated(term, "closing clause", term)]
    return stated


def _openness(sources: _Sources) -> Iterator[Stated[str]]:
    if printed := read_openness(sources.text):
        yield Stated(printed[0], "text", printed[1])
    for label, value in values_of("openness", sources.labels):
        yield Stated(value, f"label {label}", value)
