"""From letters with their places to words with their boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from records.folding import normalise
from records.page_text import Box, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocr.model import Raster
    from ocr.ports import PixelBox

_INK = 160
"""Gray below which a pixel is ink, on even paper."""
_MARGIN = 0.15
"""Of the box's height: ink this far outside its left and right side still belongs to the line."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One sign as the network spelt it."""

    sign: str
    likelihood: float
    """0 to 1, as the network says, not calibrated."""
    x: float
    """Pixels from the left side of the page; inside the letter."""
    others: tuple[tuple[str, float], ...] = ()
    """What else a doubted sign may be, with likelihoods; the empty sign says that there is none."""


def words_of(
    letters: Sequence[Letter], gray: Raster, box: PixelBox, likelihood: Callable[[float], float]
) -> list[Word]:
    """Words of the line in ``box``; their sides are where the ink of ``gray`` ends.

    ``likelihood`` turns the least of what the network says of a word's letters into the share of such
    words that are right.
    """
    groups = grouped(letters)
    if not groups:
        return []
    blanks = _Blanks(gray, box)
    sides = [blanks.left]
    for before, after in pairwise(groups):
        sides.extend(blanks.between(before[-1].x, after[0].x))
    sides.append(blanks.right)
    words = []
    for group, left, right in zip(groups, sides[::2], sides[1::2], strict=True):
        text = normalise("".join(letter.sign for letter in group))
        if text and right > left:
            least = min(letter.likelihood for letter in group)
            top, bottom = _ink_rows(gray, box, left, right)
            words.append(Word(text, Box(left, top, right, bottom), likelihood(least)))
    return words


def grouped(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters of each word, in order."""
    groups: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.sign.isspace():
            groups.append([])
        else:
            groups[-1].append(letter)
    return [group for group in groups if group]


def _ink_rows(gray: Raster, box: PixelBox, left: float, right: float) -> tuple[float, float]:
    """Top and bottom of the ink of a word; those of its line where there is none."""
    rows = np.flatnonzero((gray[box.y0 : box.y1, int(left) : int(right) + 1] < _INK).any(axis=1))
    return (float(box.y0 + rows[0]), float(box.y0 + rows[-1] + 1)) if len(rows) else (float(box.y0), float(box.y1))


class _Blanks:
    """The columns of a line without ink, in runs."""

    def __init__(self, gray: Raster, box: PixelBox) -> None:
        margin = int(_MARGIN * (box.y1 - box.y0))
        origin = max(0, box.x0 - margin)
        ink = (gray[box.y0 : box.y1, origin : box.x1 + margin] < _INK).any(axis=0)
        edges = np.flatnonzero(np.diff(ink, prepend=True, append=True)) + origin
        # Runs begin and end by turns; the first and the last may be empty of width where ink reaches the side.
        self._begins: list[int] = edges[::2].tolist()
        self._ends: list[int] = edges[1::2].tolist()
        inked = np.flatnonzero(ink)
        self.left = float(origin + inked[0]) if len(inked) else float(box.x0)
        """Where the ink of the line begins."""
        self.right = float(origin + inked[-1] + 1) if len(inked) else float(box.x1)
        """Where it ends."""

    def between(self, left: float, right: float) -> tuple[float, float]:
        """Ends of the longest blank between ``left``, in or after a letter, and ``right``, in or before the next."""
        first, last = bisect_left(self._ends, left), bisect_right(self._begins, right)
        runs = range(first, last)
        if not runs:
            middle = (left + right) / 2
            return middle, middle
        longest = max(runs, key=lambda at: min(self._ends[at], right) - max(self._begins[at], left))
        return float(self._begins[longest]), float(self._ends[longest])
