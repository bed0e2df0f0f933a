"""The order in which people read what was found on a page: rows, and columns where the page has them.

Forms, tables and the two-part heads of Decree 30/2020 are read row by row, across the page. Pages
set in columns (gazettes, leaflets) are read column by column. What tells them apart: the lines of
a text column fill it and stand on both sides of one gutter; the cells of a table do not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ocr.page_lines import split_columns
from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.ports import PixelBox
    from records.page_text import Box

_LEAST_LINES = 6
"""On each side of a gutter, for its sides to be columns."""
_FULL = 0.75
"""Of a column's width: how far the middle one of its lines must reach."""
_LEAST_WIDTH = 0.25
"""Of the page's width: no column of text is narrower."""
_SAME_ROW = 0.5
"""Of the lower of two heights: how much they must overlap to stand in one row."""


class _Piece:
    """A piece of a line with its box, which is worked out once."""

    __slots__ = ("box", "line", "middle")

    def __init__(self, line: Line, box: Box) -> None:
        self.line = line
        self.box = box
        self.middle = (box.y0 + box.y1) / 2


def in_reading_order(lines: Sequence[Line], found: Sequence[PixelBox]) -> tuple[Line, ...]:
    """``lines`` joined across a row where they belong together, in reading order.

    Args:
        lines: Pieces of lines in any order.
        found: Boxes of the line finder, in the frame of ``lines``: a gap within one of them divides nothing.
    """
    ordered: list[Line] = []
    for column in _columns([_Piece(line, line.box) for line in lines]):
        for row in _rows(column):
            whole = Line(tuple(word for piece in row for word in piece.line.words))
            ordered.extend(split_columns(whole, found))
    return tuple(ordered)


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        # A long row leans or bends a little: what is compared is its nearest member.
        for row in reversed(rows[-4:]):
            nearest = min(row, key=lambda member: abs(member.box.x0 - piece.box.x0))
            if _share_row(nearest.box, piece.box):
                row.append(piece)
                break
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box.x0) for row in rows]


def _share_row(a: Box, b: Box) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    # Two pieces of one row stand side by side; what stands above another shares its columns.
    beside = min(a.x1, b.x1) - max(a.x0, b.x0) < 0.5 * min(a.width, b.width)
    return beside and overlap > _SAME_ROW * min(a.height, b.height)


def _columns(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Parts of the page to be read one after the other; one part where there are no columns."""
    if len(pieces) < 2 * _LEAST_LINES:
        return [pieces]
    left = min(piece.box.x0 for piece in pieces)
    right = max(piece.box.x1 for piece in pieces)
    for gutter in _gutters(pieces, left, right):
        crossing = [piece for piece in pieces if piece.box.x0 < gutter < piece.box.x1]
        top, bottom = _longest_band(pieces, crossing)
        inside = [piece for piece in pieces if top < piece.middle < bottom and not piece.box.x0 < gutter < piece.box.x1]
        sides = ([x for x in inside if x.box.x1 <= gutter], [x for x in inside if x.box.x0 >= gutter])
        if all(_is_text_column(side, right - left) for side in sides):
            above = [piece for piece in pieces if piece.middle <= top]
            below = [piece for piece in pieces if piece.middle >= bottom]
            return [part for part in (above, *sides, *(_columns(below) if below else [])) if part]
    return [pieces]


def _gutters(pieces: Sequence[_Piece], left: float, right: float) -> list[float]:
    """Where a gutter may run: just left of pieces that begin in the middle half of the page, most of them first."""
    low, high = left + 0.25 * (right - left), left + 0.75 * (right - left)
    height = sorted(piece.box.height for piece in pieces)[len(pieces) // 2]
    starts = [piece.box.x0 for piece in pieces if low < piece.box.x0 < high]
    counted = {round(start / height): sum(abs(start - other) < height for other in starts) for start in starts}
    best = sorted(counted, key=lambda at: (-counted[at], at))[:3]
    return [at * height - height / 2 for at in best if counted[at] >= _LEAST_LINES]


def _longest_band(pieces: Sequence[_Piece], crossing: Sequence[_Piece]) -> tuple[float, float]:
    """Top and bottom of the highest stretch of the page that none of ``crossing`` lies in."""
    borders = sorted(
        [
            min(piece.box.y0 for piece in pieces) - 1,
            *(piece.middle for piece in crossing),
            max(x.box.y1 for x in pieces),
        ]
    )
    return max(pairwise(borders), key=lambda band: band[1] - band[0])


def _is_text_column(side: Sequence[_Piece], page_width: float) -> bool:
    if len(side) < _LEAST_LINES:
        return False
    width = max(piece.box.x1 for piece in side) - min(piece.box.x0 for piece in side)
    widths = sorted(piece.box.width for piece in side)
    return width >= _LEAST_WIDTH * page_width and widths[len(widths) // 2] >= _FULL * width
