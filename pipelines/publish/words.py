"""An edition's facts in Chinese or English: the phrases of `templates/<language>.toml`, filled in. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from shlex import quote
from typing import Any

from markupsafe import Markup

from pipelines.compare.descent import ADDED, WORD_FOR_WORD, descent
from pipelines.compare.names import english_place, place
from pipelines.compare.quantities import amount
from pipelines.publish.differences import Difference, Side
from pipelines.publish.edition import AttachmentNews, Change, Document, Edition, PlanNews, Source, SourceNews
from pipelines.publish.family import Family
from pipelines.publish.ranges import TargetRow
from pipelines.publish.subscription import Subscription
from pipelines.structure.topics import default_topics
from storage.models import Plan, Target

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("zh", "en")

# Control characters, direction marks and lone surrogates: crawled text must not steer the reader's screen.
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+"
)
LINK_LENGTH = 600
PAGES = {"document": "", "comparison": "/comparison"}  # of `planwatch serve`, below a document's own address
_NO_URL = re.compile(r"[\s()<>\[\]{}|^`\\\"]|%(?![0-9A-Fa-f]{2})")


def clean(text: object) -> str:
    """One line of printable text."""
    return " ".join(UNPRINTABLE.sub(" ", str(text)).split())


def clip(text: object, length: int) -> str:
    """At most `length` characters of one line, with an ellipsis where some are left out."""
    line = clean(text)
    return line if len(line) <= length else f"{line[: length - 1]}…"


def href(url: str) -> Markup:
    """`url` as a target of links that no sign in it can end: what no URL may hold is escaped or left out."""
    return Markup(UNPRINTABLE.sub("", _NO_URL.sub(lambda sign: f"%{ord(sign[0]):02X}", url)))


def link(url: str | None) -> str | None:
    """`url` where it may stand behind a link, else None."""
    safe = url and url.startswith(("http://", "https://")) and len(url) <= LINK_LENGTH
    return url if safe else None


@cache
def words(language: str) -> Words:
    """The words of a language; KeyError where there are none."""
    if language not in LANGUAGES:
        raise KeyError(language)
    path = TEMPLATES / f"{language}.toml"
    return Words(language, tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, eq=False)
class Words:
    """One language. `phrases` are the tables of its file."""

    language: str
    phrases: dict[str, Any]

    def count(self, name: str, n: int, table: str = "counts") -> str:
        """`n` of something; a language with a plural has a second form."""
        forms = self.phrases[table][name]
        return str(forms[0] if n == 1 else forms[-1]).format(n=n)

    def counts(self, edition: Edition) -> list[str]:
        """The headline figures that are not nought, or the word for a quiet day."""
        told = [self.count(name, n) for name, n in asdict(edition.counts).items() if n]
        return told or [str(self.phrases["masthead"]["quiet"])]

    def selection(self, wish: Subscription) -> str:
        """By what the news was chosen for a reader; empty where all of it is told."""
        names = {
            "levels": self.phrases["levels"],
            "topics": {topic.id: getattr(topic, self.language) for topic in default_topics()},
            "kinds": self.phrases["kinds"],
        }
        masthead = self.phrases["masthead"]
        chosen = (
            f"{self.phrases['selection'][field]}{masthead['colon']}"
            + masthead["list"].join(names.get(field, {}).get(value, value) for value in values)
            for field, values in asdict(wish).items()
            if values
        )
        told = masthead["separator"].join(chosen)
        return str(self.phrases["selection"]["form"]).format(selection=told) if told else ""

    def subject(self, edition: Edition) -> str:
        """The subject line: date, counts, and where the first new plan is from, else which source is in trouble."""
        masthead = self.phrases["masthead"]
        counts = self.counts(edition)
        names = [news.document.reading.metadata.region for news in edition.plans]
        if not edition.counts.new and len(counts) == 1:
            names = [news.source.name for news in edition.sources if news.change != "standing"]
        if names and names[0]:
            form = masthead["whose" if len(names) == 1 else "whose_first"]
            counts[0] += form.format(name=clip(names[0], 30))
        told = masthead["separator"].join(counts)
        return clean(masthead["subject"].format(date=self.date(edition.at, "short_date"), counts=told))

    def date(self, day: date, form: str = "date") -> str:
        """A day in one of the forms of the masthead: date, headline, short_date."""
        masthead = self.phrases["masthead"]
        return str(masthead[form]).format(
            year=day.year,
            month=masthead["months"][day.month - 1],
            day=day.day,
            weekday=masthead["weekdays"][day.weekday()],
        )

    def field(self, value: object) -> str:
        """A value as printed, or the word for what was not found."""
        return str(value) if value is not None else str(self.phrases["notes"]["unknown"])

    def title(self, document: Document) -> str:
        metadata = document.reading.metadata
        return metadata.title or metadata.notice_title or str(self.phrases["notes"]["none"])

    def facts(self, document: Document) -> list[tuple[str, str]]:
        """The document's front matter, label and value."""
        metadata = document.reading.metadata
        values = {
            "region": metadata.region,
            "doc_number": metadata.doc_number,
            "issuer": metadata.issuer,
            "signed": metadata.signed_date and self.date(metadata.signed_date),
            "published": metadata.published_date and self.date(metadata.published_date),
        }
        return [(self.phrases["fields"][name], self.field(value)) for name, value in values.items()]

    def pages(self, document: Document, web: str) -> Iterator[tuple[str, str]]:
        """The document's pages on the web page that stands at `web`: label and address."""
        for name, path in PAGES.items():
            yield self.phrases["pages"][name], f"{web.rstrip('/')}/documents/{document.id}{path}"

    def region(self, document: Document) -> str:
        return self.field(document.reading.metadata.region)

    def origin(self, document: Document) -> str:
        """Number and issuer."""
        metadata = document.reading.metadata
        return " · ".join(map(self.field, (metadata.doc_number, metadata.issuer)))

    def dates(self, document: Document) -> tuple[str, str]:
        """When it was signed and when it was published."""
        metadata = document.reading.metadata
        signed, published = metadata.signed_date, metadata.published_date
        return self.field(signed and signed.isoformat()), self.field(published and published.isoformat())

    def line(self, document: Document) -> str:
        """The whole front matter in one line."""
        forms = self.phrases["notes"]
        signed, published = self.dates(document)
        dates = (forms["signed"].format(date=signed), forms["published"].format(date=published))
        return " · ".join((self.region(document), self.origin(document), *dates))

    def lists(
        self, edition: Edition
    ) -> Iterator[tuple[str, str, tuple[Document, ...], Mapping[int, Change]]]:
        """The lists of documents that are not new plans: heading, note, documents, what changed in them; none that is
        empty."""
        for name in ("revisions", "withdrawn", "backfill", "reviews"):
            if documents := getattr(edition, name):
                changes = edition.changes if name == "revisions" else {}
                yield self.phrases["headings"][name], self.phrases["notes"].get(name, ""), documents, changes

    def compared(self, news: PlanNews) -> str:
        """How the plan differs on the whole."""
        notes = self.phrases["notes"]
        if news.comparison is None:
            return str(notes["not_compared"])
        form = notes["differences" if news.differences else "no_differences"]
        return str(form).format(
            baselines=len(news.comparison.baselines),
            total=len(news.comparison.findings),
            kinds=self.kinds(news.kinds),
            shown=len(news.differences),
        )

    def kin(self, family: Family) -> str:
        """What a plan made of its superior plan, and the stored plan that it shares most words with, in one line."""
        notes, told = self.phrases["notes"], []
        if family.superior:
            (upper,) = family.superior.baselines
            counts = {outcome: len(clauses) for outcome, clauses in descent(family.superior).items()}
            copied, added = counts[WORD_FOR_WORD], counts[ADDED]
            changed = sum(counts.values()) - copied - added
            name = upper.doc_number or upper.title
            told.append(notes["superior"].format(plan=name, copied=copied, changed=changed, added=added))
        if family.nearest:
            kin = family.nearest[0]
            name = kin.row["doc_number"] or kin.row["title"]
            told.append(notes["nearest"].format(plan=name, share=f"{kin.here:.0%}"))
        return str(self.phrases["masthead"]["separator"]).join(told)

    def changed(self, change: Change) -> str:
        """How the text of a plan changed on the whole."""
        form = self.phrases["notes"]["changes" if change.total else "no_changes"]
        shown = len(change.differences)
        return str(form).format(total=change.total, kinds=self.kinds(change.kinds), shown=shown)

    def at(self, side: Side) -> str:
        """A known plan and the place in it."""
        return " ".join(filter(None, (self.plan(side.plan), side.place)))

    def quotes(self, difference: Difference, *, versions: bool = False) -> Iterator[tuple[str, str, bool]]:
        """What both sides say: whose words and where, the words, and whether they are this plan's. `versions`: the
        other side is the text that the plan had before."""
        fields = self.phrases["fields"]
        if difference.place is not None:
            form = fields["this_text_at" if versions else "this_plan_at"]
            yield form.format(place=difference.place), difference.quote, True
        for side in difference.sides:
            place = fields["earlier_text_at"].format(place=side.place or "") if versions else self.at(side)
            yield place.strip(), side.quote, False

    def doubt(self, document: Document) -> str:
        """Why a document is to be judged by the reader."""
        relevance = document.reading.relevance
        score = self.phrases["notes"]["score"].format(score=f"{relevance.score:.2f}")
        return " · ".join((score, *map(self.because, relevance.reasons)))

    def because(self, reason: str) -> str:
        """A reason of a judgement, its signal in the words of this language where it has any."""
        signal, colon, words = reason.partition(": ")
        return f"{self.phrases['signals'].get(signal, signal)}{colon}{words}"

    def told(self, document: Document) -> str:
        """The front matter, and of what the reader has to judge the doubts."""
        is_doubtful = document.reading.relevance.verdict == "review"
        return f"{self.line(document)} · {self.doubt(document)}" if is_doubtful else self.line(document)

    def health(self, news: SourceNews) -> str:
        """A source's verdict, since when, and why."""
        verdict = self.phrases["verdicts"][news.source.verdict]
        return " · ".join(filter(None, (verdict, self.standing(news), self.reason(news.source))))

    def unread(self, news: AttachmentNews) -> str:
        """What became of a file, and whose it is."""
        status = self.phrases["attachments"][news.status]
        told = f"{status} ({news.reason})" if news.reason else status
        return f"{told} · {self.title(news.document)}" if news.document else str(told)

    def standing(self, news: SourceNews) -> str:
        """Since when a source is in its state, and whether that was told before."""
        notes = self.phrases["notes"]
        since = news.source.since and notes["since"].format(date=self.date(news.source.since))
        return self.phrases["masthead"]["comma"].join(filter(None, (since, notes.get(news.change))))

    def well(self, edition: Edition) -> str:
        """How many sources there is nothing to say about, and how many of which nothing is certain yet."""
        others = "well" if edition.sources or edition.unsure else "all_well"
        figures = {others: edition.well, "unsure": edition.unsure}
        told = (self.count(name, n, table="notes") for name, n in figures.items() if n)
        return str(self.phrases["masthead"]["sentence"]).join(told)

    def summary(self, difference: Difference) -> str:
        return difference.summary_zh if self.language == "zh" else difference.summary_en

    def reason(self, source: Source) -> str:
        return source.reason_zh if self.language == "zh" else source.reason_en

    def plan(self, plan: Plan) -> str:
        """A known plan by the name of its place."""
        return place(plan) if self.language == "zh" else english_place(plan)

    def names(self, sides: tuple[Side, ...]) -> str:
        each = dict.fromkeys(self.plan(side.plan) for side in sides)
        return str(self.phrases["masthead"]["list"]).join(each)

    def kinds(self, kinds: tuple[tuple[str, int], ...]) -> str:
        form, names = self.phrases["notes"]["kind"], self.phrases["kinds"]
        told = (form.format(kind=names[kind].lower(), n=n) for kind, n in kinds)
        return str(self.phrases["masthead"]["list"]).join(told)

    def indicator(self, row: TargetRow) -> str:
        return row.name_zh if self.language == "zh" else row.name_en[:1].upper() + row.name_en[1:]

    def amount(self, target: Target) -> str:
        """A target's value with its unit: 78%以上, 增长45%, 5-8个百分点."""
        forms = self.phrases["amounts"]
        value = amount(target, LANGUAGES.index(self.language))
        return str(forms.get(target.kind, "{value}")).format(value=value)

    def aim(self, target: Target) -> str:
        """A target's value and the year it is due."""
        amount = self.amount(target)
        if target.deadline_year is None:
            return amount
        return str(self.phrases["amounts"]["deadline"]).format(amount=amount, year=target.deadline_year)

    def span(self, row: TargetRow) -> str:
        """What the known plans set for the indicator, lowest to highest."""
        if row.lowest is None or row.highest is None:
            return str(self.phrases["notes"]["unknown"])
        forms = self.phrases["amounts"]
        low, high = (self.amount(end.target) for end in (row.lowest, row.highest))
        if low == high and row.baselines > 1:
            return str(forms["source_of_many"]).format(amount=low, n=row.baselines)
        ends = dict.fromkeys(
            forms["source"].format(amount=self.amount(end.target), name=self.plan(end.plan))
            for end in (row.lowest, row.highest)
        )
        return str(forms["to"]).join(ends)

    def commands(self, edition: Edition) -> Iterator[tuple[str, str]]:
        """Commands that lead on from this edition, and what each shows."""
        known = (*edition.backfill, *edition.reviews)
        quiet = edition.is_empty
        new = tuple(news.document for news in edition.plans)
        first = (new or edition.revisions or known)[:1]
        reasons = {
            "show": first,
            "diff": new,
            "history": edition.revisions,
            "search": new,
            "list": quiet or new or known,
            "health": quiet or edition.sources,
        }
        subjects = {"diff": new, "history": edition.revisions}
        for name, reason in reasons.items():
            if reason:
                command, purpose = self.phrases["commands"][name]
                ref = self.ref(subjects.get(name, first)[0]) if "{ref}" in command else ""
                yield command.format(ref=ref), purpose

    def ref(self, document: Document) -> str:
        """What names the document on the command line, safe to be pasted into a shell."""
        number = document.reading.metadata.doc_number
        return quote(clip(number, 60)) if number else str(document.id)
