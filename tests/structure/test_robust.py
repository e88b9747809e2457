"""What a plan says does not hang on how it was set: white space, widths, page breaks and lost line breaks change nothing.

The real plans are read again from a text that was disturbed, and measured against their labels. Widths count nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from random import Random
from typing import Any

import pytest

from benchmarks.accuracy import overall, score_reading
from benchmarks.accuracy.labels import LabelledPlan, labelled_plans
from benchmarks.accuracy.tally import Figures
from pipelines.reading import read_file
from pipelines.structure.plain import fold

MOST_LOST = 0.03
SEEDS = ("first", "second", "third")
REAL = [plan for plan in labelled_plans() if plan.text.parent.name == "baselines"]

Disturb = Callable[[str, Random], str]


def characters(*ranges: tuple[str, str]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(ord(first), ord(last) + 1))


NARROW = characters(("0", "9"), ("A", "Z"), ("a", "z")) + "%"
WIDE = {sign: chr(ord(sign) + 0xFEE0) for sign in NARROW}
TO_CHINESE = dict(zip("(),;:![]", "（），；：！［］", strict=True))
TO_ASCII = {chinese: sign for sign, chinese in TO_CHINESE.items()}
HAN = "\u4e00-\u9fff"


def each(signs: Mapping[str, str], share: float) -> Disturb:
    """Some of the signs, or all, in their other form."""
    return lambda text, random: "".join(
        signs[sign] if sign in signs and random.random() < share else sign for sign in text
    )


def every(pattern: str, *others: str, share: float = 1.0) -> Disturb:
    """Matches of a pattern, or a share of them, each replaced by one of the others."""
    return lambda text, random: re.sub(
        pattern, lambda found: random.choice(others) if random.random() < share else found[0], text
    )


def tabs_for_blanks(text: str, random: Random) -> str:
    """Half of the blanks, but for tables, where a tab parts cells."""
    disturb = every(" ", "\t", share=0.5)
    return "\n".join(line if "\t" in line else disturb(line, random) for line in text.split("\n"))


def page_ends(text: str, random: Random) -> str:
    """A dozen page ends in the middle of paragraphs."""
    lines = text.split("\n")
    paragraphs = [at for at, line in enumerate(lines) if "。" in line]
    for page, at in enumerate(sorted(random.sample(paragraphs, 12)), start=1):
        number = random.choice(("— {} —", "- {} -", "－{}－", "第{}页", "第 {} 页 共 12 页")).format(page)
        cut = random.randrange(1, len(lines[at]))
        gap = random.choice(("\n", "\n\n", "\f"))
        lines[at] = f"{lines[at][:cut]}{gap}{number}\n{lines[at][cut:]}"
    return "\n".join(lines)


DISTURBANCES: dict[str, Disturb] = {
    "no-break blanks": every(" ", "\u00a0", "\u2002", "\u3000"),
    "double blanks": every(" ", "  ", " \u00a0"),
    "tabs for blanks": tabs_for_blanks,
    "indents": every(r"(?m)^(?=[^\t\n]+$)", "\u3000\u3000", "    ", "\t"),
    "blanks at ends": every(r"(?m)(?<=\S)$", " ", "\u3000", " \u00a0 "),
    "blanks between characters": every(f"(?<=[{HAN}])(?=[{HAN}])", " ", share=0.05),
    "double line breaks": every("\n", "\n\n\n"),
    "carriage returns": every("\n", "\r\n"),
    "invisible characters": every("(?<=.)(?=.)", "\u200b", "\u200d", "\u2060", "\ufeff", share=0.05),
    "wide digits and letters": each(WIDE, 1),
    "some digits and letters wide": each(WIDE, 0.5),
    "Chinese punctuation": each(TO_CHINESE, 1),
    "ASCII punctuation": each(TO_ASCII, 1),
    "mixed punctuation": each(TO_CHINESE | TO_ASCII, 0.3),
    "points for full stops": every("。", "．"),
    "narrow full stops": every("。", "｡"),
    "other dashes": every("——", "――", "──", "--", "－－"),
    "page ends": page_ends,
    "form feeds anywhere": every("(?s)(?<=.)(?=.)", "\n\f\n", share=1 / 600),
    "page ends anywhere": every("(?s)(?<=.)(?=.)", "\n— 3 —\n\f\n", "\n- 12 -\n", share=1 / 600),
    "lost line breaks": every("\n+", "", share=0.1),
    "single lost line breaks": every("\n", "", share=0.1),
}


def folded(value: Any) -> Any:
    """A value with every text in it in one width."""
    if isinstance(value, str):
        return fold(value).translate(str.maketrans("［］", "[]"))
    if isinstance(value, Mapping):
        return {name: folded(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(folded, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: folded(getattr(value, field.name)) for field in fields(value)})
    return value


def measured(plan: LabelledPlan, text: str) -> Figures:
    reading = read_file(text.encode(), name=plan.text.name)
    return score_reading(folded(plan.labels), folded(reading))


@cache
def undisturbed() -> Figures:
    return overall({plan.name: measured(plan, plan.text.read_text(encoding="utf-8")) for plan in REAL})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("disturb", DISTURBANCES.values(), ids=DISTURBANCES)
def test_no_figure_falls(disturb: Disturb, seed: str) -> None:
    after = overall(
        {
            plan.name: measured(
                plan, disturb(plan.text.read_text(encoding="utf-8"), Random(seed + plan.name))
            )
            for plan in REAL
        }
    )
    fallen = {
        f"{share} of {name}": (before, now, after[name].misses)
        for name, tally in undisturbed().items()
        for share in ("precision", "recall")
        if (before := getattr(tally, share)) - (now := getattr(after[name], share)) > MOST_LOST
    }
    assert fallen == {}
