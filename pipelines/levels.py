"""The level of government of an issuer that stands in no table of divisions: by its name, or by whom it writes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.evidence import Stated
from pipelines.lines import Line

# What a place is called tells its level, but for 市, which is a prefecture or a county.
_NAMED = (
    ("province", re.compile("^[一-鿿]{2,6}?(?:省|自治区)")),
    ("prefecture", re.compile("^[一-鿿]{2,12}?自治州")),
    ("county", re.compile("^[一-鿿]{1,12}?(?:县|旗|(?<!开发)(?<!园)(?<!新)区)(?!级|域)")),
)
# 主送机关 (GB/T 9704-2012, 7.3.4): a government writes to those just below it.
_WRITES_TO = (
    ("county", re.compile("^各(?:有关)?(?:乡|镇|街道)")),
    ("prefecture", re.compile("^各(?:有关)?[（(]?(?:县|区)")),
)
_ADDRESSEE_LINES = 3


def levels_of(issuer: str, body: Sequence[Line]) -> Iterator[Stated[str]]:
    """Every level that the issuer's name and the addressees, the first lines of the body, speak for."""
    for level, named in _NAMED:
        if named.search(issuer):
            yield Stated(level, "issuer", issuer)
            break
    for line in body[:_ADDRESSEE_LINES]:
        if line.text.endswith(("：", ":")):
            yield from (
                Stated(level, "addressees", line.text) for level, who in _WRITES_TO if who.search(line.text)
            )
