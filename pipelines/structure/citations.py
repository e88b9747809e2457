"""Other documents that a text names: 《title》 with or without its number, and numbers that stand alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipelines.document_number import find
from storage.models import Citation

_TITLE = re.compile(r"《(?P<title>[^《》]{1,160}(?:《[^《》]{1,120}》[^《》]{0,60})*)》")
_BRACKET = re.compile(r"\s*[（(](?P<inside>[^（()）]{4,60})[）)]")
# A title in 《》 is a document's if it ends like one; books, shows and short names such as 《工作方案》 are not.
_DOCUMENT = re.compile(
    "(?:通知|方案|意见|办法|规定|规则|细则|条例|法|措施|举措|规划|纲要|计划|标准|规范|目录|水平|指南|决定|公告|通告|批复|函|要点|清单|指引|政策|通则)"
    "[》〉>]?(?:[（(][^（()）]{1,40}[）)])?(?:的通知)?$"
)
_SHORTEST_TITLE = 6


def read_citations(text: str, own: Collection[str | None] = ()) -> tuple[Citation, ...]:
    """The documents cited in a text, each once, in order of appearance.

    `own` are the titles and the number of the document itself: naming them is no citation. `doc_number` is
    normalised; `quote` is the citation as printed.
    """
    names = {_key(name) for name in own if name}
    found: dict[str, Citation] = {}
    for citation in _citations(text):
        name = _key(citation.title or citation.doc_number or "")
        # A long name before a number may be cut short: 川省商务厅公告2024年第8号 of 岱川省.
        if name in names or (not citation.title and any(whole.endswith(name) for whole in names)):
            continue
        found.setdefault(citation.doc_number or _key(citation.title or ""), citation)
    return tuple(found.values())


def _citations(text: str) -> Iterator[Citation]:
    numbers = {number.start: number for number in find(text) if not number.damaged}
    taken: set[int] = set()
    for match in _TITLE.finditer(text):
        bracket = _BRACKET.match(text, match.end())
        inside = [at for at in numbers if bracket and bracket.start() <= at < bracket.end()]
        taken.update(at for at in numbers if match.start() <= at < match.end())
        taken.update(inside)
        normal = numbers[inside[0]].normal if inside else None
        title = re.sub(r"\s+", "", match["title"])
        if normal or (_DOCUMENT.search(title) and len(title) >= _SHORTEST_TITLE):
            end = bracket.end() if bracket and normal else match.end()
            yield Citation(title, normal, text[match.start() : end])
    for at, number in numbers.items():
        if at not in taken:
            yield Citation(None, number.normal, number.printed)


def _key(name: str) -> str:
    return re.sub(r"[\s《》<>〈〉“”]+", "", name)
