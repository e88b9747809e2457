"""How far a scanned page is turned, and the lines that are ruled on it, found among its pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pipelines.readers.ruled import Rules

Stroke = tuple[float, float, float, float]  # from left, top to right, bottom, in pixels

INK = 165  # of 255: darker pixels are ink
SHORTEST = 60  # pixels; strokes of characters are shorter
THICKEST = 8  # pixels; a wider bar is no rule
BREAK = 5  # pixels of a rule that a scanner may lose
MEETS = 8  # pixels by which the ends of rules may miss each other
MOST, STEP = 2.0, 0.1  # degrees by which pages are turned, and to which the angle is told
COARSE = 2  # pixels that are looked at as one to tell the angle


def turned_by(pixels: Any) -> float:
    """By how many radians a page is turned: put straight, its lines of ink and the white between them differ most.

    `pixels` are rows, columns, and colours.
    """
    import cv2  # comes with the engine
    import numpy as np

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA)
    ink = (small < INK).astype("float32")
    angles = [math.radians(STEP * at) for at in range(round(-MOST / STEP), round(MOST / STEP) + 1)]
    return max(angles, key=lambda angle: float(np.var(_straight(ink, angle, 0).sum(axis=1))))


def rules_of(pixels: Any, angle: float, points: float) -> Rules:
    """The rules of a page that is turned by `angle` radians; a pixel is so many `points`."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    ink = (_straight(grey, angle, 255) < INK).astype("uint8")
    down = list(_strokes(ink, across=False))
    across = [stroke for stroke in _strokes(ink, across=True) if _joins(stroke, down)]
    down = [stroke for stroke in down if sum(_touches(stroke, rule) for rule in across) > 1]
    return Rules.of(
        (points * left, -points * bottom, points * right, -points * top)
        for left, top, right, bottom in (*down, *across)
    )


def _joins(stroke: Stroke, down: list[Stroke]) -> bool:
    """Whether a stroke across leads from one rule down to another: the strokes of a line of text do not."""
    left, _, right, _ = stroke
    return all(any(abs(end - rule[0]) <= MEETS for rule in down) for end in (left, right))


def _touches(stroke: Stroke, rule: Stroke) -> bool:
    """Whether a stroke down meets a rule across: the strokes of the lines in a cell do not."""
    (at, top, _, bottom), (left, height, right, _) = stroke, rule
    return left - MEETS <= at <= right + MEETS and top - MEETS <= height <= bottom + MEETS


def _straight(picture: Any, angle: float, ground: int) -> Any:
    import cv2
    import numpy as np

    sine, cosine = math.sin(-angle), math.cos(-angle)
    turn = np.array([[cosine, -sine, 0], [sine, cosine, 0]], dtype="float64")
    return cv2.warpAffine(picture, turn, picture.shape[::-1], borderValue=(ground,))


def _strokes(ink: Any, *, across: bool) -> Iterator[Stroke]:
    """The straight strokes across or down, from left, top to right, bottom, each as thin as its middle."""
    import cv2
    import numpy as np

    def bar(length: int) -> Any:
        return np.ones((1, length) if across else (length, 1), "uint8")

    lines = cv2.morphologyEx(
        cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bar(BREAK)), cv2.MORPH_OPEN, bar(SHORTEST)
    )
    _, _, boxes, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for left, top, wide, high, _ in boxes[1:]:  # the first is the ground
        if across and high <= THICKEST:
            yield left, top + high / 2, left + wide, top + high / 2
        elif not across and wide <= THICKEST:
            yield left + wide / 2, top, left + wide / 2, top + high
