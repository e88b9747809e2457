"""Texts as weighted character bigrams, and how alike they are.

A bigram that stands in many clauses (设备, 更新, 推进) says nothing about which measure a clause is; it is left out above
a ceiling, and the rarer the rest, the more it weighs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# A bigram in a larger share of the clauses is boilerplate. The best of 0.1 to 0.5 on every labelled couple alike.
CEILING = 0.2
FEW = 6  # as many clauses may share a bigram however few there are: the plan's and those of five baselines
_POINT_BITS = 21  # a Unicode code point fits into 21 bits
_CODE_BITS = 2 * _POINT_BITS
_CELLS_AT_ONCE = 4_000_000  # bounds the memory of one product, whatever the length of the plans


@dataclass(frozen=True, slots=True)
class Vectors:
    """One sparse unit vector a text: entry k says that text `rows[k]` has weight `values[k]` at some feature.

    Entries stand in the order of their features; those of feature f are `starts[f]` up to `starts[f + 1]`.
    """

    count: int
    rows: Ints
    values: Floats
    starts: Ints
    lengths: Floats  # of each text before it was scaled to one: how much there is in it to be alike


@dataclass(frozen=True, slots=True)
class Weights:
    """What each bigram is worth among a set of clauses."""

    codes: Ints  # sorted
    worth: Floats

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The texts in these weights; a bigram that was not weighed counts for nothing."""
        rows, codes, counts = counted_bigrams(texts)
        columns = np.searchsorted(self.codes, codes)
        known = np.append(self.codes, -1)[columns] == codes
        rows, columns, counts = rows[known], columns[known], counts[known]
        values = (1 + np.log(counts)) * self.worth[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
        scaled = values / lengths[rows]
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(len(self.codes) + 1))
        return Vectors(len(texts), rows[order], scaled[order], starts, lengths)


def weigh(clauses: Sequence[str], ceiling: float = CEILING) -> Weights:
    """Weigh the bigrams of `clauses`; one that stands in more than the share `ceiling` of them weighs nothing."""
    _, codes, _ = counted_bigrams(clauses)
    codes, frequency = np.unique(codes, return_counts=True)
    kept = frequency <= max(FEW, ceiling * len(clauses))
    return Weights(codes[kept], np.log((1 + len(clauses)) / frequency[kept]))


def likeness(left: Vectors, right: Vectors) -> Floats:
    """Cosines: one row a text of `left`, one column a text of `right`."""
    return _product(left, left.values, right, right.values)


def coverage(left: Vectors, right: Vectors) -> Floats:
    """How much of each text of `left` (0 to 1, by weight) is also said in each text of `right`."""
    return _product(left, left.values**2, right, np.ones_like(right.values))


def _product(left: Vectors, left_values: Floats, right: Vectors, right_values: Floats) -> Floats:
    """Rows of `left` times rows of `right`, a stretch of `left` at a time."""
    features = np.repeat(np.arange(len(left.starts) - 1), np.diff(left.starts))
    product = np.zeros((left.count, right.count))
    step = max(1, _CELLS_AT_ONCE // max(1, right.count))
    for start in range(0, left.count, step):
        part = product[start : start + step]
        chosen = np.flatnonzero((left.rows >= start) & (left.rows < start + step))
        # Every entry of `left` meets the entries of `right` of the same feature.
        first = right.starts[features[chosen]]
        met = right.starts[features[chosen] + 1] - first
        own = np.repeat(chosen, met)
        other = np.arange(len(own)) - np.repeat(np.cumsum(met) - met - first, met)
        cells = (left.rows[own] - start) * right.count + right.rows[other]
        sums = np.bincount(cells, left_values[own] * right_values[other], minlength=part.size)
        part[:] = sums.reshape(part.shape)
    return product


def counted_bigrams(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """(text, bigram, how often) of every bigram of neighbouring letters, digits or characters."""
    points = np.frombuffer("\n".join((*texts, "")).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    text_of = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    word = _is_word(points)
    both = word[:-1] & word[1:]
    codes = (points[:-1] << _POINT_BITS | points[1:])[both]
    # The number of the text in front of the bigram's code: one number to sort by.
    keys, counts = np.unique(text_of[:-1][both] << _CODE_BITS | codes, return_counts=True)
    return keys >> _CODE_BITS, keys & (1 << _CODE_BITS) - 1, counts


def _is_word(points: Ints) -> Bools:
    digit = (points >= 0x30) & (points <= 0x39)
    latin = (points | 0x20 >= 0x61) & (points | 0x20 <= 0x7A)
    han = (points >= 0x3400) & (points <= 0x9FFF) | (points >= 0x20000)
    return digit | latin | han
