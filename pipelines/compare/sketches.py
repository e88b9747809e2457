"""Which of many plans have text in common: a small sketch of each to choose by, then their words run by run.

The sketch is a MinHash with one permutation (Li, Owen, Zhang: One Permutation Hashing, 2012): every run of SHORT
characters falls by its hash into one of BINS bins, and the least hash of each bin is kept. The share of bins in which
two sketches agree is about the share of runs that the two plans have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from pipelines.compare.sides import PREAMBLE, key_of
from pipelines.compare.vectors import Bools, Floats
from storage.models import Plan

SHORT = 5  # characters; plans in other words share few runs of this length, and copies of a half share many
LONG = 10  # characters; a shorter run is a phrase that every plan of the programme has
BINS = 256  # a power of two; two plans that share a tenth of their runs are estimated to within 0.02
_BIN_BITS = 8
_EMPTY = np.uint32(0xFFFFFFFF)
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits well mixed: 2**64 divided by the golden ratio
_MIX = np.uint64(0xFF51AFD7ED558CCD)

Hashes = NDArray[np.uint64]


def sketch(plan: Plan) -> bytes:
    """The plan's text as BINS little-endian numbers of 32 bits; the preamble, which all plans share, apart."""
    hashes = np.unique(_hashes(_text(plan), SHORT))
    bins, first = np.unique(hashes >> np.uint64(64 - _BIN_BITS), return_index=True)
    least = np.full(BINS, _EMPTY, dtype="<u4")
    least[bins] = hashes[first] >> np.uint64(24) & _EMPTY
    return least.tobytes()


def resemblance(own: bytes, others: Sequence[bytes]) -> Floats:
    """Of each of `others` about the share of all runs of either plan that both have, 0 to 1."""
    one = np.frombuffer(own, dtype="<u4")
    many = np.frombuffer(b"".join(others), dtype="<u4").reshape(len(others), BINS)
    filled = (one != _EMPTY) | (many != _EMPTY)
    alike: Floats = ((many == one) & filled).sum(axis=1) / np.maximum(filled.sum(axis=1), 1)
    return alike


def shared(left: Plan, right: Plan) -> tuple[float, float]:
    """The share of each plan's characters that stands in the other one word for word, in runs of at least LONG."""
    own, other = (_hashes(_text(plan), LONG) for plan in (left, right))
    return _covered(np.isin(own, other)), _covered(np.isin(other, own))


def _text(plan: Plan) -> str:
    return key_of("".join(f"{each.heading}{each.text}" for each in plan.clauses if each.id != PREAMBLE))


def _hashes(text: str, length: int) -> Hashes:
    """A hash of every run of so many characters, in the order of the text."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = max(0, len(points) - length + 1)
    runs = (points[at : at + count] for at in range(length))
    hashes: Hashes = reduce(lambda before, point: before * _STEP + point, runs)
    return (hashes ^ hashes >> np.uint64(33)) * _MIX


def _covered(found: Bools) -> float:
    """The share of characters that lie in one of the long runs that were found."""
    return float((np.convolve(found, np.ones(LONG)) > 0).mean()) if len(found) else 0.0
