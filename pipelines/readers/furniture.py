"""What stands on every page and is no text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.readers.set_lines import Line

BARE_NUMBER = re.compile(r"[-－—–─·•\s]*\d{1,4}[-－—–─·•\s]*|第\s*\d+\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
MOST_LINES = 3  # of a running head or foot; pages that repeat more are alike
SENTENCE_ENDS = "。；：，、）)"


def without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without their numbers and running heads: what stands first or last on most of them."""
    edges = Counter(
        _edge_key(line)
        for page in pages
        for line in {*page[:1], *page[-1:]}
        if line.text[-1] not in SENTENCE_ENDS
    )
    running = {key for key, times in edges.items() if times >= max(3, 0.5 * len(pages))}
    return [_trimmed(page, running) for page in pages]


def _edge_key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _trimmed(page: list[Line], running: set[str]) -> list[Line]:
    def furniture(line: Line) -> bool:
        if BARE_NUMBER.fullmatch(line.text):
            return not any(
                other.is_level(line) for other in page if other is not line
            )  # that of a table's row
        return _edge_key(line) in running

    for _ in range(MOST_LINES):
        page = page[1:] if page and furniture(page[0]) else page
        page = page[:-1] if page and furniture(page[-1]) else page
    return page
