"""An edition as Markdown: chat messages in parts that a channel takes, or one file. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.publish.channels import Channel, limit_of, split
from pipelines.publish.edition import Edition
from pipelines.publish.render import Limits
from pipelines.publish.subscription import Subscription
from pipelines.publish.words import TEMPLATES, clean, clip, href, link, words

IN_CHAT, IN_FILE = Limits(plans=10, rows=20), Limits(plans=500, rows=5_000)
MARK_ROOM = 40  # bytes left for the mark of a message that may be repeated

# Robots know different signs and no way to escape them, so that signs in crawled text are shown by their wide twins.
TWINS = str.maketrans("[]<>*_`#~|!@", "［］＜＞＊＿｀＃～｜！＠")
SIGNS = re.compile(r"([\\`*_\[\]<>|#!~])")


def chat_digest(
    edition: Edition, language: str, wish: Subscription, channel: Channel, web: str | None = None
) -> list[str]:
    """The edition in `language` for a channel, each part a message, the first line of each its title.

    `web`: where the reader finds `planwatch serve`.
    """
    title = f"**{_with_twins(words(language).subject(edition))}**\n\n"
    limit = limit_of(channel)
    room = limit and limit - len(title.encode()) - MARK_ROOM
    text = _markdown(edition, language, wish, IN_CHAT, _with_twins, web)
    return [title + part for part in split(text, room)]


def digest_markdown(edition: Edition, language: str, wish: Subscription | None = None) -> str:
    """The whole edition in `language` as a Markdown file."""
    text = _markdown(edition, language, wish or Subscription(), IN_FILE, _escaped)
    return f"# {_escaped(words(language).subject(edition))}\n\n{text}\n"


def _markdown(
    edition: Edition,
    language: str,
    wish: Subscription,
    limits: Limits,
    disarmed: Callable[[object], object],
    web: str | None = None,
) -> str:
    said = words(language)
    told = {"edition": edition, "words": said, "t": said.phrases, "limits": limits, "web": web}
    text = _templates(disarmed).get_template("digest.md.j2").render(told, selection=said.selection(wish))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@cache
def _templates(disarmed: Callable[[object], object]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # Markdown, whose signs are disarmed by `finalize`
        finalize=disarmed,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clip": clip, "link": link, "href": href, "ready": Markup}
    return environment


def _with_twins(value: object) -> object:
    """One line without signs of Markdown, unless a template made it itself."""
    return value if isinstance(value, Markup) else clean(value).translate(TWINS)


def _escaped(value: object) -> object:
    """One line whose signs of Markdown are escaped, unless a template made it itself."""
    return value if isinstance(value, Markup) else SIGNS.sub(r"\\\1", clean(value))
