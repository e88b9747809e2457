"""Is a page that came the portal's front page, served for every address? Pure: two texts are held against each other.

A portal under a fast run, or behind a firewall, may answer every address with its front page as 200.
"""

from __future__ import annotations

import re

TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
LINK = re.compile(r"""\shref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
TAGS = re.compile(r"<[^>]*>|\s+")
# What a front page adds to the name of its site.
OF_SITES = re.compile(r"门户网站|政府网站?|网站|首页|欢迎访问|[\s_|>·—-]+")

SAME_SHARE = 0.9  # of the links of either; a list has rows of its own beside the site's navigation
SURE = 8  # characters of a listed title that its page shows, whatever the list cut off


def title_of(text: str) -> str:
    """The page's title on one line."""
    found = TITLE.search(text)
    return re.sub(r"\s+", " ", found[1]).strip() if found else ""


def is_titled_as_site(text: str, site: str) -> bool:
    """Does the title name the site and nothing in it?"""
    return _bare(title_of(text)) == _bare(site)


def lacks_title(text: str, title: str) -> bool:
    """Does nothing on a page begin as the list says that its title does?"""
    start = title[:SURE]
    return start not in text and re.sub(r"\s+", "", start) not in TAGS.sub("", text)


def is_front_page(text: str, front: str) -> bool:
    """Are these the front page, seen twice? News on it may have changed in between."""
    if text == front:
        return True
    one, other = set(LINK.findall(text)), set(LINK.findall(front))
    alike = len(one & other) >= SAME_SHARE * len(one | other) > 0
    return alike and title_of(text) == title_of(front)


def _bare(title: str) -> str:
    return OF_SITES.sub("", title)
