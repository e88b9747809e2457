"""The text of a plan to clauses, departments, targets, citations and topics. Pure: text in, values out.

No reading of files and no look-up of stored documents belongs here; see `pipelines.readers` and `storage`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.structure.citations import read_citations
from pipelines.structure.clauses import read_clauses
from pipelines.structure.departments import read_departments
from pipelines.structure.modality import read_modality
from pipelines.structure.plain import Plain, plain, squash
from pipelines.structure.prose import prose
from pipelines.structure.tables import assign_rows, rows_in, rows_of, task_rows
from pipelines.structure.targets import read_targets
from pipelines.structure.topics import read_topics
from storage.models import Block, Clause, Target

__all__ = ["Structure", "read_citations", "read_structure"]


@dataclass(frozen=True, slots=True)
class Structure:
    """What a plan says, taken apart: `read_structure` makes it."""

    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...] = ()


def read_structure(plan_text: str, tables: Sequence[Block] = (), *, title: str = "") -> Structure:
    """Take a plan apart.

    `plan_text` is the tidy text of the plan, one paragraph a line, from its title on; tables in it have a tab
    between cells. `tables` are the same tables with exact cells, where the reader of the file knew them. `title` is
    the plan's, where the text starts below it: it may name the year that the plan is for.
    """
    clauses = read_clauses(plan_text)
    texts = [plain(prose(clause)) for clause in clauses]
    headings = {clause.id: clause.heading for clause in clauses if clause.level}
    understood = [
        _understood(clause, text, _above(clause, headings))
        for clause, text in zip(clauses, texts, strict=True)
    ]
    rows = task_rows(rows_of(tables) or rows_in(plan_text))
    return Structure(assign_rows(understood, rows), read_targets(clauses, texts, title))


def _above(clause: Clause, headings: Mapping[str, str]) -> list[str]:
    """The headings of the clauses around a clause, outermost first."""
    numbers = clause.id.split(".")[:-1]
    around = (".".join(numbers[:depth]) for depth in range(1, len(numbers) + 1))
    return [headings[id] for id in around if id in headings]


def _understood(clause: Clause, text: Plain, above: Sequence[str]) -> Clause:
    """The clause with what its own words say; a heading above other clauses, or a table, says nothing by itself."""
    if not text.text:
        return clause
    return replace(
        clause,
        units=read_departments(text),
        modality=read_modality(f"{squash(clause.heading)}。{text.text}"),
        topics=read_topics(clause.heading, text.text, above=above),
    )
