"""Lines as people see them: columns that stand side by side are lines of their own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from records.page_text import Line

if TYPE_CHECKING:
    from records.page_text import Word

_WIDE_GAP = 3.0
"""Line heights. The heads of Decree 30/2020 put agency and quốc hiệu on one level, at least this far apart."""


def split_at_wide_gaps(line: Line) -> tuple[Line, ...]:
    """``line`` cut where the gap between two words is wider than some three line heights, left to right."""
    heights = sorted(word.box.height for word in line.words)
    wide = _WIDE_GAP * heights[len(heights) // 2]
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.box.x0 - before.box.x1 > wide:
            parts.append([])
        parts[-1].append(word)
    return tuple(Line(tuple(part)) for part in parts)
