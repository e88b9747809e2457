"""How a report names a plan and a topic, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from storage.models import Plan

_PLACE = re.compile(r"[^省市区县州盟旗]+(?:自治区|自治州|自治县|新区|市|区|县|州|盟|旗|省)")


def place(plan: Plan) -> str:
    """The innermost place of the plan's region (河南省开封市 gives 开封市); a plan without a region has its name."""
    places = _PLACE.findall(plan.region or "")
    return places[-1] if places else plan.name


def english_place(plan: Plan) -> str:
    """The plan's name as an English sentence has it; the five baselines are named after their places."""
    return plan.name.capitalize() if plan.name.isascii() else place(plan)


def listed(words: Sequence[str], last: str) -> str:
    """The words as a list in a sentence: 、 between all of them in Chinese, commas and a last word in English."""
    if last == "、":
        return "、".join(words)
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
