"""From letters with their places to words with their boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from records.folding import normalise
from records.page_text import Box, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


def words_of(
    letters: Sequence[Letter], gray: Raster, box: PixelBox, likelihood: Callable[[float], float]
) -> Iterator[Word] | list[Word]:
    """Words of the line in ``box``; their sides are where the ink of ``gray`` ends.

    ``likelihood`` turns the least of what the network says of a word's letters into the share of such
    words that are right.
    """
    groups = _groups(letters)
    if not groups:
        return []
    ink, origin = _ink_columns(gray, box)
    sides = [_first_ink(ink, origin, groups[0][0].x)]
    for before, after in pairwise(groups):
        sides.extend(_gap(ink, origin, before[-1].x, after[0].x))
    sides.append(_last_ink(ink, origin, groups[-1][-1].x))
    words = []
    for group, left, right in zip(groups, sides[::2], sides[1::2], strict=True):
        text = normalise("".join(letter.sign for letter in group))
        if text and right > left:
            least = min(letter.likelihood for letter in group)
            top, bottom = _ink_rows(gray, box, left, right)
            words.append(Word(text, Box(left, top, right, bottom), likelihood(least)))
    return words


def _groups(letters: Sequence[Letter]) -> list[list[Letter]]:
    groups: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.sign.isspace():
            groups.append([])
        else:
            groups[-1].append(letter)
    return [group for group in groups if group]


def _ink_columns(gray: Raster, box: PixelBox) -> tuple[np.ndarray, int]:
    """Which columns of the line hold ink, and the page's column of the first."""
    margin = int(_MARGIN * (box.y1 - box.y0))
    left, right = max(0, box.x0 - margin), min(gray.shape[1], box.x1 + margin)
    return np.asarray((gray[box.y0 : box.y1, left:right] < _INK).any(axis=0)), left


def _ink_rows(gray: Raster, box: PixelBox, left: float, right: float) -> tuple[float, float]:
    """Top and bottom of the ink of a word; those of its line where there is none."""
    rows = np.flatnonzero((gray[box.y0 : box.y1, int(left) : int(right) + 1] < _INK).any(axis=1))
    return (float(box.y0 + rows[0]), float(box.y0 + rows[-1] + 1)) if len(rows) else (float(box.y0), float(box.y1))


def _first_ink(ink: np.ndarray, origin: int, until: float) -> float:
    """Left side of the first word, whose first letter is near ``until``."""
    found = np.flatnonzero(ink)
    return float(origin + found[0]) if len(found) else until - 1.0


def _last_ink(ink: np.ndarray, origin: int, since: float) -> float:
    """Right side of the last word, whose last letter is near ``since``."""
    found = np.flatnonzero(ink)
    return float(origin + found[-1] + 1) if len(found) else since + 1.0


def _gap(ink: np.ndarray, origin: int, left: float, right: float) -> tuple[float, float]:
    """Where the word whose last letter is at ``left`` ends and the one that begins at ``right`` does."""
    first, last = max(0, int(left) - origin), min(len(ink), int(right) - origin + 1)
    free = ~ink[first:last]
    if not free.any():
        middle = (left + right) / 2
        return middle, middle
    # Ends of the longest run of columns without ink.
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.view(np.int8), [0]))))
    runs = edges.reshape(-1, 2)
    begin, end = runs[np.argmax(runs[:, 1] - runs[:, 0])] + first
    # The network may name a letter a little after its ink ends, or before it begins.
    before, after = np.flatnonzero(ink[:begin]), np.flatnonzero(ink[end:])
    begin = before[-1] + 1 if len(before) else begin
    end = end + after[0] if len(after) else end
    return float(origin + begin), float(origin + end)
