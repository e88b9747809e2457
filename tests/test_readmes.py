"""README.md and README.zh-CN.md say the same: the same commands, the same samples, the same links, in the same order."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def skeleton(name: str) -> tuple[list[str], list[str], int]:
    """What does not depend on the language: the words before a comment in every fence, the links, the chapters."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"^```\n(.*?)^```", text, re.M | re.S)).splitlines()
    links = re.findall(r"\]\((?!README)([^)]+)\)", text)
    return [line.split(" # ")[0].rstrip() for line in lines], links, text.count("\n## ")


def test_both_say_the_same() -> None:
    assert skeleton("README.md") == skeleton("README.zh-CN.md")


def test_every_link_leads_somewhere() -> None:
    for link in skeleton("README.md")[1]:
        assert (ROOT / link).exists(), link
