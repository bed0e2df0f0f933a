"""Lines as people see them: columns that stand side by side are lines of their own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.ports import PixelBox
    from records.page_text import Word

_WIDE_GAP = 3.0
"""Line heights. The heads of Decree 30/2020 put agency and quốc hiệu on one level, often this far apart."""
_FOUND_GAP = 2.0
"""Line heights from which a gap divides a line if the line finder saw nothing in it."""


def split_at_wide_gaps(line: Line, found: Sequence[PixelBox] = ()) -> tuple[Line, ...]:
    """``line`` cut where the gap between two words is wider than some three line heights, left to right.

    With ``found``, the boxes of the line finder in the frame of ``line``, smaller gaps divide
    too where they lie in none of the boxes: the finder saw two columns there.
    """
    heights = sorted(word.box.height for word in line.words)
    height = heights[len(heights) // 2]
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        gap = word.box.x0 - before.box.x1
        if gap > _WIDE_GAP * height or (gap > _FOUND_GAP * height and found and not _in_one_box(before, word, found)):
            parts.append([])
        parts[-1].append(word)
    return tuple(Line(tuple(part)) for part in parts)


def _in_one_box(before: Word, word: Word, found: Sequence[PixelBox]) -> bool:
    x = (before.box.x1 + word.box.x0) / 2
    y = (before.box.y0 + before.box.y1 + word.box.y0 + word.box.y1) / 4
    return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in found)
