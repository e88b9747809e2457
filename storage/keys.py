"""Keys under which the same number, title or text is found again, however it is printed."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NO_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_PASSED_ON = re.compile(r"(?:印发|转发)(.+?)的?通知$")  # 关于印发《…方案》的通知 speaks of the plan inside


def number_key(number: str | None) -> str | None:
    """A document number without brackets, spaces and widths: 张政规[2024] 4号 and 张政规〔2024〕4号 share it."""
    return _bare(number)


def title_key(title: str | None) -> str | None:
    """A title without spaces and punctuation; of a notice that passes on a plan, the plan's."""
    bare = _bare(title)
    inner = _PASSED_ON.search(bare) if bare else None
    return inner.group(1) if inner else bare


def text_key(text: str) -> str:
    """A hash that two texts share where they differ in white space and widths only."""
    return hashlib.sha256(solid(text).encode()).hexdigest()


def solid(text: str) -> str:
    """A text without white space and width variants."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def same_issuer(one: str | None, other: str | None) -> bool:
    """Do two names speak of one issuer? 历下区人民政府 is 济南市历下区人民政府; an unknown one contradicts none."""
    if not one or not other:
        return True
    short, long = sorted((solid(one), solid(other)), key=len)
    return long.endswith(short)


def same_title(one: str | None, other: str | None) -> bool:
    """Do two title keys speak of one document? One may leave out the place; an unknown one contradicts none."""
    if not one or not other:
        return True
    return one in other or other in one


def _bare(text: str | None) -> str | None:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text)).lower() or None if text else None
