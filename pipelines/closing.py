"""What closes a document or a notice (GB/T 9704-2012): signature and date, （此件公开发布）, the imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.dates import DateSpan, find_dates
from pipelines.issuers import bodies_in
from pipelines.lines import Line, blanked

MAX_SIGNERS = 12
NEAR_END = 8  # lines from the end within which a date without signers is a signature
MAX_DATE_LINE = 80
_OPENNESS = re.compile("[（(](此[件文][^（()）]{2,20})[）)]")
_IMPRINT = re.compile("^(?:主办|督办|承办|抄送|抄报|分送|主送|联系人|联系电话|共印)|印发$|印发[）)]$")
# What a document says of its own term; 《…》自…起施行 speaks of another.
_TERM = re.compile(
    r"(?:^|[。；，：、\s])(?:本[^，。；、\s]{1,10})?"
    r"(?P<term>自[^，。；《》\n]{2,20}(?:起|后)(?:正式)?(?:施行|实施|执行|生效|试行)"
    r"(?:[，,](?P<until>(?:有效期|试行期?|执行期限?|实施期限?|政策有效期|执行至|实施至)[^，。；\n]{1,24}))?)",
    re.MULTILINE,
)
_SENTENCE = re.compile("[。；;！!？?]")


@dataclass(frozen=True, slots=True)
class Signature:
    """Signing bodies, if printed, and the date under them."""

    bodies: tuple[str, ...]
    date: DateSpan
    printed: str


def read_signature(lines: Sequence[Line]) -> Signature | None:
    """The last date that stands alone under signing bodies; without any, a date alone near the end."""
    alone: Signature | None = None
    for at in range(len(lines) - 1, -1, -1):
        beside = bodies_beside_date(lines[at].text)
        if beside is None:
            continue
        first = at
        while first and not beside and at - first < MAX_SIGNERS and bodies_in(lines[first - 1].text):
            first -= 1
        above = [body for line in lines[first:at] for body in bodies_in(line.text)]
        printed = "\n".join(line.text for line in lines[first : at + 1])
        signature = Signature(tuple(beside or above), find_dates(lines[at].text)[0], printed)
        if signature.bodies:
            return signature
        if at >= len(lines) - NEAR_END:
            alone = alone or signature
    return alone


def read_imprint(lines: Sequence[Line]) -> tuple[DateSpan, str] | None:
    """The date of printing and its line: 开封市人民政府办公室 2024年5月30日印发."""
    for line in reversed(lines):
        text = line.text.rstrip("。 ").rpartition("。")[2]
        if text.endswith("印发") and len(text) <= MAX_DATE_LINE and not _SENTENCE.search(text):
            dates = find_dates(text)
            if dates:
                return dates[-1], line.text
    return None


def read_openness(text: str) -> tuple[str, str] | None:
    """（此件公开发布）: the words inside, and as printed."""
    match = _OPENNESS.search(text)
    return (match[1], match[0]) if match else None


def read_term(text: str) -> str | None:
    """自2024年8月1日起施行，有效期至2026年12月31日: from when and until when the document says it holds.

    Of several, the last that says until when, else the last.
    """
    terms = list(_TERM.finditer(text)) if "自" in text else []
    ending = [match for match in terms if match["until"]]
    return (ending or terms)[-1]["term"] if terms else None


def openness_spans(text: str) -> list[tuple[int, int]]:
    """Where （此件…） stands in a line."""
    return [match.span() for match in _OPENNESS.finditer(text)]


def is_openness(text: str) -> bool:
    """Is the line （此件公开发布） or the like, and nothing else?"""
    return _OPENNESS.fullmatch(text) is not None


def bodies_beside_date(text: str) -> list[str] | None:
    """The bodies in a line that holds one date and at most bodies beside it; None for any other line."""
    spans = find_dates(text) if len(text) <= MAX_DATE_LINE else []
    if len(spans) != 1:
        return None
    rest = blanked(text, spans).strip("（）() \t\u3000")
    return bodies_in(rest) or None if rest else []


def before_closing(lines: Sequence[Line]) -> int:
    """How many lines stand before the signature and the imprint that close the document."""
    end = len(lines)
    while end and _closes(lines[end - 1].text):
        end -= 1
    return end


def _closes(text: str) -> bool:
    if "\t" in text:  # a row of a table, whose cells name bodies
        return False
    return (
        bool(_IMPRINT.search(text))
        or is_openness(text)
        or bool(bodies_in(text))
        or bodies_beside_date(text) is not None
    )
