"""The web page: Datasette over the store, read-only, and beside its tables our pages. It routes; it knows no page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Request, Response

from pipelines.publish.gather import PortalName
from pipelines.publish.pages.choices import Choices
from pipelines.publish.pages.look import render, style
from pipelines.publish.pages.site import Page, Site
from pipelines.publish.words import LANGUAGES
from storage.archive import Archive
from storage.database import ARCHIVE, DATABASE, Store

NAME = "planwatch"  # of the database in Datasette's addresses
# No script of a page's own, and none from elsewhere; Datasette's pages of tables have theirs in files.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
SETTINGS = {"allow_download": False, "num_sql_threads": 3, "default_cache_ttl": 0}
HOSTS = ("127.0.0.1", "localhost", "[::1]")

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def application(
    data: Path, portals: Mapping[str, PortalName], now: Callable[[], datetime], language: str
) -> Application:
    """The ASGI application over the store in `data`. `portals` by id; `language`: unless a reader chose."""
    if pm.has_plugin(Pages.NAME):  # Datasette keeps its plugins for the whole process
        pm.unregister(name=Pages.NAME)
    pm.register(Pages(data, Site(portals, now), language), name=Pages.NAME)
    served: Application = Datasette([str(data / DATABASE)], settings=SETTINGS).app()
    return served


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, the store to answer it from, and the language of the answer."""

    store: Store
    request: Request
    language: str

    @property
    def named(self) -> str:
        """What the address names."""
        return str(self.request.url_vars["id"])

    @property
    def choices(self) -> Choices:
        return Choices.read({name: self.request.args.get(name) or "" for name in self.request.args})

    def number(self, name: str) -> int | None:
        """A whole number of the query; None where there is none."""
        given = self.request.args.get(name) or ""
        return int(given) if given.isdecimal() and len(given) < 13 else None


class Pages:
    """The plugin that gives Datasette our pages."""

    NAME = __name__ = "planwatch-pages"  # Datasette takes plugins for modules

    def __init__(self, data: Path, site: Site, language: str) -> None:
        self.path = data / DATABASE
        self.archive = Archive(data / ARCHIVE)
        self.language = language
        self.routes: dict[str, Callable[[Asked], Page | None]] = {
            r"^/$": lambda asked: site.home(asked.store),
            r"^/documents$": lambda asked: site.documents(asked.store, asked.choices),
            r"^/documents/(?P<id>\d{1,12})$": lambda asked: site.document(
                asked.store, int(asked.named), asked.number("revision")
            ),
            r"^/documents/(?P<id>\d{1,12})/comparison$": lambda asked: site.comparison(
                asked.store, int(asked.named), asked.request.args.get("kind"), asked.language
            ),
            r"^/targets$": lambda asked: site.targets(asked.store, asked.number("document")),
            r"^/targets/(?P<id>[\w-]+)$": lambda asked: site.indicator(asked.store, asked.named),
            r"^/health$": lambda asked: site.health(asked.store),
        }

    @hookimpl
    def register_routes(self, datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
        pages = [(address, self.view(page)) for address, page in self.routes.items()]
        return [*pages, (r"^/page\.css$", style_sheet)]

    @hookimpl
    def asgi_wrapper(self, datasette: Datasette) -> Callable[[Application], Application]:
        return guarded

    def view(self, page: Callable[[Asked], Page | None]) -> Callable[..., Awaitable[Response]]:
        """One of our pages, in the language that the reader has chosen."""

        async def show(datasette: Datasette, request: Request) -> Response:
            wanted = request.args.get("lang")
            chosen = wanted or request.cookies.get("lang")
            language = chosen if chosen in LANGUAGES else self.language

            def answer(connection: Any) -> Response:
                found = page(Asked(Store(connection, self.archive, self.path), request, language))
                name, values = found or ("missing", {})
                text = render(name, language, _own_address(request), values)
                return Response.html(text, status=200 if found else 404)

            response = await datasette.get_database(NAME).execute_fn(answer)
            if wanted == language:
                response.set_cookie("lang", language, max_age=365 * 86_400, samesite="strict")
            return response

        return show


def guarded(served: Application) -> Application:
    """Every answer has our headers; a request under a name that is not this machine's is none of ours."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        async def with_headers(event: dict[str, Any]) -> None:
            if event["type"] == "http.response.start":
                kept = [
                    (name, value) for name, value in event["headers"] if name.decode().lower() not in HEADERS
                ]
                event["headers"] = [
                    *kept,
                    *((name.encode(), value.encode()) for name, value in HEADERS.items()),
                ]
            await send(event)

        if scope["type"] == "http" and _host(scope) not in HOSTS:
            await Response.text("This page is for this machine only.", status=421).asgi_send(with_headers)
            return
        await served(scope, receive, with_headers)

    return answer


async def style_sheet() -> Response:
    return Response(style(), content_type="text/css; charset=utf-8")


def _host(scope: dict[str, Any]) -> str:
    """The name that the request was addressed to, without its port."""
    named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return named.rsplit(":", 1)[0] if named.rsplit(":", 1)[-1].isdecimal() else named


def _own_address(request: Request) -> str:
    """The address of the page itself, its language left out."""
    query = "&".join(
        part for part in request.query_string.split("&") if part and not part.startswith("lang=")
    )
    return f"{request.path}?{query}" if query else str(request.path)
