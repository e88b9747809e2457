"""Where a page sends its readers that has nothing else to say: by `<meta refresh>`, or by a line of script. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.adapters.links import absolute, same_page

SMALL_PAGE = 4_000  # characters of markup; such pages have a few hundred
FEW_WORDS = 80  # characters that can be read: "the page will open in a moment"
UNSEEN = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>|\s+", re.IGNORECASE | re.DOTALL)
META = re.compile(r"<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh\b[^>]*>", re.IGNORECASE)
META_URL = re.compile(r"\burl\s*=\s*[\"']?([^\"'>\s;]+)", re.IGNORECASE)
SCRIPT = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']+)[\"']"
)
FOR_TELEPHONES = re.compile(r"//(?:m|wap|3g|mobile)\.|/(?:m|wap|3g|mobile)(?:/|$)", re.IGNORECASE)


def moved_to(text: str, url: str, home: str) -> str | None:
    """The one address of the same host, or of the portal's front page, that the page at `url` leads on to.

    None where the page says anything, leads to itself, to another host, or to more than one page.
    """
    if len(text) > SMALL_PAGE or len(UNSEEN.sub("", text)) > FEW_WORDS:
        return None
    told = [*_by_meta(text), *(one or other for one, other in SCRIPT.findall(text))]
    targets = {
        target for each in told if (target := absolute(url, each)) and not FOR_TELEPHONES.search(target)
    }
    if len(targets) != 1:
        return None
    (target,) = targets
    hosts = {_site(url), _site(home)}
    return target if _site(target) in hosts and not same_page(target, url) else None


def _by_meta(text: str) -> list[str]:
    return [found[1] for tag in META.findall(text) if (found := META_URL.search(tag))]


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
