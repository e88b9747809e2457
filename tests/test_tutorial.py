"""docs/tutorial.md: its lines are typed in order, and each answer it prints is the program's."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import main

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"


def steps() -> Iterator[tuple[str, list[str]]]:
    """Every command of the fenced consoles with the lines that are shown of its answer."""
    for console in re.findall(r"^```console\n(.*?)^```", TUTORIAL.read_text(encoding="utf-8"), re.M | re.S):
        for step in re.split(r"^\$ ", console, flags=re.M)[1:]:
            command, *shown = step.splitlines()
            yield command, [line for line in shown if line.strip() != "…"]


def squeezed(text: str) -> str:
    """The text without differences of spacing and without the frame of a quoted mail."""
    return " ".join(text.replace("│", " ").split())


@pytest.mark.slow
def test_the_tutorial_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = list(steps())
    assert len(typed) > 8
    for command, shown in typed:
        name, *words = shlex.split(command)
        assert name == "planwatch"
        ended = CliRunner().invoke(main, words, prog_name=name)
        assert ended.exit_code in (0, 1), f"{command}: {ended.output}"
        answer = squeezed(ended.output)
        for line in shown:
            for part in line.split("…"):
                assert squeezed(part) in answer, (
                    f"{command}\nshows {line!r}, the program says\n{ended.output}"
                )
