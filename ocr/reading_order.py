"""The order in which people read what was found on a page: rows, and columns where the page has them.

Forms, tables and the two-part heads of Decree 30/2020 are read row by row, across the page. Pages
set in columns (gazettes, leaflets) are read column by column. What tells them apart: the lines of
a text column fill it and stand on both sides of one gutter; the cells of a table do not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ocr.page_lines import split_at_wide_gaps
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


def in_reading_order(lines: Sequence[Line], found: Sequence[PixelBox]) -> tuple[Line, ...]:
    """``lines`` joined across a row where they belong together, in reading order.

    Args:
        lines: Pieces of lines in any order.
        found: Boxes of the line finder, in the frame of ``lines``: a gap within one of them divides nothing.
    """
    ordered: list[Line] = []
    for column in _columns(list(lines)):
        for row in _rows(column):
            whole = Line(tuple(word for line in row for word in line.words))
            ordered.extend(split_at_wide_gaps(whole, found))
    return tuple(ordered)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: _middle(line.box)):
        # A long row leans or bends a little: what is compared is its nearest member.
        for row in reversed(rows[-4:]):
            nearest = min(row, key=lambda member: abs(member.box.x0 - line.box.x0))
            if _share_row(nearest.box, line.box):
                row.append(line)
                break
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.x0) for row in rows]


def _share_row(a: Box, b: Box) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    # Two pieces of one row stand side by side; what stands above another shares its columns.
    beside = min(a.x1, b.x1) - max(a.x0, b.x0) < 0.5 * min(a.width, b.width)
    return beside and overlap > _SAME_ROW * min(a.height, b.height)


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _columns(lines: list[Line]) -> list[list[Line]]:
    """Parts of the page to be read one after the other; one part where there are no columns."""
    if len(lines) < 2 * _LEAST_LINES:
        return [lines]
    left = min(line.box.x0 for line in lines)
    right = max(line.box.x1 for line in lines)
    for gutter in _gutters(lines, left, right):
        crossing = [line for line in lines if line.box.x0 < gutter < line.box.x1]
        top, bottom = _longest_band(lines, crossing)
        inside = [line for line in lines if top < _middle(line.box) < bottom and line not in crossing]
        sides = ([x for x in inside if x.box.x1 <= gutter], [x for x in inside if x.box.x0 >= gutter])
        if all(_is_text_column(side, right - left) for side in sides):
            above = [line for line in lines if _middle(line.box) <= top]
            below = [line for line in lines if _middle(line.box) >= bottom]
            return [part for part in (above, *sides, *(_columns(below) if below else [])) if part]
    return [lines]


def _gutters(lines: Sequence[Line], left: float, right: float) -> list[float]:
    """Where a gutter may run: just left of lines that begin in the middle half of the page, most of them first."""
    low, high = left + 0.25 * (right - left), left + 0.75 * (right - left)
    height = sorted(line.box.height for line in lines)[len(lines) // 2]
    starts = [line.box.x0 for line in lines if low < line.box.x0 < high]
    counted = {round(start / height): sum(abs(start - other) < height for other in starts) for start in starts}
    best = sorted(counted, key=lambda at: (-counted[at], at))[:3]
    return [at * height - height / 2 for at in best if counted[at] >= _LEAST_LINES]


def _longest_band(lines: Sequence[Line], crossing: Sequence[Line]) -> tuple[float, float]:
    """Top and bottom of the highest stretch of the page that none of ``crossing`` lies in."""
    borders = sorted(
        [
            min(line.box.y0 for line in lines) - 1,
            *(_middle(line.box) for line in crossing),
            max(x.box.y1 for x in lines),
        ]
    )
    return max(pairwise(borders), key=lambda band: band[1] - band[0])


def _is_text_column(side: Sequence[Line], page_width: float) -> bool:
    if len(side) < _LEAST_LINES:
        return False
    width = max(line.box.x1 for line in side) - min(line.box.x0 for line in side)
    widths = sorted(line.box.width for line in side)
    return width >= _LEAST_WIDTH * page_width and widths[len(widths) // 2] >= _FULL * width
