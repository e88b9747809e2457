"""How binding a clause is, by its policy verbs: 必须, 应当, 鼓励, 支持 or 探索."""

from __future__ import annotations

import re

# From the most to the least binding; between modalities used equally often the more binding one is told.
MODALITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("必须", re.compile("必须|不得|严禁|禁止|一律|严格(?:执行|落实|按照|控制)|强制|依法依规淘汰|确保")),
    (
        "应当",
        re.compile("应当|应(?=[^急用对]{1,6}(?:符合|达到|满足|按|在|于))|要(?=[^求素点件]|严格|加强|按)|须"),
    ),
    ("鼓励", re.compile("鼓励|倡导|引导|提倡")),
    ("支持", re.compile("支持|扶持|补贴|奖补")),
    ("探索", re.compile("探索|试点|研究制定|谋划")),
)


def read_modality(text: str) -> str | None:
    """The modality that a clause's text uses most often; None for a text that only tells what will be done."""
    counts = [(len(pattern.findall(text)), name) for name, pattern in MODALITIES]
    most = max(count for count, _ in counts)
    return next(name for count, name in counts if count == most) if most else None
