"""The comparison as Markdown, for those who file or quote it, and as JSON, for programs. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.compare.quantities import Quantity
from pipelines.compare.redline import redline
from pipelines.compare.target_table import Row, target_table
from pipelines.publish.family import ALONE, Family
from pipelines.publish.report import comparison_page
from pipelines.publish.words import TEMPLATES
from storage.models import Comparison

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")


def comparison_markdown(
    comparison: Comparison, *, language: str, versions: bool = False, family: Family = ALONE
) -> str:
    """Summary, annotated text and side by side as Markdown; arguments as of `comparison_html`."""
    page = comparison_page(comparison, language, versions=versions, family=family)
    text = _environment().get_template("comparison.md.j2").render(page=page, t=page.phrases)
    return re.sub(r"\n{3,}", "\n\n", text).replace("|\n\n|", "|\n|")


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison, and what its reports show besides: the redline of each pair, the target table."""
    texts = {plan.name: {clause.id: clause.text for clause in plan.clauses} for plan in comparison.baselines}
    own = {clause.id: clause.text for clause in comparison.plan.clauses}
    told = comparison.to_json()
    for pair in told["pairs"]:
        segments = redline(texts[pair["baseline"]][pair["baseline_clause"]], own[pair["clause"]])
        pair["redline"] = [segment.to_json() for segment in segments]
    names = [None, *(plan.name for plan in comparison.baselines)]
    told["targets"] = [_row(row, names) for row in target_table(comparison.plan, comparison.baselines)]
    return told


def _row(row: Row, names: list[str | None]) -> dict[str, Any]:
    """A row of the target table; `plan` None is the plan that is compared."""
    values = [
        {"plan": name, **quantity.target.to_json(), "rank": _rank(row, quantity)}
        for name, cell in zip(names, row.cells, strict=True)
        for quantity in cell
    ]
    return {"indicator": {"zh": row.indicator.zh, "en": row.indicator.en}, "values": values}


def _rank(row: Row, quantity: Quantity) -> str | None:
    ranks = {"highest": row.highest, "lowest": row.lowest}
    return next((rank for rank, holders in ranks.items() if quantity in holders), None)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # Markdown, whose signs the filter `md` escapes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = _escaped
    return environment


def _escaped(text: object) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(str(text).split()))
