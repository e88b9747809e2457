"""Pages put into words and HTML, Chinese or English. Everything that was crawled is escaped here. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.publish.pages.charts import PROVINCES
from pipelines.publish.words import LANGUAGES, TEMPLATES, UNPRINTABLE, clip, link, words

STYLE = TEMPLATES / "pages" / "page.css"


def render(page: str, language: str, address: str, values: Mapping[str, Any]) -> str:
    """The page as HTML. `address` is its own, without a language; `language` is zh or en (KeyError otherwise)."""
    said = words(language)
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    return (
        _environment()
        .get_template(f"pages/{page}.html.j2")
        .render(
            **values,
            here=page,
            words=said,
            t={**_phrases(f"comparison.{language}"), **_phrases(f"pages.{language}")},
            digest=said.phrases,
            language=language,
            other=other,
            other_address=f"{address}{'&' if '?' in address else '?'}lang={other}",
            provinces={code: place[LANGUAGES.index(language)] for code, place in PROVINCES.items()},
        )
    )


@cache
def style() -> str:
    """The style sheet of all pages."""
    return STYLE.read_text(encoding="utf-8")


@cache
def _phrases(name: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clip": clip, "link": link}
    return environment


def _printable(value: object) -> object:
    """Whatever a page prints steers no reader's screen; spaces stay, as texts are printed in pieces."""
    return value if isinstance(value, Markup) else UNPRINTABLE.sub(" ", str(value))
