"""`read`, `entries`, `judge`: what planwatch makes of a file, a saved list page, a list of titles."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

import click

from crawler.adapters import ListRequest, ListResponse, adapter_named, family_of
from crawler.commands.common import Command, print_json, print_table
from crawler.commands.present import print_reading
from pipelines.readers import ocr
from pipelines.readers.decode import decode
from pipelines.readers.guarded import GuardedReader
from pipelines.reading import read_file
from pipelines.relevance import judge_title
from storage.models import Reading

FETCH_SECONDS, FETCH_BYTES = 30, 50_000_000
USER_AGENT = "planwatch (policy document reader)"


@click.command(cls=Command)
@click.argument("source", metavar="FILE_OR_URL")
@click.option(
    "--url", help="The address that FILE was saved from: links become absolute, the portal is known."
)
@click.option("--ocr", "with_ocr", is_flag=True, help="Recognise pictures of text; takes seconds a page.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def read(source: str, url: str | None, with_ocr: bool, as_json: bool) -> None:
    """Read one document of any format that portals attach (a page, a PDF, a Word file, a table, an archive), or an
    address.

    \b
    planwatch read plan.docx
    planwatch read scan.pdf --ocr
    planwatch read saved.html --url https://www.zjk.gov.cn/content/1.html --json
    """
    if with_ocr and not ocr.available():
        raise click.BadParameter(f"it is not installed: {ocr.HOW}", param_hint="--ocr")
    if source.startswith(("http://", "https://")):
        data, charset = fetch(source)
        url = url or source
    else:
        data, charset = file_bytes(source), None
    reading = read_guarded(data, name=Path(source).name, url=url, charset=charset, with_ocr=with_ocr)
    if as_json:
        print_json(reading.to_json())
    else:
        print_reading(reading)


@click.command(cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--url", required=True, help="The address of the list.")
@click.option("--family", help="The adapter to read it with; without it the page tells.")
@click.option("--json", "as_json", is_flag=True, help="Print the entries as JSON.")
def entries(file: str, url: str, family: str | None, as_json: bool) -> None:
    """List the entries of a saved list page or list response.

    \b
    planwatch entries list.html --url http://www.lixia.gov.cn/col/col37116/index.html
    """
    text = decode(file_bytes(file), None).text
    try:
        adapter = adapter_named(family or family_of(url, text))
    except KeyError as error:
        raise click.BadParameter(f"no adapter is called {family!r}", param_hint="--family") from error
    page = adapter.entries(ListResponse(url=url, text=text, status=200, request=ListRequest(url=url)))
    if as_json:
        print_json([entry.to_json() for entry in page.entries])
    else:
        print_table(("date", "title", "url"), ((e.date, e.title, e.url) for e in page.entries))


@click.command(cls=Command)
@click.option("--titles", required=True, type=click.File(encoding="utf-8"), help="One title a line.")
@click.option("--json", "as_json", is_flag=True, help="Print the judgements as JSON.")
def judge(titles: TextIO, as_json: bool) -> None:
    """Judge titles alone: is each a local plan of this programme?

    \b
    planwatch judge --titles titles.txt --json
    """
    lines = [line.strip() for line in titles if line.strip()]
    judged = [(title, judge_title(title)) for title in lines]
    if as_json:
        print_json(
            [
                {
                    "title": title,
                    "is_plan": found.is_plan,
                    "score": round(found.score, 3),
                    "sort": found.sort,
                    "reasons": list(found.reasons),
                }
                for title, found in judged
            ]
        )
    else:
        print_table(
            ("plan", "score", "sort", "title"),
            (("yes" if f.is_plan else "no", f"{f.score:.2f}", f.sort, title) for title, f in judged),
        )


def read_guarded(
    data: bytes, *, name: str, url: str | None = None, charset: str | None = None, with_ocr: bool = False
) -> Reading:
    """What is understood of a file that may be anybody's."""
    with GuardedReader(ocr=with_ocr) as reader:
        return read_file(data, name=name, url=url, charset=charset, read=reader.read)


def file_bytes(path: str) -> bytes:
    """The bytes of a file; a file that cannot be read is a wrong call."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{path}: {error.strerror}") from error


def fetch(url: str) -> tuple[bytes, str | None]:
    """The bytes of an address and the charset its server names."""
    request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT})
    try:
        with urllib.request.urlopen(request, timeout=FETCH_SECONDS) as answer:
            data: bytes = answer.read(FETCH_BYTES + 1)
            charset: str | None = answer.headers.get_content_charset()
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        told = getattr(error, "reason", error)  # of a URLError: what went wrong, without its brackets
        raise click.ClickException(f"{url}: {told}") from error
    if len(data) > FETCH_BYTES:
        raise click.ClickException(f"{url}: more than {FETCH_BYTES // 1_000_000} MB, not read")
    return data, charset
