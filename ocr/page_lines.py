"""Lines as people see them: columns that stand side by side are lines of their own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from records.folding import fold
from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.ports import PixelBox
    from records.page_text import Word

_WIDE_GAP = 3.0
"""Line heights. The heads of Decree 30/2020 put agency and quốc hiệu on one level, often this far apart."""
_FOUND_GAP = 2.0
"""Line heights from which a gap divides a line if the line finder saw nothing in it."""
_POINTS = " .,;:-–—*\"“”'"
_STATE = ("cong", "hoa", "xa", "hoi", "chu", "nghia", "viet", "nam")
_MOTTO = ("doc", "lap", "tu", "do", "hanh", "phuc")
"""Quốc hiệu and tiêu ngữ: what stands left of them on their level is the agency's (Decree 30/2020, Annex I, Part I)."""


def split_columns(line: Line, found: Sequence[PixelBox] = ()) -> tuple[Line, ...]:
    """``line`` cut, left to right, where one column ends and the next begins.

    That is where the gap between two words is wider than some three line heights, and before the
    name and the motto of the state, however near. With ``found``, the boxes of the line finder in
    the frame of ``line``, smaller gaps divide too where they lie in none of the boxes: the finder
    saw two columns there.
    """
    heights = sorted(word.box.height for word in line.words)
    height = heights[len(heights) // 2]
    parts: list[list[Word]] = [[line.words[0]]]
    state = _beginning_of_state(line)
    for index, (before, word) in enumerate(pairwise(line.words), start=1):
        gap = word.box.x0 - before.box.x1
        if (
            index == state
            or gap > _WIDE_GAP * height
            or (gap > _FOUND_GAP * height and found and not _in_one_box(before, word, found))
        ):
            parts.append([])
        parts[-1].append(word)
    return tuple(Line(tuple(part)) for part in parts)


def _beginning_of_state(line: Line) -> int | None:
    """Index of the word with which the name or the motto of the state begins; None where neither is whole."""
    said = [(index, fold(word.text).strip(_POINTS)) for index, word in enumerate(line.words)]
    said = [(index, each) for index, each in said if each]  # a dash between two parts of the motto
    words = tuple(each for _, each in said)
    for wanted in (_STATE, _MOTTO):
        begin = said[-len(wanted)][0] if words[-len(wanted) :] == wanted else None
        # Running text that names the state, in small letters, is one line.
        if begin is not None and (wanted is _MOTTO or all(word.text.isupper() for word in line.words[begin:])):
            return begin
    return None


def _in_one_box(before: Word, word: Word, found: Sequence[PixelBox]) -> bool:
    x = (before.box.x1 + word.box.x0) / 2
    y = (before.box.y0 + before.box.y1 + word.box.y0 + word.box.y1) / 4
    return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in found)
