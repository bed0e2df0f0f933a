"""What a box on a page hides: pure, in the frame of the page as it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.page_text import Box, PageText, Word

_NEAR = 0.25
"""Points: boxes that are so near touch; a box of a word is as exact as whoever found it."""
_MARGIN = 1.0
"""Points."""


def touches(one: Box, other: Box) -> bool:
    """Whether the boxes have a point in common, or nearly."""
    return (
        one.x0 <= other.x1 + _NEAR
        and other.x0 <= one.x1 + _NEAR
        and one.y0 <= other.y1 + _NEAR
        and other.y0 <= one.y1 + _NEAR
    )


def covers(box: Box, other: Box) -> bool:
    """Whether ``other`` lies in the box, but for a margin as wide as nobody could read in."""
    return (
        box.x0 <= other.x0 + _MARGIN
        and box.y0 <= other.y0 + _MARGIN
        and box.x1 >= other.x1 - _MARGIN
        and box.y1 >= other.y1 - _MARGIN
    )


def words_outside(page: PageText, boxes: Iterable[Box]) -> PageText:
    """The page with the words alone that touch no box; a line of which none is left is gone."""
    hidden = tuple(boxes)
    lines = []
    for line in page.lines:
        clear = tuple(word for word in line.words if not any(touches(word.box, box) for box in hidden))
        if clear:
            lines.append(Line(clear))
    return replace(page, lines=tuple(lines))


def words_hidden(page: PageText, boxes: Sequence[Box]) -> tuple[Word, ...]:
    """The words that touch a box, in reading order."""
    return tuple(word for word in page.words if any(touches(word.box, box) for box in boxes))
