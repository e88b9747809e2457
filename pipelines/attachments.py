"""Page and attachments to one document: which file is the plan, which only repeats the page or another file.

Half of the notices are a paragraph, with the plan in a file, often the same text as DOCX and as PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipelines.readers import FileText
from storage.models import Attachment, Block

_FORM = re.compile(
    r"申[请报领]表|登记表|报名表|承诺书|样表|模板|回执|征求意见表|反馈表|流程图|联系(?:人|方式)|二维码"
)
_TWIN = 90.0  # likeness from which two texts are the same one
_SAMPLE = 3_000  # characters of each that are compared
# Of twins the one with the more exact structure is taken.
_EXACTNESS = ("wordprocessingml", "msword", "html", "plain", "pdf")


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
    blocks = list(page_blocks)
    for _, text in _by_exactness(files):
        if not _is_twin(text.blocks, blocks):
            blocks.extend(text.blocks)
    missing = [
        attachment
        for attachment, text in files
        if text.status != "read" and not _FORM.search(attachment.name)
    ]
    reason = "; ".join(f"{one.name}: {one.status} ({one.reason})" for one in missing) or None
    return Assembled(tuple(blocks), tuple(one for one, _ in files), _status(blocks, missing), reason)


def _by_exactness(files: Sequence[tuple[Attachment, FileText]]) -> list[tuple[Attachment, FileText]]:
    """The files with text that may be part of the document, in page order, but of a pair of twins the better first."""
    wanted = [(one, text) for one, text in files if text.blocks and not _FORM.search(one.name)]
    kept: list[tuple[Attachment, FileText]] = []
    for attachment, text in wanted:
        twin = next((at for at, (_, other) in enumerate(kept) if _is_twin(text.blocks, other.blocks)), None)
        if twin is None:
            kept.append((attachment, text))
        elif _exactness(text) < _exactness(kept[twin][1]):
            kept[twin] = attachment, text
    return kept


def _exactness(text: FileText) -> int:
    return next((at for at, name in enumerate(_EXACTNESS) if name in text.media_type), len(_EXACTNESS))


def _is_twin(blocks: Sequence[Block], others: Sequence[Block]) -> bool:
    """Does the text of `blocks` stand in `others` already, apart from white space and slips of a conversion?"""
    text, other = _squashed(blocks), _squashed(others)
    if not text:
        return True
    sample = text[:_SAMPLE]
    return sample in other or (len(other) >= len(sample) and fuzz.partial_ratio(sample, other) >= _TWIN)


def _squashed(blocks: Sequence[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


def _status(blocks: Sequence[Block], missing: Sequence[Attachment]) -> str:
    if not missing:
        return "read" if blocks else "unreadable"
    return "partial" if blocks else missing[0].status
