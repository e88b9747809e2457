"""The smallest pieces of a plan's text that an edit takes out or puts in, so that 2025年 becomes 2027年, and not 5 becomes 7."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.compare.sides import key_of
from pipelines.structure.quantities import NATURES

_QUOTES = str.maketrans("“”‘’", "\"\"''")
_UNITS = (*NATURES, *"月 日 天 周 小时 分钟 号 级 届 次 条 ℃".split())
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
_HAN_NUMBER = "[一二两三四五六七八九十百]"

# What stays whole; a stretch is tried against each from the top down, and what none of them knows is one character.
_WHOLE = (
    r"《[^《》]*》",
    r"〔\d{4}〕\s*\d+\s*号",
    r"第\s*[〇零一二三四五六七八九十百\d]+\s*[条款项章节编批期届阶]段?",
    # Latin words with what clings to them: PUE, 5G, 1000PFlops, A-B
    r"\d*[A-Za-z][A-Za-z0-9]*(?:[-/.&+][A-Za-z0-9]+)*",
    # 25%, 5-8个百分点, 2024—2027年, 1,200万吨标准煤/年
    rf"{_NUMBER}(?:\s*[%％]?\s*(?:-|－|–|—{{1,2}}|~|～|至|到)\s*{_NUMBER})?"
    rf"(?:\s*(?:[十百千万亿]{{0,2}}\s*(?:{_UNIT})|[‰％]|[百千万亿]{{1,2}})(?:/(?:年|月|日|天|小时|户|人|辆|台))?)?",
    r"[〇○零一二三四五六七八九]{4}年",
    rf"百分之{_HAN_NUMBER}+|{_HAN_NUMBER}+(?:倍|成|年|星级|级|阶段|个百分点)|国[一二三四五六](?=[及以排标、（(])",
    # departments: 市发展改革委, 张家口海关. A name stands at the start of a phrase and ends at its end or at a role.
    r"(?:(?<![一-鿿])|(?<=[由和及与同向经报]))(?:[国省市区县州各][一-鿿]{1,18}?|(?<=[、：（(])[一-鿿]{2,18}?)"
    r"(?:委员会|改革委|委|局|厅|办公室|办|海关|管委会|政府|公司|分行|支行|联社|社)(?=[、，,；;。：:）)（(\s牵负会按等和及与]|$)",
    r".",
)
_TOKEN = re.compile(rf"(?:{'|'.join(f'(?:{each})' for each in _WHOLE)})\s*", re.DOTALL)


def tokens(text: str) -> list[str]:
    """The pieces of `text`; joined they are the text again. White space belongs to the piece before it."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=8192)  # most tokens are one of a few thousand characters
def token_key(token: str) -> str:
    """What a token is compared by: no white space, one width of punctuation, one shape of quotation marks."""
    return key_of(token).translate(_QUOTES)
