"""Which stored documents a look-up is about: the filters that `list` and `search` share, all of which combine."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Any

import click

from crawler.commands.common import Place
from crawler.commands.days import Span, overlap, span
from storage.database import Store
from storage.library import regions

SORTS = (
    "plan",
    "sector-plan",
    "measures",
    "task-list",
    "rules",
    "interpretation",
    "news",
    "central",
    "other",
)
ALL = "all"
_PART = re.compile(r".+?(?:省|自治区|自治州|地区|盟|市|区|县|州|旗)(?=.{2}|$)")

OPTIONS = (
    click.option("--region", help="Only regions whose name contains this, such as 河北."),
    click.option("--level", type=click.Choice(["province", "prefecture", "county"]), help="Of the issuer."),
    click.option("--kind", type=click.Choice(SORTS), help="Only this sort of document."),
    click.option(
        "--topic", help="Only what treats this topic: its id or a part of its name, such as T07 or 电梯."
    ),
    click.option("--issuer", help="Only issuers whose name contains this."),
    click.option("--portal", metavar="ID", help="Only what was found on this portal."),
    click.option("--new", is_flag=True, help="Only what was published while planwatch watched."),
    click.option(
        "--since", metavar="DAY", help="Published on this day or later: 2024-05-28, 2024-05, 30d, 昨天."
    ),
    click.option("--until", metavar="DAY", help="Published on this day or earlier."),
    click.option("--during", metavar="RANGE", help="Published within: 2024-05, or 2024-05..2024-07."),
)


def filtered(verdict: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command the filters as options; `verdict` is that of the documents it shows unless told otherwise."""

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed((*OPTIONS, _verdict(verdict))):
            command = option(command)
        return command

    return with_options


def filters_of(place: Place, given: dict[str, Any]) -> dict[str, Any]:
    """What the options say as filters of the store. Raises BadParameter on a day or topic that there is not."""
    days = _days(place, given)
    return {
        **{name: given[name] for name in ("region", "level", "issuer", "portal")},
        "sort": given["kind"],
        "topic": _topic(given["topic"]) if given["topic"] else None,
        "origin": "new" if given["new"] else None,
        "since": days.first and days.first.isoformat(),
        "until": days.last and f"{days.last}T99",  # a day may go on with its time
        "verdict": None if given["verdict"] == ALL else given["verdict"],
    }


def region_hint(store: Store, region: str | None) -> str:
    """A sentence that offers the region that was meant, where no document is from one of this name."""
    names = regions(store)
    if region is None or any(region in name for name in names):
        return ""
    parts = {part for name in names for part in _PART.findall(name)}
    near = get_close_matches(region, parts | {part[:-1] for part in parts}, n=3, cutoff=0.5)
    offer = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"; no stored document is from {region!r}.{offer}"


def _verdict(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--verdict",
        type=click.Choice(["plan", "review", "no", ALL]),
        default=default,
        show_default=True,
        help="plan, review (a person should look), no (news, interpretations and the like), or all.",
    )


def first_day(place: Place, day: str) -> date:
    """The first of the days that `--since` names. Raises BadParameter where it names none."""
    first = _span(place, "--since", day).first
    if first is None:
        raise click.BadParameter(f"{day!r} has no first day", param_hint="--since")
    return first


def _days(place: Place, given: dict[str, Any]) -> Span:
    """The days that `--since`, `--until` and `--during` all let through."""
    during = _span(place, "--during", given["during"])
    since, until = (_span(place, f"--{end}", given[end]) for end in ("since", "until"))
    try:
        return overlap((during, Span(since.first, None), Span(None, until.last)))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--since, --until, --during") from error


def _span(place: Place, option: str, text: str | None) -> Span:
    if text is None:
        return Span(None, None)
    try:
        return span(text, place.now.date())
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error


def _topic(wanted: str) -> str:
    """The id of the topic that is called so."""
    # here: it reads YAML, which most look-ups do not need
    from pipelines.structure.topics import default_topics

    topics = default_topics()
    for topic in topics:
        if wanted.upper() == topic.id or wanted in topic.zh or wanted.lower() in topic.en.lower():
            return topic.id
    near = get_close_matches(wanted, [topic.zh for topic in topics], n=3, cutoff=0.1)
    raise click.BadParameter(
        f"no topic is called {wanted!r}; near are {'、'.join(near) or 'none'}", param_hint="--topic"
    )
