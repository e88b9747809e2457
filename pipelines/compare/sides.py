"""A plan made ready for comparison: its clauses that say something of their own, and their sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.models import Clause, Plan

PREAMBLE = "0"  # why and under what the plan is made: no measure stands there
GENERAL = frozenset(
    {"T01"}
)  # requirements and targets in general: to share this topic is to share no measure
_SHORTEST = 6  # characters; a shorter piece belongs to the sentence before it
_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？”’]*")
_BRACKET = re.compile(r"[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)]")
_ROLE = re.compile(r"牵头|责任单位|负责|分工|配合")
_ANNEXES = re.compile(r"附件\d*[：:]")  # what follows names the annexes and says nothing
_LINE_BREAK = re.compile(r"[ \t\u3000]*\n\s*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a clause, as printed, and the same in one width and without white space, to be compared by."""

    clause: int  # index in the clauses of its side
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Side:
    """One plan of a comparison. `bodies` run parallel to `clauses`, `passages` stand in the order of the clauses."""

    plan: Plan
    clauses: tuple[Clause, ...]
    bodies: tuple[str, ...]  # own text without the bracket of departments
    passages: tuple[Passage, ...]
    first_passages: NDArray[np.int64]  # of each clause, the index of its first passage

    def own_passages(self, clause: int) -> range:
        """The indices of the passages of a clause."""
        stop = self.first_passages[clause + 1] if clause + 1 < len(self.clauses) else len(self.passages)
        return range(self.first_passages[clause], stop)

    def sentences(self, clause: int) -> list[Passage]:
        """The passages of a clause."""
        return [self.passages[index] for index in self.own_passages(clause)]


def make_side(plan: Plan) -> Side:
    """Choose the clauses that take part: leaves and parents with a text of their own, the preamble apart."""
    bodies = {clause.id: body_of(clause) for clause in plan.clauses if clause.id != PREAMBLE}
    sentences = {clause: split_sentences(body) for clause, body in bodies.items() if not _ANNEXES.match(body)}
    clauses = tuple(clause for clause in plan.clauses if sentences.get(clause.id))
    counts = [len(sentences[clause.id]) for clause in clauses]
    return Side(
        plan=plan,
        clauses=clauses,
        bodies=tuple(bodies[clause.id] for clause in clauses),
        passages=tuple(
            Passage(at, text, key_of(text))
            for at, clause in enumerate(clauses)
            for text in sentences[clause.id]
        ),
        first_passages=np.cumsum([0, *counts], dtype=np.int64)[:-1],
    )


def body_of(clause: Clause) -> str:
    """The clause's own words: no rows of a table, no bracket that names the responsible departments."""
    names = [unit.name for unit in clause.units]

    def departments(bracket: re.Match[str]) -> str:
        words = bracket.group()
        return "" if _ROLE.search(words) or any(name in words for name in names) else words

    prose = "\n".join(line for line in clause.text.split("\n") if "\t" not in line)
    return unwrap(_BRACKET.sub(departments, prose))


def split_sentences(text: str) -> list[str]:
    """Sentences and the parts of a sentence that semicolons divide, as printed."""
    sentences: list[str] = []
    for piece in (match.group().strip() for match in _SENTENCE.finditer(text)):
        if sentences and len(squash(piece)) < _SHORTEST:
            sentences[-1] += piece
        elif piece:
            sentences.append(piece)
    return sentences


def unwrap(text: str) -> str:
    """The text on one line."""
    return _LINE_BREAK.sub("", text).strip()


def key_of(text: str) -> str:
    """The text without white space, and with its commas, colons and brackets in full width."""
    key = squash(text)
    for half, full in zip(",;:()", "，；：（）", strict=True):
        key = key.replace(half, full)
    return key


def squash(text: str) -> str:
    """The text without white space, which means nothing between Chinese characters."""
    return "".join(text.split())
