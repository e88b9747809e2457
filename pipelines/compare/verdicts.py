"""What one clause made of another: copied, reworded, elaborated, condensed, or merely overlapping it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from pipelines.compare.sides import squash
from pipelines.compare.vectors import Bools

COPIED = 90  # two texts this alike differ in names and particles only
SAME_SENTENCE = 60  # two sentences this alike say the same in other words
MOST = 0.5


def verdict(own: Sequence[str], other: Sequence[str]) -> str:
    """The verdict on a clause of the sentences `own`, seen from one of the sentences `other`."""
    if fuzz.ratio(squash("".join(own)), squash("".join(other))) >= COPIED:
        return "copied"
    alike: Bools = process.cdist(own, other, scorer=fuzz.ratio, processor=squash) >= SAME_SENTENCE
    kept = _share(other, np.any(alike, axis=0))  # of the baseline's words, found again
    taken = _share(own, np.any(alike, axis=1))  # of the clause's words, found in the baseline
    table = {
        (True, True): "reworded",
        (True, False): "elaborated",
        (False, True): "condensed",
        (False, False): "overlapping",
    }
    return table[kept >= MOST, taken >= MOST]


def _share(sentences: Sequence[str], chosen: Bools) -> float:
    lengths = np.array([len(squash(sentence)) for sentence in sentences])
    return float(lengths[chosen].sum() / max(1, lengths.sum()))
