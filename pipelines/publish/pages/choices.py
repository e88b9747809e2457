"""What a reader has chosen of the list, as it stands in the address: every filter is a link, and can be kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

ALL = "all"
PAGE = 30  # documents on a page


@dataclass(frozen=True, slots=True)
class Choices:
    """The list's filters; None lets everything through. `verdict` is `plan` unless chosen otherwise."""

    q: str | None = None
    province: str | None = None
    level: str | None = None
    month: str | None = None
    topic: str | None = None
    verdict: str = "plan"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Choices:
        """The choices of an address's query; what it does not know is left aside, an empty value is no choice."""
        names = {field.name for field in fields(cls)} - {"page"}
        given = {
            name: value.strip()[:200] for name, value in query.items() if name in names and value.strip()
        }
        page = query.get("page", "1")
        return cls(**given, page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1)

    def address(self, **changes: Any) -> str:
        """The address of the list with some choices changed; it starts at its first page again."""
        chosen = asdict(replace(self, **{"page": 1, **changes}))
        default = asdict(Choices())
        left = {name: value for name, value in chosen.items() if value is not None and value != default[name]}
        return f"/documents?{urlencode(left)}" if left else "/documents"

    @property
    def sides(self) -> dict[str, str | None]:
        """The choices that are counted side by side."""
        verdict = None if self.verdict == ALL else self.verdict
        return {"province": self.province, "level": self.level, "month": self.month, "verdict": verdict}

    @property
    def filters(self) -> dict[str, Any]:
        """The choices as filters of the store."""
        return {
            "province": self.province,
            "level": self.level,
            "topic": self.topic,
            "verdict": None if self.verdict == ALL else self.verdict,
            "since": self.month and f"{self.month}-01",
            "until": self.month and f"{self.month}-31T99",  # a day may go on with its time
        }
