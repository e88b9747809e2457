"""The words of relevance: config/terms.yaml, checked, and made ready to be looked for.

A word is plain text with three signs of its own: … stands for up to eight characters, ^ and $ for the ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipelines.embedded import config_dir

Sort = Literal[
    "plan", "sector-plan", "measures", "task-list", "rules", "interpretation", "news", "central", "other"
]
FormName = Literal["plan", "measures", "task-list", "rules", "notice"]
Check = Literal[
    "no topic", "no form", "place", "central", "garbled", "traditional",
    "clauses", "no clauses", "number", "issuer", "date", "unidentified", "earlier", "silent",
]  # fmt: skip

_GAP = ".{0,8}"
_LIGHT = re.compile(r"[\s“”\"'‘’「」『』《》<>〈〉]+")


class TermsError(ValueError):
    """A terms file that is not of the expected shape; the message names file, key and what was expected."""


class SignalRow(BaseModel):
    """A signal as it stands in the file."""

    model_config = ConfigDict(extra="forbid")
    weight: float = 0.0
    limit: float = Field(default=1.0, gt=0, le=1)
    sort: Sort | None = None
    words: list[str] = []
    unless: list[str] = []


class FormRow(BaseModel):
    """A form as it stands in the file."""

    model_config = ConfigDict(extra="forbid")
    weight: float
    words: list[str]


class Verdicts(BaseModel):
    """The scores from which a document is a plan, and from which a person should look."""

    model_config = ConfigDict(extra="forbid")
    plan: float = Field(gt=0, lt=1)
    review: float = Field(gt=0, lt=1)


class Characters(BaseModel):
    """Traditional characters and, at the same place, their simplified forms."""

    model_config = ConfigDict(extra="forbid")
    traditional: str
    simplified: str


class TermsFile(BaseModel):
    """The shape of config/terms.yaml."""

    model_config = ConfigDict(extra="forbid")
    verdicts: Verdicts
    base: float
    topics: dict[str, SignalRow]
    forms: dict[FormName, FormRow]
    title: dict[str, SignalRow]
    text: dict[str, SignalRow]
    checks: dict[Check, SignalRow]
    national: list[str]
    characters: Characters


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that speaks for or against a plan.

    `sort` is what the paper is where the signal decides against a plan; `limit` bounds the score from above, for
    papers that a person should judge; `unless` silences the signal.
    """

    name: str
    weight: float = 0.0
    limit: float = 1.0
    sort: str | None = None
    words: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def found_in(self, text: str) -> str | None:
        """The words of the text that give the signal, or None."""
        match = self.words.search(text) if self.words else None
        if match is None or (self.unless and self.unless.search(text)):
            return None
        return match[0]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of paper, told by the end of its title."""

    name: str
    weight: float
    ending: re.Pattern[str]

    def ending_of(self, title: str) -> str | None:
        """The form's word that the title ends with, or None."""
        match = self.ending.search(title)
        return match[0] if match else None


@dataclass(frozen=True, slots=True)
class Terms:
    """All signals. Of `topics` and of `forms` the first that fits counts."""

    plan: float
    review: float
    base: float
    topics: tuple[Signal, ...]
    forms: tuple[Form, ...]
    title: tuple[Signal, ...]
    text: tuple[Signal, ...]
    checks: Mapping[str, Signal]
    national: frozenset[str]
    simplified: Mapping[int, int]

    def plain(self, title: str) -> str:
        """A title as the words are compared with it: no blanks or quotation marks, simplified characters."""
        return without_quotes(title).translate(self.simplified)


@cache
def default_terms() -> Terms:
    """The terms that ship with the program."""
    return load_terms(config_dir() / "terms.yaml")


def load_terms(path: Path) -> Terms:
    """The terms in a file of the shape of config/terms.yaml. Raises TermsError where it has another shape."""
    try:
        return ready(TermsFile.model_validate(YAML(typ="safe").load(path)))
    except ValidationError as error:
        wrong = error.errors()[0]
        key = ".".join(map(str, wrong["loc"]))
        raise TermsError(f"{path}: {key}: {wrong['msg']}, got {wrong['input']!r}") from error
    except YAMLError as error:
        raise TermsError(f"{path}: {error}") from error


def ready(file: TermsFile) -> Terms:
    """The terms of a checked file, their words compiled."""
    forms = tuple(
        Form(name, row.weight, _pattern(f"{word}$" for word in row.words)) for name, row in file.forms.items()
    )
    return Terms(
        plan=file.verdicts.plan,
        review=file.verdicts.review,
        base=file.base,
        topics=_signals(file.topics),
        forms=forms,
        title=_signals(file.title),
        text=_signals(file.text),
        checks={signal.name: signal for signal in _signals(file.checks)},
        national=frozenset(map(without_quotes, file.national)),
        simplified=str.maketrans(file.characters.traditional, file.characters.simplified),
    )


def without_quotes(title: str) -> str:
    """A title in half width, without blanks and quotation marks."""
    return _LIGHT.sub("", unicodedata.normalize("NFKC", title))


def _signals(rows: Mapping[str, SignalRow] | Mapping[Check, SignalRow]) -> tuple[Signal, ...]:
    return tuple(
        Signal(
            name,
            row.weight,
            row.limit,
            row.sort,
            _pattern(row.words) if row.words else None,
            _pattern(row.unless) if row.unless else None,
        )
        for name, row in rows.items()
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_expression, words)))


def _expression(word: str) -> str:
    return re.escape(word).replace("…", _GAP).replace(r"\^", "^").replace(r"\$", "$")


def terms_in(config: Path) -> Terms:
    """The terms of a configuration folder, or where it has none those that ship with the program."""
    path = config / "terms.yaml"
    return load_terms(path) if path.exists() else default_terms()
