"""Page and attachments to one document: which parts make it up, and which only repeat another part.

Half of the notices are a paragraph, with the plan in a file, often the same text as DOCX and as PDF; a file may also
hold the whole document, notice included, so that the page's paragraph is the repetition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from pipelines.readers import FileText
from storage.models import Attachment, Block

# Files that come with a document and are no part of its text: forms to fill in, and what explains it.
COMPANIONS = re.compile(
    r"申[请报领]表|登记表|报名表|承诺书|样表|模板|回执|征求意见表|反馈表|流程图|联系(?:人|方式)|二维码|解读|图解|读懂|[起修]\w说明"
)
HEAD_LINES, TITLE_LENGTH = 2, 40  # 附件3, and below it what the file is
NUMBERED = re.compile(r"附[件表]?\s*(\d{1,2})|^(\d{1,2})[.、．\s]")
SHINGLE = 8  # characters in a row by which texts are compared
REPEATED = 0.85  # share of a part's shingles that stand in another, from which it says nothing new
# Of two parts that say the same, the one whose format keeps the structure more exactly is taken.
EXACTNESS = ("html", "wordprocessingml", "msword", "plain", "pdf")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document put together: `blocks` of page and files in order; `status` and `reason` of the whole."""

    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...]
    status: str
    reason: str | None


def assemble(page_blocks: Sequence[Block], files: Sequence[tuple[Attachment, FileText]]) -> Assembled:
    """The page's text with that of the files that add to it.

    Every file keeps its place among `attachments`, with the status that its reader gave. The whole is "read" when
    nothing is missing, "partial" when a file that may belong to it could not be read, and has that file's status
    when there is no text at all.
    """
    wanted = [(one, text) for one, text in files if not _is_companion(one.name, text.blocks)]
    parts = _in_order([part for one, text in wanted for part in _members(one.name, text)])
    blocks = _joined([(page_blocks, "text/html"), *((found, media_type) for _, found, media_type in parts)])
    missing = _missing(wanted)
    reason = "; ".join(f"{one.name}: {one.status} ({one.reason})" for one in missing) or None
    return Assembled(blocks, tuple(one for one, _ in files), _status(blocks, missing), reason)


def _is_companion(name: str, blocks: Sequence[Block]) -> bool:
    """Whether a file's name or its own title says so; portals often name files by a date and a number."""
    head = [block.text for block in blocks[:HEAD_LINES] if block.kind == "paragraph"]
    titles = [line for line in head if len(line) <= TITLE_LENGTH]
    return any(COMPANIONS.search(title) for title in (name, *titles))


Named = tuple[str, tuple[Block, ...], str]  # a file's name, blocks and media type


def _members(name: str, text: FileText) -> list[Named]:
    """The file, or the members of the archive that it is, without companions."""
    groups = [(key, tuple(group)) for key, group in groupby(text.blocks, key=lambda block: block.member)]
    if not any(member for member, _ in groups):
        return [(name, text.blocks, text.media_type)]
    return [
        (PurePosixPath(member or name).name, blocks, text.media_type)
        for member, blocks in groups
        if not _is_companion(PurePosixPath(member or name).name, blocks)
    ]


def _in_order(parts: list[Named]) -> list[Named]:
    """The parts by the numbers of their annexes, where each has one; else as they stand on the page."""
    numbers = [found and int(found[1] or found[2]) for found in (NUMBERED.search(name) for name, *_ in parts)]
    if None in numbers:
        return parts
    return [part for _, part in sorted(zip(numbers, parts, strict=True), key=lambda pair: pair[0] or 0)]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    blocks: tuple[Block, ...]
    shingles: frozenset[str]
    exactness: int

    @classmethod
    def of(cls, blocks: Sequence[Block], media_type: str) -> _Part:
        text = "".join("".join(block.text.split()) for block in blocks)
        shingles = frozenset(text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1))
        rank = next((at for at, name in enumerate(EXACTNESS) if name in media_type), len(EXACTNESS))
        return cls(tuple(blocks), shingles, rank)

    def repeats(self, other: _Part) -> bool:
        """Does the text of this part stand in the other as well, slips of a conversion apart?"""
        return len(self.shingles & other.shingles) >= REPEATED * len(self.shingles)


def _joined(texts: Sequence[tuple[Sequence[Block], str]]) -> tuple[Block, ...]:
    """The blocks of the texts, each with its media type, that say something which no other does, in their order."""
    filled = [(blocks, media_type) for blocks, media_type in texts if blocks]
    if len(filled) == 1:  # nearly every page: nothing to compare
        return tuple(filled[0][0])
    parts = [_Part.of(blocks, media_type) for blocks, media_type in filled]
    kept: list[_Part] = []
    for part in sorted(parts, key=lambda part: part.exactness):
        if not any(part.repeats(other) for other in kept):
            kept = [*(other for other in kept if not other.repeats(part)), part]
    return tuple(block for part in parts if part in kept for block in part.blocks)


def _missing(files: Sequence[tuple[Attachment, FileText]]) -> list[Attachment]:
    """The files that could not be read, but for those that also lie there in a format that could."""
    read = {PurePosixPath(one.name).stem for one, text in files if text.status == "read"}
    return [one for one, text in files if text.status != "read" and PurePosixPath(one.name).stem not in read]


def _status(blocks: Sequence[Block], missing: Sequence[Attachment]) -> str:
    if not missing:
        return "read" if blocks else "unreadable"
    return "partial" if blocks else missing[0].status
