"""What one clause made of another: copied, reworded, elaborated, condensed, or merely overlapping it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from pipelines.compare.sides import Passage
from pipelines.compare.vectors import Bools, Floats

COPIED = 0.9  # two texts this alike differ in names and particles only
SAME_SENTENCE = 0.6  # two sentences this alike say the same in other words
MOST = 0.5
WORD_FOR_WORD = "copied"
# (most of the baseline's words are found again, most of the clause's words stand in the baseline)
VERDICTS = {
    (True, True): "reworded",
    (True, False): "elaborated",
    (False, True): "condensed",
    (False, False): "overlapping",
}


def ratios_between(own: Sequence[Passage], other: Sequence[Passage]) -> Floats:
    """How alike each two sentences are, 0 to 1."""
    keys = ([passage.key for passage in passages] for passages in (own, other))
    return np.asarray(process.cdist(*keys, scorer=fuzz.ratio, dtype=np.float64)) / 100


def verdict(own: Sequence[Passage], other: Sequence[Passage], ratios: Floats) -> str:
    """The verdict on a clause of the sentences `own`, seen from a baseline's of the sentences `other`."""
    text, other_text = ("".join(passage.key for passage in passages) for passages in (own, other))
    if fuzz.ratio(text, other_text) / 100 >= COPIED:
        return WORD_FOR_WORD
    kept = _share(other, ratios.max(axis=0) >= SAME_SENTENCE)
    taken = _share(own, ratios.max(axis=1) >= SAME_SENTENCE)
    return VERDICTS[kept >= MOST, taken >= MOST]


def _share(sentences: Sequence[Passage], chosen: Bools) -> float:
    lengths = np.array([len(sentence.key) for sentence in sentences])
    return float(lengths[chosen].sum() / lengths.sum())
