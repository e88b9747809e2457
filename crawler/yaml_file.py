"""A YAML file checked against a model, with the line of whatever is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from crawler.errors import ConfigError

M = TypeVar("M", bound=BaseModel)
Key = Sequence[int | str]

# What pydantic says -> what a person who edits YAML needs to hear. {input} is the value found.
EXPECTED = {
    "missing": "expected a value, but the key is missing",
    "string_type": "expected text, found {input!r}; put it in quotes",
    "extra_forbidden": "unknown key",
}


def mistake(path: Path, line: int, key: str, expected: str) -> str:
    """One line of a ConfigError."""
    return ": ".join(part for part in (f"{path}:{line}", key, expected) if part)


class YamlFile:
    """One file as read, able to say on which line a key stands.

    Raises ConfigError if the file cannot be read or is not YAML.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: Any = self._load(YAML(typ="safe", pure=True))

    @cached_property
    def _marked(self) -> Any:
        """The data with their places in the file: slow to read, so only once something is wrong."""
        return self._load(YAML())

    def _load(self, yaml: YAML) -> Any:
        try:
            return yaml.load(self.path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(mistake(self.path, 1, "", f"cannot be read: {error.strerror}")) from error
        except UnicodeDecodeError as error:
            raise ConfigError(mistake(self.path, 1, "", "expected UTF-8 text")) from error
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ConfigError(mistake(self.path, line, "", f"not valid YAML: {error.problem}")) from error

    def line(self, key: Key) -> int:
        """The line on which `key`, a path of names and positions, stands; for a missing key, its parent's."""
        node, line = self._marked, 1
        for step in key:
            if isinstance(node, CommentedMap) and step in node:
                line = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = node.lc.item(step)[0] + 1
            else:
                break
            node = node[step]
        return line

    def error(self, key: Key, expected: str) -> ConfigError:
        """The mistake `expected` at `key`, to be raised."""
        return ConfigError(mistake(self.path, self.line(key), _spelled(key), expected))

    def check(self, model: type[M], data: Any, at: Key = ()) -> M:
        """`data`, which stands at `at` in this file, as a `model`.

        Raises ConfigError with one line for every mistake.
        """
        try:
            return model.model_validate(data)
        except ValidationError as error:
            raise ConfigError("\n".join(self._lines(error, at))) from error

    def _lines(self, error: ValidationError, at: Key) -> Iterator[str]:
        for detail in error.errors(include_url=False):
            key = (*at, *detail["loc"])
            yield mistake(self.path, self.line(key), _spelled(key), _expected(detail))


def _expected(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    told = EXPECTED.get(detail["type"])
    if told:
        return told.format(input=detail["input"])
    return f"{detail['msg'].replace('Input should be', 'expected', 1)}, found {detail['input']!r}"


def _spelled(key: Key) -> str:
    """`columns[0].url` for the path columns, 0, url."""
    text = ""
    for step in key:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")
