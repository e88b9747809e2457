"""Gives a name to answers that are not the page that was asked for, so that no block or error page is ever read as one.

A request says in its meta what it expects: `list`, `detail` or `file`. Of an answer that passes, the media type and,
where it is text, the decoded text are left in meta `media_type` and `text`; other answers (robots.txt) pass as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.adapters.links import same_page
from crawler.faults import Fault
from crawler.front_page import title_of
from pipelines.readers import sniff
from pipelines.readers.decode import Decoded, decode

BLOCKED = {202, 401, 403, 405, 412, 422, 429, 521}  # 202 and 422 are what some firewalls send
MISSING = {404, 410}
TEXT = ("text/", "application/json", "application/xml", "application/xhtml")

SMALL_PAGE = 8_000  # characters of markup; challenges, shells and bare error pages are smaller
FEW_WORDS = 400  # characters that can be read; a page with more is no challenge
LOST_SHARE = 0.01  # replacement characters among all; one stray character happens on good pages
STUB = 1_000  # characters of the bare pages that static sites leave in the place of old ones
LEAST_CHINESE = 10  # characters of Chinese that any page of a portal has, its navigation alone

CHALLENGE = re.compile(
    r"__jsl_clearance|\$_ts\s*=|C3VK|wzws|acw_sc__v2|document\.cookie\s*="
    r"|安全验证|访问验证|人机验证|云防护|创宇盾|请求已被.{0,6}拦截|访问被(?:拒绝|拦截|禁止)",
    re.IGNORECASE,
)
SHELL = re.compile(
    r"location\.(?:replace|href|reload)|window\.location|http-equiv=[\"']?refresh", re.IGNORECASE
)
NOT_THERE = re.compile(
    r"页面不存在|页面没有找到|页面未找到|找不到.{0,8}页面|内容不存在|文章不存在|已被删除|\b404\b|not found",
    re.IGNORECASE,
)
HOME_TITLE = re.compile(r"^.{0,20}首\s*页.{0,20}$")
UNSEEN = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.IGNORECASE | re.DOTALL)
CHINESE = re.compile(rf"(?:[\u4e00-\u9fff][^\u4e00-\u9fff]*){{{LEAST_CHINESE}}}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the guard sees it. `asked` is the address before redirects, `home` the portal's front page."""

    expects: str
    asked: str
    url: str
    status: int
    media_type: str
    decoded: Decoded | None  # None: not text
    home: str
    size: int


class GuardMiddleware:
    """Raises a Fault for an answer that is not what the request expects."""

    def process_response(self, request: Request, response: Response) -> Response:
        expects = request.meta.get("expects")
        if expects is None or response.status == 304:
            return response
        media_type = sniff(response.body)
        is_text = media_type.startswith(TEXT)
        decoded = decode(response.body, charset_of(response)) if is_text else None
        fault = fault_in(
            Answer(
                expects=expects,
                asked=request.meta.get("redirect_urls", [request.url])[0],
                url=response.url,
                status=response.status,
                media_type=media_type,
                decoded=decoded,
                home=request.meta["home"],
                size=len(response.body),
            )
        )
        if fault:
            raise fault
        request.meta.update(media_type=media_type, text=decoded.text if decoded else None)
        return response


def charset_of(response: Response) -> str | None:
    """The charset that the Content-Type header names."""
    header: Any = response.headers.get("Content-Type", b"")
    found = re.search(r"charset=[\"']?([\w-]+)", header.decode("latin-1"), re.IGNORECASE)
    return found[1] if found else None


def fault_in(answer: Answer) -> Fault | None:
    """The fault of an answer, or None if it may be what was asked for."""
    found = _by_status(answer.status) or _by_place(answer) or _by_size(answer)
    if not found:
        found = _by_text(answer, answer.decoded) if answer.decoded else _by_kind(answer)
    return Fault(*found, answer.status) if found else None


def _by_status(status: int) -> tuple[str, str] | None:
    if status == 200:
        return None
    if status in BLOCKED:
        return "blocked", f"HTTP {status}"
    if status in MISSING:
        return "missing", f"HTTP {status}"
    return ("server-error" if status >= 500 else "bad-status"), f"HTTP {status}"


def _by_place(answer: Answer) -> tuple[str, str] | None:
    if same_page(answer.url, answer.home) and not same_page(answer.asked, answer.home):
        return "home-page", f"the front page came in the place of {answer.asked}"
    return None


def _by_size(answer: Answer) -> tuple[str, str] | None:
    return ("garbled", "an empty answer") if answer.size == 0 else None


def _by_kind(answer: Answer) -> tuple[str, str] | None:
    return ("no-page", f"{answer.media_type} is no web page") if answer.expects == "list" else None


def _by_text(answer: Answer, decoded: Decoded) -> tuple[str, str] | None:
    text = decoded.text
    lost = text.count("\ufffd")
    if decoded.garbled or lost > LOST_SHARE * len(text):
        return "garbled", f"{lost} characters of {len(text)} cannot be decoded"
    if answer.media_type != "text/html":
        return None
    if answer.expects == "file":
        return "soft-404", "a web page came in the place of the file"
    return _by_page(text, is_home=same_page(answer.asked, answer.home))


def _by_page(text: str, *, is_home: bool) -> tuple[str, str] | None:
    """Challenges, shells, error pages and front pages that come as 200."""
    title = title_of(text)
    words = re.sub(r"\s+", "", UNSEEN.sub("", text)) if len(text) < SMALL_PAGE else None
    if words is not None and len(words) < FEW_WORDS:
        if CHALLENGE.search(text):
            return "blocked", "a challenge page in the place of content"
        if NOT_THERE.search(words):
            return "soft-404", f"the page says {NOT_THERE.search(words)[0]!r}"  # type: ignore[index]
        if SHELL.search(text) and len(words) < LEAST_CHINESE:
            return "blocked", "a page of script in the place of content"
    if NOT_THERE.search(title):
        return "soft-404", f"the page is titled {title!r}"
    if HOME_TITLE.match(title) and not is_home:
        return "home-page", f"the page is titled {title!r}"
    if not CHINESE.search(text):
        name = "stub" if len(text) < STUB else "garbled"
        return name, f"hardly a Chinese character among {len(text)}"
    return None
