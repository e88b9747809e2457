"""The hostile texts of payloads.txt."""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).with_name("payloads.txt")
PAYLOADS: tuple[str, ...] = tuple(
    json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
)
