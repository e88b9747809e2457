"""How binding a clause is, by its policy verbs: 必须, 应当, 鼓励, 支持 or 探索."""

from __future__ import annotations

import re

# These are verbs only where a phrase starts: 政府引导, 政策支持 and 试点城市 bind nobody.
_STARTS = (
    "(?:^|[，。；：、）]|[一二三四五六七八九]是)(?:积极|大力|优先|重点|持续|进一步|稳妥|并|有序|广泛|适时)*"
)
# From the most to the least binding; between modalities used equally often the more binding one is told.
MODALITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("必须", re.compile("必须|不得|严禁|禁止|一律|务必|严格(?:执行|落实|按照|控制|遵守)")),
    (
        "应当",
        re.compile(
            "应当|应(?:符合|达到|满足|按|在|于)|各[^，。；]{1,12}(?<![主重需])要|(?<=[，；])要(?![求素点件])|(?<![只必])须(?!知)"
        ),
    ),
    ("鼓励", re.compile(f"{_STARTS}(?:鼓励|倡导|引导|提倡)")),
    ("支持", re.compile(f"{_STARTS}(?:支持|扶持)")),
    ("探索", re.compile(f"{_STARTS}(?:探索|试点|研究制定|谋划)")),
)


def read_modality(text: str) -> str | None:
    """The modality that a clause's folded text uses most often; None for a text that only tells what will be done."""
    counts = [(len(pattern.findall(text)), name) for name, pattern in MODALITIES]
    most = max(count for count, _ in counts)
    return next(name for count, name in counts if count == most) if most else None
