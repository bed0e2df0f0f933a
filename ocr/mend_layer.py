"""Put the letters that a page's own text lost back, line by line, from what was read of its picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.page_text import Box, Line, PageText

_REACH = 0.25
"""Of the height of a line: how far above and below its box a letter of it may be centred."""
_WITHIN = 0.5
"""Share of a line's width that lies within the line that takes its place."""


def mend_layer(layer: PageText, lost: Sequence[Box], read: PageText) -> PageText:
    """``layer`` with each line that lost a letter as it was read; the other lines stay letter for letter.

    A line that was read with fewer letters than the layer has there is not taken: the picture hides
    more than the layer lost. All three are in the frame of the page as shown.

    Args:
        layer: What the file holds, confidence 1.
        lost: Boxes of the signs that are drawn and name no character.
        read: The same page read from its picture.
    """
    lines = list(layer.lines)
    for line in read.lines:
        if not any(_holds(line.box, letter) for letter in lost):
            continue
        there = [index for index, old in enumerate(lines) if _lies_within(old.box, line.box)]
        if _letters(line) < sum(_letters(lines[index]) for index in there):
            continue
        place = there[0] if there else _place_of(line, lines)
        lines = [old for index, old in enumerate(lines) if index not in there]
        lines.insert(place, line)
    return replace(layer, lines=tuple(lines))


def _holds(line: Box, letter: Box) -> bool:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    reach = _REACH * line.height
    return line.x0 - line.height <= x <= line.x1 + line.height and line.y0 - reach <= y <= line.y1 + reach


def _lies_within(line: Box, other: Box) -> bool:
    shared = min(line.x1, other.x1) - max(line.x0, other.x0)
    return other.y0 <= (line.y0 + line.y1) / 2 <= other.y1 and shared >= _WITHIN * line.width


def _place_of(line: Line, lines: Sequence[Line]) -> int:
    """Before the first line that begins below it."""
    return next((index for index, other in enumerate(lines) if other.box.y0 > line.box.y0), len(lines))


def _letters(line: Line) -> int:
    return sum(len(word.text) for word in line.words)
