"""Two wordings of one clause beside each other: what stayed, was struck out, was put in, stands elsewhere now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel, Opcodes

from pipelines.compare.sides import key_of, unwrap
from pipelines.compare.tokens import token_key, tokens

# Texts less alike than this are shown whole, one after the other: their redline would be confetti.
SAME_TEXT = 50
LONGEST = 20_000  # characters; beyond it a redline costs too much memory, and nobody would read it
# Characters; what stayed between two edits and is no longer than this is read as part of the edit, up to the second
# figure where both edits are LONG times as long: two words that chance has put into two long statements.
ISLAND, WIDE_ISLAND, LONG = 1, 3, 4
SAME_SENTENCE = 60  # rapidfuzz ratio from which two sentences of unlike texts say the same
SHORTEST_MOVE = 6  # characters; shorter sentences are found again by chance
_SENTENCE_END = re.compile("(?<=[。；;！？])(?![。；;！？”’」）)])")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a redline. `a` is what the baseline says there, `b` what the plan says.

    A sentence that stands in both texts, but in another order, is two segments of op `moved`: with `a` alone where
    the baseline has it, with `b` alone where the plan has it.
    """

    op: str  # equal, delete, insert, replace, moved
    a: str
    b: str

    def to_json(self) -> dict[str, str]:
        return {"op": self.op, "a": self.a, "b": self.b}


def redline(a: str, b: str) -> list[Segment]:
    """The way from `a` to `b`; texts that have little in common give one segment that replaces all by all.

    Joining every `a` gives back the first text on one line, joining every `b` the second.
    """
    a, b = unwrap(a), unwrap(b)
    if max(len(a), len(b)) > LONGEST or fuzz.ratio(key_of(a), key_of(b)) < SAME_TEXT:
        return [Segment("replace", a, b)] if a or b else []
    left, right = _spelt(a), _spelt(b)
    moved = _moved(left, right)
    return list(_segments(_without_islands(_steps(_whole(left, moved), _whole(right, moved)))))


def sentence_redlines(a: str, b: str) -> list[list[Segment]]:
    """The sentences of `a` in order, each as its way to the sentence of `b` that says the same, if there is one.

    A sentence without a counterpart is one segment of op `delete`. For texts too far apart to be one redline.
    """
    left, right = (_sentences(unwrap(text)) for text in (a, b))
    if not left or not right:
        return [[Segment("delete", sentence, "")] for sentence in left]
    keys = [[key_of(sentence) for sentence in side] for side in (left, right)]
    ratios = process.cdist(*keys, scorer=fuzz.ratio, score_cutoff=SAME_SENTENCE)
    best, best_back = ratios.argmax(axis=1), ratios.argmax(axis=0)
    return [
        redline(sentence, right[best[at]])
        if ratios[at, best[at]] and best_back[best[at]] == at
        else [Segment("delete", sentence, "")]
        for at, sentence in enumerate(left)
    ]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str  # what it is compared by
    moved: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    equal: bool
    a: list[_Token]
    b: list[_Token]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    key: str
    tokens: list[_Token]


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def _spelt(text: str) -> list[_Sentence]:
    """The sentences of a text with their tokens."""
    return [
        _Sentence(
            sentence,
            key_of(sentence).rstrip("。；！？"),
            [_Token(token, token_key(token)) for token in tokens(sentence)],
        )
        for sentence in _sentences(text)
    ]


def _moved(left: list[_Sentence], right: list[_Sentence]) -> frozenset[str]:
    """Keys of the sentences that each side has once, but not where the rest of the two texts lets them meet."""
    places = [_places(side) for side in (left, right)]
    shared = [(at, places[1][key]) for key, at in places[0].items() if key in places[1]]
    if shared == sorted(shared, key=lambda pair: pair[1]):
        return frozenset()
    owners = [[number for number, each in enumerate(side) for _ in each.tokens] for side in (left, right)]
    met = Counter(
        (owners[0][op.src_start + step], owners[1][op.dest_start + step])
        for op in _opcodes(_joined(left), _joined(right))
        if op.tag == "equal"
        for step in range(op.src_end - op.src_start)
    )
    return frozenset(left[a].key for a, b in shared if 2 * met[a, b] < len(left[a].tokens))


def _places(sentences: list[_Sentence]) -> dict[str, int]:
    """Where each sentence stands that stands there once and is long enough not to be found again by chance."""
    times = Counter(sentence.key for sentence in sentences)
    return {
        sentence.key: number
        for number, sentence in enumerate(sentences)
        if times[sentence.key] == 1 and len(sentence.key) >= SHORTEST_MOVE
    }


def _joined(sentences: list[_Sentence]) -> list[_Token]:
    return [token for sentence in sentences for token in sentence.tokens]


def _whole(sentences: list[_Sentence], moved: frozenset[str]) -> list[_Token]:
    """The tokens of a side, those of a moved sentence as one."""
    return [
        token
        for sentence in sentences
        for token in (
            [_Token(sentence.text, sentence.key, moved=True)] if sentence.key in moved else sentence.tokens
        )
    ]


def _opcodes(left: list[_Token], right: list[_Token]) -> Opcodes:
    # A moved sentence equals nothing: what stands for it on one side never stands on the other.
    keys = [
        [f"{side}{token.key}" if token.moved else token.key for token in row]
        for side, row in enumerate((left, right))
    ]
    return Indel.opcodes(*keys)


def _steps(left: list[_Token], right: list[_Token]) -> list[_Step]:
    return [
        _Step(op.tag == "equal", left[op.src_start : op.src_end], right[op.dest_start : op.dest_end])
        for op in _opcodes(left, right)
    ]


def _without_islands(steps: list[_Step]) -> Iterator[_Step]:
    """The steps, with short equal stretches between two edits turned into an edit."""
    last = len(steps) - 1
    for place, step in enumerate(steps):
        island = step.equal and 0 < place < last and _is_island(*steps[place - 1 : place + 2])
        yield _Step(step.equal and not island, step.a, step.b)


def _is_island(before: _Step, step: _Step, after: _Step) -> bool:
    length = _length(step.a)
    edits = min(max(_length(edit.a), _length(edit.b)) for edit in (before, after))
    return length <= (WIDE_ISLAND if edits >= LONG * length else ISLAND)


def _length(run: Sequence[_Token]) -> int:
    return sum(len(token.key) for token in run)


def _segments(steps: Iterable[_Step]) -> Iterator[Segment]:
    """One segment for each run of equal steps, and the segments of each run of edits."""
    for equal, run in groupby(steps, key=lambda step: step.equal):
        sides = list(run)
        left, right = chain(*(step.a for step in sides)), chain(*(step.b for step in sides))
        yield from [Segment("equal", _text(left), _text(right))] if equal else _edits(left, right)


def _edits(left: Iterable[_Token], right: Iterable[_Token]) -> Iterator[Segment]:
    """What is gone in its order, then what has come in its order; where the two meet they replace each other."""
    gone = [(moved, _text(run)) for moved, run in groupby(left, key=lambda token: token.moved)]
    come = [(moved, _text(run)) for moved, run in groupby(right, key=lambda token: token.moved)]
    meet = bool(gone and come) and not gone[-1][0] and not come[0][0]
    for moved, text in gone[:-1] if meet else gone:
        yield Segment("moved" if moved else "delete", text, "")
    if meet:
        yield Segment("replace", gone[-1][1], come[0][1])
    for moved, text in come[1:] if meet else come:
        yield Segment("moved" if moved else "insert", "", text)


def _text(run: Iterable[_Token]) -> str:
    return "".join(token.text for token in run)
