"""A comparison as one page to read on a screen, on a phone and on paper: no script, no file beside it. Pure.

Three views after the habit of Chinese legal databases: the summary with the target table, the plan annotated (编注),
and its clauses side by side with the known ones (对照).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.compare.descent import ADDED, descent
from pipelines.compare.quantities import Quantity
from pipelines.compare.redline import Segment, redline, sentence_redlines
from pipelines.compare.sides import PREAMBLE, body_of, unwrap
from pipelines.compare.target_table import Row, target_table
from pipelines.publish.differences import EDGES, place
from pipelines.publish.family import ALONE, Family, Kin
from pipelines.publish.words import TEMPLATES, Words, clean, words
from storage.models import Clause, Comparison, Finding, Pair, Plan

FOREMOST = 5  # findings that are told in full before all else
# op of a segment -> the phrases that mark what the known plan says there, and what the plan says
SIGNS = {
    "delete": ("deleted", ""),
    "insert": ("", "inserted"),
    "replace": ("deleted", "inserted"),
    "moved": ("moved_away", "moved_here"),
}


def comparison_html(
    comparison: Comparison, *, language: str, versions: bool = False, family: Family = ALONE
) -> str:
    """The three views as one page in `language` (zh or en; KeyError otherwise).

    versions: the one baseline is an earlier text of the same plan, and the page speaks of it as such. family: the
    stored plan that this one follows, and those with text in common; they are told between the views.
    """
    page = comparison_page(comparison, language, versions=versions, family=family)
    return (
        _environment().get_template("comparison.html.j2").render(page=page, words=page.words, t=page.phrases)
    )


def comparison_page(comparison: Comparison, language: str, *, versions: bool, family: Family = ALONE) -> Page:
    """The report before it is given a format. KeyError for a language that there are no words in."""
    spoken, phrases = words(language), _phrases(language)
    return Page(comparison, spoken, phrases | phrases["of_versions"] if versions else phrases, family)


@dataclass(frozen=True, slots=True)
class Partner:
    """A baseline's clause that treats the same as the plan's, and the way from its words to the plan's."""

    plan: Plan
    pair: Pair
    rewritten: (
        bool  # too far from the plan's words for one redline: its text stands, its alike sentences are marked
    )
    passages: tuple[tuple[Segment, ...], ...]  # one, or one a sentence where it is rewritten

    @property
    def same(self) -> bool:
        """Word for word what the plan says."""
        return all(segment.op == "equal" for passage in self.passages for segment in passage)

    @property
    def apart(self) -> bool:
        """No sentence of it is like one of the plan's: on paper it is named only."""
        return self.rewritten and not any(run.sign or run.alike for run in self.runs())

    def runs(self) -> Iterator[Run]:
        """The baseline's clause from its beginning to its end, with the marks of the redline."""
        for passage in self.passages:
            alone = self.rewritten and passage[0].op == "delete" and len(passage) == 1
            for segment in passage:
                signs = ("", "") if alone else SIGNS.get(segment.op, ("", ""))
                alike = self.rewritten and segment.op == "equal"
                sides = [segment.b] if segment.op == "equal" else [segment.a, segment.b]
                yield from (Run(text, sign, alike) for text, sign in zip(sides, signs, strict=False) if text)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. `sign` is the phrase that marks it as deleted, inserted or moved; "" where nothing does."""

    text: str
    sign: str
    alike: bool  # stands in the plan too, in a text that else says other things


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its rank, 1 for the heaviest."""

    rank: int
    finding: Finding


@dataclass(frozen=True)
class Page:
    """What the formats ask for, in the order of the page."""

    comparison: Comparison
    words: Words
    phrases: dict[str, Any]
    family: Family = ALONE

    @property
    def superior(self) -> Plan | None:
        """The stored plan that this one follows."""
        return self.family.superior.baselines[0] if self.family.superior else None

    def outcomes(self) -> str:
        """What became of the superior plan's clauses, in words."""
        assert self.family.superior is not None, "asked only where there is a superior plan"
        names = {**self.phrases["verdicts"], ADDED: self.phrases["added"]}
        counts = (
            (names[outcome], len(clauses)) for outcome, clauses in descent(self.family.superior).items()
        )
        return " · ".join(self.phrases["outcome"].format(verdict=name, n=n) for name, n in counts if n)

    def added(self) -> list[tuple[str, str]]:
        """The clauses that the superior plan does not have: id, and marker with heading."""
        assert self.family.superior is not None, "asked only where there is a superior plan"
        ids = set(descent(self.family.superior)[ADDED])
        clauses = (clause for clause in self.comparison.plan.clauses if clause.id in ids)
        return [(each.id, clean(f"{each.marker}{each.heading}").strip(EDGES) or each.id) for each in clauses]

    def kin_row(self, kin: Kin) -> list[str]:
        """A stored plan with text in common, as the columns `kin_columns` name it."""
        facts = [str(kin.row[name] or "—") for name in ("title", "region", "doc_number", "signed_date")]
        return [*facts, f"{kin.here:.0%}", f"{kin.there:.0%}"]

    def below(self) -> list[Finding]:
        """What matters most of the differences to the superior plan."""
        return list(self.family.superior.findings[:FOREMOST]) if self.family.superior else []

    @property
    def title(self) -> str:
        baselines = len(self.comparison.baselines)
        return str(self.phrases["title"]).format(title=clean(self.comparison.plan.title), n=baselines)

    @property
    def plans(self) -> tuple[Plan, ...]:
        return (self.comparison.plan, *self.comparison.baselines)

    def name(self, plan: Plan) -> str:
        """How a column or a quote names a plan."""
        if plan is self.comparison.plan:
            return str(self.phrases["this_plan"])
        return str(self.phrases.get("other_plan") or self.words.plan(plan))

    def baseline(self, name: str) -> Plan:
        return next(plan for plan in self.comparison.baselines if plan.name == name)

    def kinds(self) -> list[tuple[str, int]]:
        """How many findings there are of each kind, most first."""
        return Counter(finding.kind for finding in self.comparison.findings).most_common()

    def kind(self, kind: str) -> str:
        return str(self.words.phrases["kinds"][kind])

    def summary(self, finding: Finding) -> str:
        return finding.summary_zh if self.words.language == "zh" else finding.summary_en

    def place(self, plan: Plan, clause: str | None) -> str:
        """Where the clause stands, by its markers and heading."""
        return place(plan, clause) or ""

    @property
    def notes(self) -> list[Note]:
        """All findings, heaviest first."""
        return [Note(rank, finding) for rank, finding in enumerate(self.comparison.findings, 1)]

    @property
    def foremost(self) -> list[Note]:
        return self.notes[:FOREMOST]

    @property
    def others(self) -> list[Note]:
        return self.notes[FOREMOST:]

    def notes_on(self, clause: Clause | None) -> list[Note]:
        """The findings that speak of a clause; of None: of what the plan does not have."""
        return [note for note in self.notes if note.finding.clause == (clause and clause.id)]

    def quoted(self, clause: Clause) -> list[tuple[str, bool]]:
        """The clause's text in pieces, each with whether a finding quotes it."""
        text = self.text(clause)
        spans = [_span(text, clause, note.finding.quote) for note in self.notes_on(clause)]
        inside = [False] * len(text)
        for start, end in filter(None, spans):
            inside[start:end] = [True] * (end - start)
        cuts = [0, *(at for at in range(1, len(text)) if inside[at] != inside[at - 1]), len(text)]
        return [(text[a:b], inside[a]) for a, b in pairwise(cuts) if a < b]

    def shows(self, clause: Clause, quote: str) -> bool:
        """Whether the clause's own text, as printed, has the quote in it."""
        return _span(self.text(clause), clause, quote) is not None

    def targets(self) -> list[Row]:
        return target_table(self.comparison.plan, self.comparison.baselines)

    def indicator(self, row: Row) -> str:
        name = row.indicator.zh if self.words.language == "zh" else row.indicator.en
        return name[:1].upper() + name[1:]

    def cell(self, row: Row, cell: Sequence[Quantity]) -> str:
        """What one plan sets for an indicator, in words."""
        return "；".join(self._value(row, quantity) for quantity in cell) or str(self.phrases["unset"])

    def _value(self, row: Row, quantity: Quantity) -> str:
        target, notes = quantity.target, []
        if target.deadline_year:
            notes.append(self.phrases["deadline"].format(year=target.deadline_year))
        for rank, holders in (("highest", row.highest), ("lowest", row.lowest)):
            if quantity in holders:
                notes.append(self.phrases[rank])
        value = self.words.amount(target)
        told = str(self.words.phrases["masthead"]["comma"]).join(notes)
        return str(self.phrases["value_and_notes"]).format(value=value, notes=told) if notes else value

    def clauses(self) -> Iterator[tuple[Clause, list[Partner]]]:
        """The plan's clauses in their order, headings of parts included, each with its partners."""
        for clause in self.comparison.plan.clauses:
            pairs = [pair for pair in self.comparison.pairs if pair.clause == clause.id]
            yield clause, [self._partner(clause, pair) for pair in pairs]

    def takes_part(self, clause: Clause) -> bool:
        """Whether the clause says something that could stand in a baseline too."""
        return clause.id != PREAMBLE and bool(body_of(clause))

    def text(self, clause: Clause) -> str:
        return unwrap(clause.text)

    def marked(self, partner: Partner) -> str:
        """The redline as one text, 增, 删 and 移 in words."""
        return "".join(
            f"〔{self.phrases[run.sign]}：{run.text}〕" if run.sign else run.text for run in partner.runs()
        )

    def _partner(self, clause: Clause, pair: Pair) -> Partner:
        plan = self.baseline(pair.baseline)
        other = next(each for each in plan.clauses if each.id == pair.baseline_clause)
        return Partner(plan, pair, *_passages(other.text, clause.text))


@lru_cache(
    maxsize=4_096
)  # the clauses of some twenty plans; the web page is asked for one plan again and again
def _passages(before: str, after: str) -> tuple[bool, tuple[tuple[Segment, ...], ...]]:
    """Whether a clause is rewritten, and its redline, then one of each sentence."""
    whole = redline(before, after)
    rewritten = [segment.op for segment in whole] == ["replace"]
    return rewritten, tuple(map(tuple, sentence_redlines(before, after) if rewritten else [whole]))


def _span(text: str, clause: Clause, quote: str) -> tuple[int, int] | None:
    """Where the quote stands in a clause's text; a heading that it begins with stands before the text."""
    words = quote.removeprefix(clause.heading) if quote.startswith(clause.heading) else quote
    start = text.find(words)
    return (start, start + len(words)) if words and start >= 0 else None


@cache
def _phrases(language: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / f"comparison.{language}.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
