"""Which clause of one version of a plan is which of the other: one to one, moved and renumbered clauses included."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from pipelines.compare.sides import key_of
from storage.models import Clause

SAME_CLAUSE = 50.0  # rapidfuzz ratio of heading and text from which a clause is the other one, reworded
LARGEST = 4_000_000  # couples of clauses; more are not looked through for reworded ones


@dataclass(frozen=True, slots=True)
class Pairing:
    """Indices of clauses: those that stayed (in the order of the later version), came, went, or changed their place."""

    kept: tuple[tuple[int, int], ...]  # (later, earlier)
    came: tuple[int, ...]
    went: tuple[int, ...]
    moved: frozenset[int]  # of the later version


def pair_versions(later: Sequence[Clause], earlier: Sequence[Clause]) -> Pairing:
    """Pair equal clauses in their order, then equal ones elsewhere, then the likest of the rest."""
    keys, earlier_keys = [_key(clause) for clause in later], [_key(clause) for clause in earlier]
    kept = dict(_in_order(keys, earlier_keys))
    kept |= _elsewhere(keys, earlier_keys, kept)
    kept |= _reworded(keys, earlier_keys, kept)
    pairs = tuple(sorted(kept.items()))
    taken = set(kept.values())
    return Pairing(
        kept=pairs,
        came=tuple(at for at in range(len(later)) if at not in kept),
        went=tuple(at for at in range(len(earlier)) if at not in taken),
        moved=_moved(pairs),
    )


def topmost(numbers: Iterable[int], clauses: Sequence[Clause]) -> Iterator[int]:
    """Those of the clauses that do not stand under another of them."""
    ids = {clauses[number].id for number in numbers}
    for number in sorted(numbers):
        steps = clauses[number].id.split(".")
        if not any(".".join(steps[:depth]) in ids for depth in range(1, len(steps))):
            yield number


def _key(clause: Clause) -> str:
    return key_of(f"{clause.heading}\n{clause.text}")


def _in_order(keys: Sequence[str], earlier: Sequence[str]) -> Iterator[tuple[int, int]]:
    for step in Indel.opcodes(keys, earlier):
        if step.tag == "equal":
            yield from zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            )


def _elsewhere(keys: Sequence[str], earlier: Sequence[str], kept: dict[int, int]) -> dict[int, int]:
    free = {key: at for at, key in enumerate(earlier) if at not in set(kept.values())}
    return {at: free.pop(key) for at, key in enumerate(keys) if at not in kept and key in free}


def _reworded(keys: Sequence[str], earlier: Sequence[str], kept: dict[int, int]) -> dict[int, int]:
    """Of the clauses that are left, each with the likest; among equally like ones the nearer."""
    rows = [at for at in range(len(keys)) if at not in kept]
    columns = [at for at in range(len(earlier)) if at not in set(kept.values())]
    if not 0 < len(rows) * len(columns) <= LARGEST:
        return {}
    ratios = process.cdist([keys[at] for at in rows], [earlier[at] for at in columns], scorer=fuzz.ratio)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for row, column in np.column_stack(np.unravel_index(np.argsort(-ratios, axis=None), ratios.shape)):
        if ratios[row, column] < SAME_CLAUSE:
            break
        if rows[row] not in found and columns[column] not in taken:
            found[rows[row]] = columns[column]
            taken.add(columns[column])
    return found


def _moved(pairs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The clauses outside the longest run that kept its order."""
    tails: list[int] = []  # the smallest earlier index that ends a run of each length
    ends: list[int] = []  # the place of each of those in `pairs`
    before: list[int | None] = []
    for place, (_, earlier) in enumerate(pairs):
        length = bisect_left(tails, earlier)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [earlier]
        ends[length : length + 1] = [place]
    stayed: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        stayed.add(step)
        step = before[step]
    return frozenset(later for place, (later, _) in enumerate(pairs) if place not in stayed)
