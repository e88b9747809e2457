"""An Atom feed (RFC 4287), one entry a plan, under ids that stay the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from pipelines.publish.edition import PlanNews
from pipelines.publish.render import templates
from pipelines.publish.words import Words, clean, href, link, words

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """A plan of the feed. `address`: where it was found first, which never changes."""

    news: PlanNews
    address: str
    found: datetime
    changed: datetime


def atom_feed(plans: Sequence[FeedPlan], source: str, language: str, now: datetime) -> bytes:
    """The feed in `language` (zh or en), the latest plan first. `source`: words that are this store's own."""
    said = words(language)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    _add(feed, "id", _id(f"feed of {source}"))
    _add(feed, "title", said.phrases["masthead"]["name"])
    _add(feed, "updated", _time(max((plan.changed for plan in plans), default=now)))
    _add(_add(feed, "author"), "name", "planwatch")
    _add(feed, "generator", "planwatch")
    for plan in sorted(plans, key=lambda plan: plan.changed, reverse=True):
        _add_entry(feed, plan, said)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _add_entry(feed: etree._Element, plan: FeedPlan, said: Words) -> None:
    document = plan.news.document
    metadata = document.reading.metadata
    entry = _add(feed, "entry")
    _add(entry, "id", _id(plan.address))
    _add(entry, "title", said.title(document))
    _add(entry, "published", _time(plan.found))
    _add(entry, "updated", _time(plan.changed))
    _add(_add(entry, "author"), "name", said.field(metadata.issuer))
    if url := link(document.url):
        _add(entry, "link").attrib.update({"rel": "alternate", "href": str(href(url))})
    if metadata.region:
        _add(entry, "category").set("term", clean(metadata.region))
    _add(entry, "summary", said.line(document))
    page = templates().get_template("feed.html.j2").render(news=plan.news, words=said, t=said.phrases)
    _add(entry, "content", page).set("type", "html")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = clean(text) if text is not None else None
    return element


def _id(address: str) -> str:
    return uuid5(NAMESPACE_URL, address).urn


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
