"""An edition put into words: subject, HTML and plain text of the same content. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.publish.edition import Edition
from pipelines.publish.subscription import Subscription
from pipelines.publish.words import TEMPLATES, Words, clean, clip, link, words

# Both parts together, in bytes: as sent (base64) they stay under 90 kB, where mail services begin to clip.
ROOM = 64_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest ready to be sent. `html` has all its style inline."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How many plans are told in full, and how many rows a list has; the rest is left to the look-up commands."""

    plans: int
    rows: int


ROOMIER_FIRST = (Limits(20, 100), Limits(8, 60), Limits(3, 30), Limits(1, 10))


def render(
    edition: Edition, language: str, wish: Subscription | None = None, web: str | None = None
) -> Rendered:
    """The digest in `language` (zh or en; KeyError otherwise), as full as the room in a mail allows.

    `wish`: the subscription by which the edition was chosen; it is told to the reader. `web`: where the reader finds
    `planwatch serve`; each plan is linked to its pages there.
    """
    said = words(language)
    selection = said.selection(wish or Subscription())
    for limits in ROOMIER_FIRST:
        rendered = _rendered(edition, said, limits, selection, web)
        if len(rendered.html.encode()) + len(rendered.text.encode()) <= ROOM:
            break
    return rendered


def _rendered(edition: Edition, said: Words, limits: Limits, selection: str, web: str | None) -> Rendered:
    told = {
        "edition": edition,
        "words": said,
        "t": said.phrases,
        "limits": limits,
        "selection": selection,
        "web": web,
    }
    text, html = (templates().get_template(name).render(told) for name in ("digest.txt.j2", "digest.html.j2"))
    return Rendered(said.subject(edition), css_inline.inline(html), text)


@cache
def templates() -> Environment:
    """The templates of mails and of the feed."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"clip": clip, "link": link, "ready": Markup}
    return environment


def _printable(value: object) -> object:
    """Whatever a template prints is one printable line, unless a template made it itself."""
    return value if isinstance(value, Markup) else clean(value)
