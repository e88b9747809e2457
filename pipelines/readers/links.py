"""The files that a page attaches: which links are files, their absolute addresses, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from lxml import etree

from pipelines.readers.container import is_aside, visible_text

EXTENSION = r"\.(?:pdf|docx?|wp[st]|rtf|txt|xlsx?|et|csv|pptx?|dps|od[ts]|ofd|ceb|zip|rar|7z|jpe?g|png|tiff?)"
FILE_NAME = re.compile(rf"{EXTENSION}$", re.IGNORECASE)
# An address with such an extension, be it in a parameter, or of a gateway that hands out files without one.
FILE_ADDRESS = re.compile(
    rf"{EXTENSION}(?=$|[?&#;])|downfile\.jsp|document/download|download\.jsp|DownloadAttachUrl|/attach(?:ment)?/",
    re.IGNORECASE,
)
NAME_PARAMETERS = ("filename", "file_name", "name", "file", "fileurl")
NO_NAME = re.compile(r"[\[【（(]?(?:点击|点此|请|附件)*(?:下载|查看|打开)?(?:附件)?\s*\d*[:：]?[\]】）)]?")
ATTACHMENT_BOX = re.compile(
    r"attach|annex|appendix|fujian|xgfj|accessory|download|(?:^|[\s_-])(?:fj|file)", re.IGNORECASE
)
FEW_WORDS = 30
SHORT_TITLE = 6  # characters; 打印本页 and 上一篇 are shorter than what leads to another document
LEVELS = 3  # of the page's elements around the main text, below which its files may hang
SCRIPTED = re.compile(r"(?:pdf|file|down)_?url\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
# A whole link to a file as a string of a script: '<a href="./P0….pdf">…</a>', its quotes escaped or not.
WRITTEN_LINK = re.compile(
    r"""<a\b[^<>]{0,300}?\bhref=\\?["']([^"'<>\\\s]+)\\?["'][^<>]{0,300}>(.{0,200}?)<\\?/a>""", re.DOTALL
)
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a page offers: `name` for people, `url` absolute."""

    name: str
    url: str


def attachments(
    root: etree._Element,
    container: etree._Element | None,
    page_url: str,
    hidden: Iterable[tuple[str, str]] = (),
) -> tuple[Link, ...]:
    """The files linked inside the main text or in a box of attachments, each address once, in page order.

    `hidden` are addresses that are no links, with a name or "": `scripted_files` and `embedded_files`. Pictures count where the main
    text has next to no words, as they are then its pages.
    """
    base = absolute(page_url, next((tag.get("href", "") for tag in root.iter("base")), "")) or page_url
    below = set(_below(container)) if container is not None else set()
    found: dict[str, str] = {}
    for anchor in filter(_is_file, root.iter("a")):
        belongs = anchor in below or _belongs(anchor, container)
        if belongs and (url := absolute(base, anchor.get("href", ""))):
            found[url] = found.get(url) or _name(anchor, url)
    for address, name in (*hidden, *_pictured_pages(container)):
        url = absolute(base, address)
        found.setdefault(url, name or name_in_url(url))
    found.pop("", None)
    return tuple(Link(name, url) for url, name in found.items())


def absolute(base: str, href: str) -> str:
    """The address that a browser would open, with the slips of portals mended; "" for scripts and anchors."""
    href = "".join(href.split("\n")).strip().replace("\\", "/")
    if not href or href.startswith(("#", "javascript:", "mailto:", "data:", "tel:")):
        return ""
    if href.startswith("//") and "." not in href[2:].split("/", 1)[0]:
        href = href[1:]  # //affair/file is a path with a slash too many, not a host
    try:
        parts = urlsplit(urljoin(base, href))
    except ValueError:
        return ""
    path = re.sub(r"/{2,}", "/", parts.path)
    return urlunsplit(
        (parts.scheme, parts.netloc, quote(path, "/%:@!$&'()*+,;=~"), parts.query.replace(" ", "%20"), "")
    )


def name_in_url(url: str) -> str:
    """The file name that an address carries in a parameter or as its last part, percent signs undone."""
    parts = urlsplit(url)
    parameters = {key.lower(): value for key, value in parse_qsl(parts.query, encoding="latin-1")}
    carried = [parameters[key] for key in NAME_PARAMETERS if FILE_NAME.search(parameters.get(key, ""))]
    last = (carried or [parts.path])[0].rsplit("/", 1)[-1]
    return _text(unquote_to_bytes(last) if not carried else last.encode("latin-1", "replace"))


def _text(raw: bytes) -> str:
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _is_file(anchor: etree._Element) -> bool:
    return _names_file(anchor.get("href", ""), anchor.get("download", ""), visible_text(anchor))


@lru_cache(8192)  # a portal's navigation stands on each of its pages
def _names_file(address: str, download: str, text: str) -> bool:
    return bool(FILE_ADDRESS.search(address) or FILE_NAME.search(download) or FILE_NAME.search(text))


def _belongs(anchor: etree._Element, container: etree._Element | None) -> bool:
    if container is None:
        return True
    around = list(anchor.iterancestors())
    return any(
        parent is container or ATTACHMENT_BOX.search(f"{parent.get('class', '')} {parent.get('id', '')}")
        for parent in around
    ) or any(visible_text(element).startswith("附件") for element in (anchor, *around[:1]))


def _below(container: etree._Element) -> Iterator[etree._Element]:
    """The files that hang directly below the main text: before anything that leads to another page."""
    for part in islice((container, *container.iterancestors()), LEVELS):
        if part.tag == "body":
            return
        for sibling in part.itersiblings("*"):
            anchors = [sibling, *sibling.iter("a")] if sibling.tag == "a" else [*sibling.iter("a")]
            if is_aside(sibling) or any(map(_leads_elsewhere, anchors)):
                return
            yield from anchors


def _leads_elsewhere(anchor: etree._Element) -> bool:
    return (
        len(visible_text(anchor)) >= SHORT_TITLE
        and not _is_file(anchor)
        and bool(absolute("http://a/", anchor.get("href", "")))
    )


def _name(anchor: etree._Element, url: str) -> str:
    candidates = (visible_text(anchor), anchor.get("title", ""), anchor.get("download", ""), name_in_url(url))
    names = [" ".join(name.split()) for name in candidates]
    return next(
        (name for name in names if name and not NO_NAME.fullmatch(name)), next(filter(None, names), url)
    )


def scripted_files(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Addresses of files that only a script knows, and the names of those whose links it writes."""
    for script in root.iter("script"):
        told = script.text or ""
        for found in SCRIPTED.finditer(told):
            if FILE_ADDRESS.search(found[1]):
                yield found[1], ""
        for address, words in WRITTEN_LINK.findall(told):
            if FILE_ADDRESS.search(address):
                yield address, " ".join(TAG.sub("", words).split())


def embedded_files(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Addresses of documents that the page shows in a frame, by themselves or in a viewer (viewer.html?file=…)."""
    for element in root.iter("iframe", "embed", "object"):
        address = element.get("src") or element.get("data") or ""
        if FILE_ADDRESS.search(address):
            yield dict(parse_qsl(urlsplit(address).query)).get("file") or address, ""


def _pictured_pages(container: etree._Element | None) -> Iterator[tuple[str, str]]:
    if container is not None and len(visible_text(container)) < FEW_WORDS:
        for picture in container.iter("img"):
            if FILE_NAME.search(address := picture.get("src", "")):
                yield address, ""
