"""A comparison as one page to read on a screen, on a phone and on paper: no script, no file beside it. Pure."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.compare.quantities import Quantity
from pipelines.compare.redline import Segment, redline
from pipelines.compare.sides import PREAMBLE, body_of, unwrap
from pipelines.compare.target_table import Row, target_table
from pipelines.publish.differences import place
from pipelines.publish.words import TEMPLATES, Words, clean, words
from storage.models import Clause, Comparison, Finding, Pair, Plan


def comparison_html(comparison: Comparison, *, language: str) -> str:
    """The findings, the targets and the clauses side by side, in `language` (zh or en; KeyError otherwise)."""
    page = comparison_page(comparison, language)
    return (
        _environment().get_template("comparison.html.j2").render(page=page, words=page.words, t=page.phrases)
    )


def comparison_page(comparison: Comparison, language: str) -> Page:
    """The report before it is given a format. KeyError for a language that there are no words in."""
    return Page(comparison, words(language), _phrases(language))


@dataclass(frozen=True, slots=True)
class Partner:
    """A baseline's clause that treats the same as the plan's, and the way from its words to the plan's."""

    plan: Plan
    pair: Pair
    segments: tuple[Segment, ...]

    @property
    def rewritten(self) -> bool:
        """Too far from the plan's words for a redline: the text is shown as it stands."""
        return [segment.op for segment in self.segments] == ["replace"]


@dataclass(frozen=True)
class Page:
    """What the template asks for, in the order of the page."""

    comparison: Comparison
    words: Words
    phrases: dict[str, Any]

    @property
    def title(self) -> str:
        baselines = len(self.comparison.baselines)
        return str(self.phrases["title"]).format(title=clean(self.comparison.plan.title), n=baselines)

    @property
    def plans(self) -> tuple[Plan, ...]:
        return (self.comparison.plan, *self.comparison.baselines)

    def name(self, plan: Plan) -> str:
        """How a column or a quote names a plan."""
        return self.phrases["this_plan"] if plan is self.comparison.plan else self.words.plan(plan)

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

    def targets(self) -> list[Row]:
        return target_table(self.comparison.plan, self.comparison.baselines)

    def indicator(self, row: Row) -> str:
        return row.indicator.zh if self.words.language == "zh" else row.indicator.en

    def cell(self, row: Row, cell: Sequence[Quantity]) -> str:
        """What one plan sets for an indicator, in words."""
        return "；".join(self._value(row, quantity) for quantity in cell) or str(self.phrases["unset"])

    def _value(self, row: Row, quantity: Quantity) -> str:
        target = quantity.target
        due = f" {self.phrases['deadline'].format(year=target.deadline_year)}" if target.deadline_year else ""
        ranks = (("highest", row.highest), ("lowest", row.lowest))
        marks = "".join(f" {self.phrases[rank]}" for rank, holders in ranks if quantity in holders)
        return f"{self.words.amount(target)}{due}{marks}"

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

    def marks(self, partner: Partner) -> Iterator[tuple[str, str | None]]:
        """The redline as runs of text, each with the phrase that marks it: deleted, inserted, or none."""
        for segment in partner.segments:
            if partner.rewritten or segment.op == "equal":
                yield (segment.a if partner.rewritten else segment.b), None
                continue
            if segment.a:
                yield segment.a, "deleted"
            if segment.b:
                yield segment.b, "inserted"

    def marked(self, partner: Partner) -> str:
        """The redline as one text, 增 and 删 in words."""
        return "".join(
            f"〔{self.phrases[sign]}：{text}〕" if sign else text for text, sign in self.marks(partner)
        )

    def _partner(self, clause: Clause, pair: Pair) -> Partner:
        plan = self.baseline(pair.baseline)
        other = next(each for each in plan.clauses if each.id == pair.baseline_clause)
        return Partner(plan, pair, tuple(redline(other.text, clause.text)))


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
