"""5,000 damaged files of every format: none may hang, take a run with it, or be taken for whole without a word.

    python -m benchmarks.mutations

The damage is that of tests/readers/test_hostile.py, by a named seed; each file is read in the child process that reads
attachments, which a library may well crash.
"""

from __future__ import annotations

import random
import time
from collections import Counter

from pipelines.readers.guarded import ReaderChild
from tests.readers.test_hostile import SOUND, STATUSES, mutated

FILES = 5_000


def main() -> None:
    each = FILES // len(SOUND)
    slowest = 0.0
    crashed: Counter[str] = Counter()
    with ReaderChild() as reader:
        for form, data in SOUND.items():
            chance = random.Random(f"5,000 damaged files: {form}")
            told: Counter[str] = Counter()
            for _ in range(each):
                start = time.perf_counter()
                found = reader.read(mutated(data, chance))
                slowest = max(slowest, time.perf_counter() - start)
                assert found.status in STATUSES, found
                assert (found.reason is None) == (found.status == "read"), found
                told[found.status] += 1
                crashed[form] += "crashed" in (found.reason or "")
            print(f"{form:6}" + "  ".join(f"{status} {n}" for status, n in told.most_common()))
    print(
        f"{each * len(SOUND):,} files, the slowest {slowest:.1f} s on the wall, peak {reader.peak / 2**20:.0f} MB"
    )
    print(f"readers that crashed, and were started again: {sum(crashed.values())}")


if __name__ == "__main__":
    main()
