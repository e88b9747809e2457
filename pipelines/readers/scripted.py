"""Documents that a page leaves to its script: an article as JSON, of which a browser makes the page (gkmlpt's `_CONFIG`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

# A script's key -> the label of the information block that says the same.
LABELS = {
    "identifier": "索引号",
    "index_number": "索引号",
    "title": "标题",
    "document_number": "文号",
    "fileNum": "文号",
    "refno": "文号",
    "publisher": "发布机构",
}
STRING = r'"((?:[^"\\]|\\.)*+)"'
CONTENT = re.compile(rf'"(?:content|contentHtml|docContent)"\s*:\s*{STRING}')
FIELD = re.compile(rf'"({"|".join(LABELS)})"\s*:\s*{STRING}')
LEAST = 60  # characters of markup; shorter strings are settings


@dataclass(frozen=True, slots=True)
class Article:
    """The text as elements, and what stands beside it as labels."""

    content: etree._Element
    labels: tuple[tuple[str, str], ...]


def scripted_article(root: etree._Element) -> Article | None:
    """The longest text with markup that a script of the page holds under a known key; None where none does."""
    best = max(_articles(root), key=lambda found: len(found[0]), default=None)
    if best is None:
        return None
    text, script = best
    labels = ((LABELS[key], value) for key, printed in FIELD.findall(script) if (value := _decoded(printed)))
    return Article(html.fragment_fromstring(text, create_parent="div"), tuple(dict(labels).items()))


def _articles(root: etree._Element) -> Iterator[tuple[str, str]]:
    for script in root.iter("script"):
        told = script.text or ""
        for found in CONTENT.finditer(told):
            text = _decoded(found[1])
            if len(text) >= LEAST and "<" in text:
                yield text, told


def _decoded(printed: str) -> str:
    """A JSON string without its quotes; nothing where it is none."""
    try:
        return str(json.loads(f'"{printed}"', strict=False)).strip()
    except json.JSONDecodeError:
        return ""
