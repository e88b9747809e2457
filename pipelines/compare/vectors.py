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
_CODE_BITS = 21  # Unicode code points fit into 21 bits, a bigram into 42
_CELLS_AT_ONCE = 4_000_000  # bounds the memory of one product, whatever the length of the plans


@dataclass(frozen=True, slots=True)
class Vectors:
    """One sparse unit vector a text: entry k says that text `rows[k]` has weight `values[k]` at feature `columns[k]`."""

    count: int
    rows: Ints
    columns: Ints
    values: Floats
    lengths: Floats  # of each text before it was scaled to one: how much there is in it to be alike

    def between(self, start: int, stop: int) -> Vectors:
        """The vectors of the texts `start` up to `stop`; entries stand in the order of their texts."""
        first, last = np.searchsorted(self.rows, (start, stop))
        rows, columns, values = (
            self.rows[first:last] - start,
            self.columns[first:last],
            self.values[first:last],
        )
        return Vectors(stop - start, rows, columns, values, self.lengths[start:stop])


@dataclass(frozen=True, slots=True)
class Weights:
    """What each bigram is worth among a set of clauses."""

    codes: Ints  # sorted
    worth: Floats

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The texts in these weights; a bigram that was not weighed counts for nothing."""
        rows, codes, counts = _counted_bigrams(texts)
        if not len(self.codes):
            return _unit_vectors(len(texts), rows[:0], codes[:0], np.empty(0))
        columns = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        known = self.codes[columns] == codes
        rows, columns, counts = rows[known], columns[known], counts[known]
        return _unit_vectors(len(texts), rows, columns, (1 + np.log(counts)) * self.worth[columns])


def weigh(clauses: Sequence[str], ceiling: float = CEILING) -> Weights:
    """Weigh the bigrams of `clauses`; one that stands in more than the share `ceiling` of them weighs nothing."""
    _, codes, _ = _counted_bigrams(clauses)
    codes, frequency = np.unique(codes, return_counts=True)
    kept = frequency <= max(FEW, ceiling * len(clauses))
    return Weights(codes[kept], np.log((1 + len(clauses)) / frequency[kept]))


def likeness(left: Vectors, right: Vectors) -> Floats:
    """Cosines: one row a text of `left`, one column a text of `right`."""
    order = np.argsort(right.columns, kind="stable")
    columns, rows, values = right.columns[order], right.rows[order], right.values[order]
    step = max(1, _CELLS_AT_ONCE // max(1, right.count))
    parts = [
        _product(left.between(start, min(start + step, left.count)), columns, rows, values, right.count)
        for start in range(0, left.count, step)
    ]
    return np.vstack(parts) if parts else np.zeros((0, right.count))


def coverage(left: Vectors, right: Vectors) -> Floats:
    """How much of each text of `left` (0 to 1, by weight) is also said in each text of `right`."""
    parts = Vectors(left.count, left.rows, left.columns, left.values**2, left.lengths)
    whole = Vectors(right.count, right.rows, right.columns, np.ones_like(right.values), right.lengths)
    return likeness(parts, whole)


def _product(left: Vectors, columns: Ints, rows: Ints, values: Floats, width: int) -> Floats:
    """`left` times a matrix whose entries are sorted by column: every entry meets those of its own column."""
    first = np.searchsorted(columns, left.columns, side="left")
    met = np.searchsorted(columns, left.columns, side="right") - first
    own = np.repeat(np.arange(len(left.columns)), met)
    other = np.arange(met.sum()) - np.repeat(np.cumsum(met) - met, met) + np.repeat(first, met)
    cells = left.rows[own] * width + rows[other]
    sums = np.bincount(cells, left.values[own] * values[other], minlength=left.count * width)
    return sums.astype(np.float64, copy=False).reshape(left.count, width)


def _unit_vectors(count: int, rows: Ints, columns: Ints, values: Floats) -> Vectors:
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=count))
    scale = np.divide(1.0, lengths, out=np.zeros(count), where=lengths > 0)
    return Vectors(count, rows, columns, values * scale[rows], lengths)


def _counted_bigrams(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """(text, bigram, how often) of every bigram of neighbouring letters, digits or characters, in text order."""
    points = np.frombuffer("\n".join((*texts, "")).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    text_of = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    word = _is_word(points)
    both = word[:-1] & word[1:]
    codes = (points[:-1] << _CODE_BITS | points[1:])[both]
    rows = text_of[:-1][both]
    order = np.lexsort((codes, rows))
    codes, rows = codes[order], rows[order]
    starts = np.flatnonzero(np.r_[True, (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])][: len(codes)])
    return rows[starts], codes[starts], np.diff(np.r_[starts, len(codes)])


def _is_word(points: Ints) -> Bools:
    digit = (points >= 0x30) & (points <= 0x39)
    latin = (points | 0x20 >= 0x61) & (points | 0x20 <= 0x7A)
    han = (points >= 0x3400) & (points <= 0x9FFF) | (points >= 0x20000)
    return digit | latin | han
