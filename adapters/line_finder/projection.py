"""Lines, orientation and skew by classical means: ink profiles and letters, no network, OpenCV alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from adapters.line_finder.letters import Letters, find_letters
from ocr.ports import LineFinder, PixelBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster

_SIDE = 1754
"""Longest side of the copy lines are found on: A4 at 150 dots an inch."""
_SKEW_SIDE = 1200
_MOST_SKEW = 15.0
_FEWEST_PIXELS = 200
"""Of ink; with less no angle can be told."""
_LONG_ROW = 8
"""Letters."""


class ProjectionLineFinder(LineFinder):
    """The fallback for ``TrueocrLineFinder``.

    Orientation: upright letters form long rows and stand on one baseline, while their tops
    differ (marks, ascenders, capitals). Skew: the
    angle at which the profile is most jagged. Lines: letters that stand side by side.
    """

    name = "projection-1"

    def __init__(self) -> None:
        cv2.setNumThreads(1)

    def quarter_turns(self, gray: Raster) -> int:
        small, _ = _shrunk(gray, _SIDE)
        across, along = find_letters(small), find_letters(np.ascontiguousarray(np.rot90(small)))
        on_side = _row_strength(along) > _row_strength(across)
        letters, turns = (along, 1) if on_side else (across, 0)
        return turns + 2 if _upside_down(letters) else turns

    def skew(self, gray: Raster) -> float:
        small, _ = _shrunk(gray, _SKEW_SIDE)
        letters = find_letters(small)
        ys, xs = np.nonzero(letters.ink)
        if len(ys) < _FEWEST_PIXELS:
            return 0.0
        # An even sample of the ink says the same as all of it.
        step = max(1, len(ys) // 60_000)
        y, x = ys[::step].astype(np.float32), xs[::step].astype(np.float32) - small.shape[1] / 2
        reach = int(small.shape[1] * np.tan(np.radians(_MOST_SKEW))) + 2
        bins = small.shape[0] + 2 * reach

        def jaggedness(angle: float) -> float:
            rows = (y - x * np.float32(np.tan(np.radians(angle))) + reach).astype(np.int32)
            profile = np.bincount(rows, minlength=bins).astype(np.float32)
            return float(np.square(np.diff(profile)).sum())

        best = 0.0
        for reach_of, by in ((_MOST_SKEW, 0.5), (0.5, 0.1)):
            angles = np.arange(best - reach_of, best + reach_of + by / 2, by)
            best = float(max(angles, key=jaggedness))
        return best if abs(best) <= _MOST_SKEW else 0.0

    def lines(self, gray: Raster) -> Sequence[PixelBox]:
        small, scale = _shrunk(gray, _SIDE)
        letters = find_letters(small)
        height, width = gray.shape
        found = []
        for x0, y0, x1, y1 in letters.lines():
            box = PixelBox(
                max(0, int(x0 / scale)),
                max(0, int(y0 / scale)),
                min(width, int(np.ceil(x1 / scale))),
                min(height, int(np.ceil(y1 / scale))),
            )
            if box.x1 > box.x0 and box.y1 > box.y0:
                found.append(box)
        return found


def _shrunk(gray: Raster, side: int) -> tuple[Raster, float]:
    scale = min(1.0, side / max(gray.shape))
    if scale == 1.0:
        return gray, 1.0
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _row_strength(letters: Letters) -> int:
    """How many letters stand in long rows: few on a page seen from its side."""
    return sum(len(row) for row in letters.rows() if len(row) >= _LONG_ROW)


def _upside_down(letters: Letters) -> bool:
    """Whether the even side of the lines is above: letters share a baseline, their tops differ."""
    even_tops = even_bottoms = 0
    for row in letters.rows():
        if len(row) < _LONG_ROW:
            continue
        # Neighbours are compared, so that a line that leans a little counts as well.
        even_tops += int(np.count_nonzero(np.abs(np.diff(row[:, 1])) <= 1))
        even_bottoms += int(np.count_nonzero(np.abs(np.diff(row[:, 3])) <= 1))
    return even_tops > even_bottoms
