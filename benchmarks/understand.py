"""How long a plan takes to be understood, from the bytes of its text to clauses, departments, targets and topics.

    python -m benchmarks.understand

Prints the median of each baseline in milliseconds of this process's own time, and how the time grows with the length.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from pipelines.embedded import config_dir
from pipelines.reading import read_file

ROUNDS = 30
USUAL = 8_000  # characters of a plan
LENGTHS = (8_000, 80_000, 800_000)


def main() -> None:
    plans = sorted((config_dir() / "baselines").glob("*.txt"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in plans}
    print(f"{'plan':14}{'characters':>12}{'ms':>8}{f'ms for {USUAL:,}':>14}")
    for name, text in texts.items():
        seconds(text)  # loads the tables
        took = median(seconds(text + "\n" * number) for number in range(ROUNDS))
        print(f"{name:14}{len(text):12,}{took * 1e3:8.1f}{took * 1e3 * USUAL / len(text):14.1f}")
    for length in LENGTHS:
        took = seconds(repeated(texts["lixia"], length))
        print(f"{'lixia, again':14}{length:12,}{took * 1e3:8.0f}{took * 1e3 * USUAL / length:14.1f}")


def seconds(text: str) -> float:
    started = time.process_time()
    read_file(text.encode(), name=Path(__file__).name)
    return time.process_time() - started


def repeated(text: str, length: int) -> str:
    """The notice once, and the plan's clauses as often as they fit."""
    start = text.index("一、")
    body = text[start:]
    return (text[:start] + body * (length // len(body) + 1))[:length]


if __name__ == "__main__":
    main()
