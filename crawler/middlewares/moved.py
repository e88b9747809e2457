"""Goes on where a list's address, or a portal's front page, only leads on to another address of the same portal."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.http import Response

from crawler.middlewares.guard import CHALLENGE, charset_of
from crawler.moved import SMALL_PAGE, moved_to
from pipelines.readers.decode import decode

MOVED = "the page leads on"  # why, beside the numbers of redirects


class MovedMiddleware(BaseRedirectMiddleware):
    """Follows such pages as redirects are: REDIRECT_MAX_TIMES in all, past robots.txt and the refusal of private hosts."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        asked_for_rows = request.meta.get("expects") == "list" and request.method == "GET"
        if not asked_for_rows or response.status != 200 or len(response.body) > SMALL_PAGE:
            return response
        text = decode(response.body, charset_of(response)).text
        target = moved_to(text, response.url, request.meta["home"])
        if target is None or CHALLENGE.search(text):
            return response
        return self._redirect(self._build_redirect_request(request, response, url=target), request, MOVED)


def was_led_on(response: Response) -> bool:
    """Did a page, and not the server, lead to this answer?"""
    return MOVED in response.meta.get("redirect_reasons", ())
