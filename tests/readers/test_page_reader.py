"""Pages read beside the crawl: as in place, and what one page does to its reader costs that page alone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from pipelines.embedded import config_dir
from pipelines.page_reader import PageLost, PageReader
from pipelines.readers.file_text import READING, Limits
from pipelines.readers.html import Page, read_page
from pipelines.reading import understand
from pipelines.regions import PortalRegion
from storage.models import Reading

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and limits memory")
URL = "https://www.example.gov.cn/art/2024/5/8/art_1_2.html"
TEXT = (config_dir() / "baselines" / "lixia.txt").read_text(encoding="utf-8")
Answer = TypeVar("Answer")


def page(text: str) -> str:
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><body><h1>历下区设备更新</h1><div id='zoom'>{lines}</div></body></html>"


HUGE = page(TEXT * 300)  # takes seconds, and tens of megabytes as a tree


def answer(ask: Callable[[PageReader], Awaitable[Answer]], limits: Limits = READING) -> Answer:
    """What a reader answers, which is closed then."""

    async def asked() -> Answer:
        reader = PageReader(config_dir(), limits)
        try:
            return await ask(reader)
        finally:
            await reader.close()

    return asyncio.run(asked())


async def read_all(reader: PageReader, sources: list[str]) -> list[Page | BaseException]:
    """What becomes of pages that wait together."""
    return await asyncio.gather(*(reader.read(each, URL) for each in sources), return_exceptions=True)


def children() -> list[int]:
    """The processes that this one has started and that live."""
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def test_reads_and_understands_as_in_place() -> None:
    parts = {
        "files": (),
        "url": URL,
        "portal_region": PortalRegion("山东省济南市历下区", None),
        "listed": None,
    }

    async def ask(reader: PageReader) -> tuple[Page, Reading]:
        read = await reader.read(page(TEXT), URL)
        return read, await reader.understand(page=read, **parts)

    read, understood = answer(ask)
    assert read == read_page(page(TEXT), URL)
    assert understood == understand(page=read, **parts)  # type: ignore[arg-type]
    assert understood.clauses


def test_page_that_takes_too_long_is_lost_and_those_behind_it_are_read() -> None:
    first, second, third = answer(
        partial(read_all, sources=[page("一"), HUGE, page("三")]), Limits(seconds=1, memory=2**30)
    )
    assert (first, third) == (read_page(page("一"), URL), read_page(page("三"), URL))
    assert isinstance(second, PageLost)
    assert str(second) == "reading it took longer than 1 seconds"


@ON_LINUX
def test_page_that_swells_is_lost_and_the_next_is_read() -> None:
    swelling = "<html><body>" + "<b>一</b>" * 1_000_000
    lost, read = answer(
        partial(read_all, sources=[swelling, page("二")]), Limits(seconds=60, memory=3 * 2**27)
    )
    assert isinstance(lost, PageLost)
    assert read == read_page(page("二"), URL)


@ON_LINUX
def test_crash_costs_one_page() -> None:
    async def ask(reader: PageReader) -> list[Page | BaseException]:
        before = children()
        await reader.read(page("一"), URL)
        (child,) = (pid for pid in children() if pid not in before)
        reading = asyncio.create_task(read_all(reader, [HUGE, page("三")]))
        await asyncio.sleep(0)  # they are asked for
        os.kill(child, signal.SIGSEGV)
        return await reading

    lost, read = answer(ask)
    assert isinstance(lost, PageLost)
    assert str(lost) == "its reader crashed (SIGSEGV)"
    assert read == read_page(page("三"), URL)


@ON_LINUX
def test_leaves_no_process_behind() -> None:
    before = children()
    answer(partial(read_all, sources=[page("一")]))
    assert children() == before
