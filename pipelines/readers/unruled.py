"""Tables without ruled lines: numbered rows whose cells stand below each other in columns.

Only a table that numbers its rows in the first column is looked for, as responsibility tables do: what else stands in
columns may be text in two columns, or a signature.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipelines.readers.page_table import PageTable, cell_text
from pipelines.readers.set_lines import SAME_LINE, Line, in_rows

Column = tuple[float, float]  # where its text begins and ends
NUMBER, BEGINS = re.compile(r"\d{1,3}"), re.compile(r"\d{1,3}(?:\s|$)")
ROW_STARTS = re.compile(r"\d{1,3}$|[一二三四五六七八九十]{1,3}、|[（(]")
LEAST_ROWS, LEAST_COLUMNS = 3, 3
MAX_PIECES = 2_000  # of one page; what has more is a drawing
ALIGNED = 0.8  # of a character's width by which the middles of a column's numbers may differ
GUTTER = 0.2  # of a character's width that stays white between two columns
NEXT_LINE = 1.6  # heights of a character from one line of a cell to the next, at most
STEP = 1.35  # distances of lines from one line of a cell to the next, at most
BLANK = 3.5  # heights that part a table from what stands above or below it
EMPTY = 0.8  # heights that an empty cell counts as being out of its place


def unruled_tables(pages: Sequence[Sequence[Line]]) -> dict[int, list[PageTable]]:
    """The tables by page number, from the pieces of each page's lines: those of a row are not put together yet."""
    pages = [page if len(page) <= MAX_PIECES else () for page in pages]
    numbers = _numbers(pages)
    if len(numbers) < LEAST_ROWS:
        return {}
    columns = _columns([piece for page in pages for piece in _between(page, numbers)])
    if len(columns) < LEAST_COLUMNS:
        return {}
    regions = list(_regions(pages, columns, numbers))
    ways = ([_table(*region, columns, level) for region in regions] for level in (_first_line, _middle_line))
    best = min(ways, key=lambda tables: sum(off for _, off in tables))
    return {one.page: [one] for one, _ in best}


def are_numbered(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether so many lines begin with a number by itself that there may be such a table."""
    return sum(BEGINS.match(line.text) is not None for page in pages for line in page) >= LEAST_ROWS


def _numbers(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The pieces that number the rows: 1, 2, 3 … below each other, each with text to its right."""
    shown = [
        piece
        for page in pages
        for piece in sorted([one for one in page if NUMBER.fullmatch(one.text)], key=Line.place)
        if any(_beside(other, piece) for other in page)
    ]
    chains = (_chain(shown[at:]) for at, piece in enumerate(shown) if piece.text == "1")
    return max(chains, key=len, default=[])


def _chain(pieces: Sequence[Line]) -> list[Line]:
    found = [pieces[0]]
    for piece in pieces[1:]:
        below = abs(_middle(piece) - _middle(found[-1])) < ALIGNED * (piece.top - piece.bottom)
        if below and int(piece.text) == len(found) + 1:
            found.append(piece)
    return found


def _middle(piece: Line) -> float:
    return (piece.left + piece.right) / 2


def _height(piece: Line) -> float:
    return (piece.top + piece.bottom) / 2


def _is_level(piece: Line, other: Line) -> bool:
    """Whether two pieces stand on one line, or half a line off."""
    return abs(_height(piece) - _height(other)) < piece.top - piece.bottom


def _beside(piece: Line, number: Line) -> bool:
    return piece.left > number.right and _is_level(piece, number)


def _columns(pieces: Sequence[Line]) -> list[Column]:
    """The stretches of the page's width that text fills, parted by gutters."""
    columns: list[Column] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        white = GUTTER * (piece.top - piece.bottom)
        if columns and piece.left - columns[-1][1] < white:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.right))
        else:
            columns.append((piece.left, piece.right))
    return columns


def _column_of(piece: Line, columns: list[Column]) -> int | None:
    """The one column that the piece fits into."""
    reached = [at for at, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]
    return reached[0] if len(reached) == 1 else None


def _pitch(pages: Sequence[Sequence[Line]], numbers: Sequence[Line], columns: list[Column]) -> float:
    """The distance of lines in the table's cells; from a row to the next it may be larger."""
    steps = sorted(
        above.top - below.top
        for page in pages
        for column in range(len(columns))
        for above, below in pairwise(
            sorted(
                [one for one in _between(page, numbers) if _column_of(one, columns) == column], key=Line.place
            )
        )
        if above.top - below.top > SAME_LINE * (above.top - above.bottom)
    )
    return steps[len(steps) // 4] if steps else 0.0


def _of_page(numbers: Sequence[Line], page: Sequence[Line]) -> list[Line]:
    return [one for one in numbers if page and one.page == page[0].page]


def _between(page: Sequence[Line], numbers: Sequence[Line]) -> Iterator[Line]:
    """What stands between the first and the last number of a page, but by itself on no line: cells, surely."""
    heights = [_height(one) for one in _of_page(numbers, page)]
    if heights:
        rows = [piece for piece in page if min(heights) - 1 <= _height(piece) <= max(heights) + 1]
        yield from (one for one in rows if any(_is_level(one, other) for other in rows if other is not one))


def _regions(
    pages: Sequence[Sequence[Line]], columns: list[Column], numbers: Sequence[Line]
) -> Iterator[tuple[list[Line], bool]]:
    """The pieces of each page that stand in the table, from the top, and whether they go on from the page before."""
    pitch = _pitch(pages, numbers, columns)
    goes_on = False
    for page in pages:
        ordered = sorted(page, key=Line.place)
        inside = _region(ordered, columns, _of_page(numbers, page), pitch, goes_on)
        if inside:
            yield inside, goes_on
        goes_on = bool(inside) and inside[-1] is ordered[-1]


def _region(
    ordered: list[Line], columns: list[Column], numbers: Sequence[Line], pitch: float, goes_on: bool
) -> list[Line]:
    if not ordered or not (numbers or goes_on):
        return []
    start = ordered.index(numbers[0]) if numbers else 0
    end = ordered.index(numbers[-1]) + 1 if numbers else 0
    while start and _stands_above(ordered[start - 1], ordered[start], columns):
        start -= 1
    while end < len(ordered) and _stands_below(ordered[end], ordered[start:end], columns, pitch):
        end += 1
    if not goes_on:
        start += _lone(ordered[start:end], columns)
    return ordered[start:end]


def _stands_above(piece: Line, table: Line, columns: list[Column]) -> bool:
    """Whether a piece above the first number belongs to its row or to the head; a heading may stand between them."""
    near = piece.top - table.top < BLANK * (piece.top - piece.bottom)
    return near and (piece.right < columns[-1][0] or _column_of(piece, columns) is not None)


def _stands_below(piece: Line, table: list[Line], columns: list[Column], pitch: float) -> bool:
    """Whether a piece below the last number goes on with a cell of its row."""
    column = _column_of(piece, columns)
    above = [one for one in table if _column_of(one, columns) == column]
    next_line = not table or any(one.top - piece.top < STEP * pitch for one in above)
    return column is not None and (next_line or any(_is_level(one, piece) for one in table))


def _lone(pieces: Sequence[Line], columns: list[Column]) -> int:
    """How many pieces at the top stand on lines by themselves: a title, not the head of the table."""
    for at, piece in enumerate(pieces):
        if len({_column_of(one, columns) for one in pieces if _is_level(one, piece)}) > 1:
            return at
    return 0


def _table(
    pieces: Sequence[Line], goes_on: bool, columns: list[Column], level: Callable[[Sequence[Line]], float]
) -> tuple[PageTable, float]:
    """The cells of a page, each line in the row whose number its cell is level with; and how far they are off."""
    cells: list[list[Line]] = [[] for _ in columns]
    for piece in pieces:
        cells[_column_of(piece, columns) or 0].append(piece)
    anchors = _anchors(in_rows(cells[0]))
    splits = [_split(in_rows(column), anchors, level, goes_on) for column in cells[1:]]
    rows = (
        (_text(anchor), *(_text(parts[at]) for _, parts in splits))
        for at, anchor in enumerate([[], *anchors])
    )
    found = PageTable(
        pieces[0].page,
        tuple(row for row in rows if any(row)),
        min(piece.left for piece in pieces),
        min(piece.bottom for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
    )
    return found, sum(off for off, _ in splits)


def _anchors(column: Sequence[Line]) -> list[list[Line]]:
    """The cells of the first column: a number or a heading each, and the lines of its head."""
    found: list[list[Line]] = []
    for piece in column:
        step = found[-1][-1].top - piece.top if found else 0.0
        if found and not ROW_STARTS.match(piece.text) and step < NEXT_LINE * (piece.top - piece.bottom):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _first_line(cell: Sequence[Line]) -> float:
    return _height(cell[0])


def _middle_line(cell: Sequence[Line]) -> float:
    return (cell[0].top + cell[-1].bottom) / 2


def _split(
    lines: Sequence[Line],
    anchors: Sequence[Sequence[Line]],
    level: Callable[[Sequence[Line]], float],
    goes_on: bool,
) -> tuple[float, list[Sequence[Line]]]:
    """The lines of a column in as many cells as there are anchors, each as level with its anchor as can be, behind
    a first part that goes on from the page before; and how far they are out of level together."""
    # best[n]: the cost of the first n lines in the cells so far, and where each of these cells ends
    starts = range(len(lines) + 1) if goes_on else range(1)
    best: dict[int, tuple[float, list[int]]] = {start: (0.0, [start]) for start in starts}
    for anchor, ends in zip(anchors, _ends(lines, anchors), strict=True):
        empty = EMPTY * (anchor[0].top - anchor[0].bottom)
        further: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, before) in best.items():
            for end in ends[bisect_left(ends, start) :]:
                off = abs(level(lines[start:end]) - level(anchor)) if end > start else empty
                if end not in further or cost + off < further[end][0]:
                    further[end] = (cost + off, [*before, end])
        best = further
    cost, found = best[len(lines)]
    return cost, [lines[start:end] for start, end in pairwise([0, *found])]


def _ends(lines: Sequence[Line], anchors: Sequence[Sequence[Line]]) -> Iterator[range]:
    """After how many lines each cell may end: below its anchor's line, and above that of the next."""
    heights = [-_height(line) for line in lines]  # from the top
    above = [
        bisect_left(heights, -_height(anchor[0]) - SAME_LINE * (anchor[0].top - anchor[0].bottom))
        for anchor in anchors
    ]
    for first, last in pairwise([*above, len(lines)]):
        yield range(first, last + 1)


def _text(lines: Sequence[Line]) -> str:
    return cell_text("\n".join(line.text for line in lines))
