"""A plan made ready for comparison: its clauses that say something of their own, and their sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.models import Clause, Plan

PREAMBLE = "0"  # why and under what the plan is made: no measure stands there
_SHORTEST = 6  # characters; a shorter piece belongs to the sentence before it
_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？”’]*")
_BRACKET = re.compile(r"[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)]")
_ROLE = re.compile(r"牵头|责任单位|负责|分工|配合")
_BLANK = re.compile(r"\s+")
_LINE_BREAK = re.compile(r"[ \t\u3000]*\n\s*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a clause, as printed."""

    clause: int  # index in the clauses of its side
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """One plan of a comparison. The tuples run parallel to `clauses`."""

    plan: Plan
    clauses: tuple[Clause, ...]
    bodies: tuple[str, ...]  # own text without the bracket of departments
    trails: tuple[tuple[str, ...], ...]  # the headings above a clause and its own, from the top down
    passages: tuple[Passage, ...]


def make_side(plan: Plan) -> Side:
    """Choose the clauses that take part: leaves and parents with a text of their own, the preamble apart."""
    headings = {clause.id: clause.heading for clause in plan.clauses}
    spoken = [(clause, body_of(clause)) for clause in plan.clauses if clause.id != PREAMBLE]
    spoken = [(clause, body) for clause, body in spoken if body]
    return Side(
        plan=plan,
        clauses=tuple(clause for clause, _ in spoken),
        bodies=tuple(body for _, body in spoken),
        trails=tuple(_trail(clause.id, headings) for clause, _ in spoken),
        passages=tuple(
            Passage(number, text) for number, (_, body) in enumerate(spoken) for text in split_sentences(body)
        ),
    )


def body_of(clause: Clause) -> str:
    """The clause's own words without the brackets that name the responsible departments."""
    names = [unit.name for unit in clause.units]

    def departments(bracket: re.Match[str]) -> str:
        words = bracket.group()
        return "" if _ROLE.search(words) or any(name in words for name in names) else words

    return unwrap(_BRACKET.sub(departments, clause.text))


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


def squash(text: str) -> str:
    """The text without white space, which means nothing between Chinese characters."""
    return _BLANK.sub("", text)


def _trail(clause_id: str, headings: dict[str, str]) -> tuple[str, ...]:
    steps = clause_id.split(".")
    above = (".".join(steps[:depth]) for depth in range(1, len(steps) + 1))
    return tuple(heading for step in above if (heading := squash(headings.get(step, ""))))
