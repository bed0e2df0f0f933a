"""Letters of a page and the lines they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ocr.model import Raster

_LETTER = (5, 60)
"""Pixels: heights of what may be a letter, on a copy of some 150 dots an inch."""
_TYPICAL = 12.0
_REACH = 0.9
"""Letter heights that a letter reaches to either side to join its neighbour: blanks are bridged, columns are not."""
_BODY = 0.3
"""Letter heights above and below a letter's middle within which a neighbour stands on the same line."""

Rectangle = tuple[float, float, float, float]
Boxes = npt.NDArray[np.int32]
"""Rows of left, top, right, bottom in pixels."""


@dataclass(slots=True)
class Letters:
    """Connected pieces of ink of a page."""

    ink: Raster
    """1 where there is ink of letters and their marks; rules, pictures and specks are left out."""
    boxes: Boxes
    """One row a letter. Marks and dots are not letters."""
    height: float
    """Of a typical letter, in pixels."""
    _rows: list[Boxes] | None = field(default=None, init=False)

    def rows(self) -> list[Boxes]:
        """Letters that stand side by side: one array a line, from left to right."""
        if self._rows is None:
            tall = self.boxes[:, 3] - self.boxes[:, 1] > 2.2 * self.height
            # Large headings join each other, not the letters of the text around them.
            self._rows = [
                *_joined(self.boxes[~tall], self.height, self.ink.shape, fewest=1),
                *_joined(self.boxes[tall], 2.5 * self.height, self.ink.shape, fewest=3),
            ]
        return self._rows

    def lines(self) -> list[Rectangle]:
        """Boxes around the rows with room for the marks on capitals and under vowels, top to bottom."""
        lines = []
        for row in self.rows():
            # Single letters that were joined to a mark of the next line must not stretch the whole line.
            top = float(np.percentile(row[:, 1], 10))
            bottom = float(np.percentile(row[:, 3], 90))
            left, right = 0.1 * self.height, 0.4 * self.height  # a full stop is too small to be a letter
            lines.append(
                (
                    float(row[:, 0].min()) - left,
                    top - 0.3 * self.height,
                    float(row[:, 2].max()) + right,
                    bottom + 0.15 * self.height,
                )
            )
        return sorted(lines, key=lambda line: line[1])


def find_letters(gray: Raster) -> Letters:
    """The letters of ``gray``, a page of some 1750 pixels on its longer side."""
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(gray, (3, 3), 0), 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 14
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, wide, high, area = (stats[:, column] for column in range(5))
    fits = (high <= _LETTER[1]) & (wide <= 4 * _LETTER[1]) & (area >= 3)
    fits[0] = False
    # A piece that is far longer than high is what is left of a rule.
    fits &= (wide < 12 * high) & (high < 12 * wide)
    letters = fits & (high >= _LETTER[0]) & (area >= 8)
    heights = high[letters]
    height = float(np.median(heights[heights >= 6])) if (heights >= 6).sum() >= 10 else _TYPICAL
    letters &= (high >= 0.5 * height) | ((wide >= 0.5 * height) & (high >= 0.35 * height))
    boxes = np.stack([x, y, x + wide, y + high], axis=1)[letters].astype(np.int32)
    kept = np.zeros(count, np.uint8)
    kept[fits] = 1
    return Letters(ink=kept[labels], boxes=boxes, height=height)


def _joined(boxes: Boxes, height: float, shape: tuple[int, ...], *, fewest: int) -> list[Boxes]:
    if not len(boxes):
        return []
    # A thin band through the middle of each letter, reaching to both sides: bands that touch are one line.
    bands = np.zeros(shape[:2], np.uint8)
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    tops = np.maximum(0, middles - _BODY * height).astype(int)
    bottoms = (middles + _BODY * height).astype(int) + 1
    lefts = np.maximum(0, boxes[:, 0] - _REACH * height).astype(int)
    rights = (boxes[:, 2] + _REACH * height).astype(int)
    for top, bottom, left, right in zip(tops, bottoms, lefts, rights, strict=True):
        bands[top:bottom, left:right] = 1
    _, labels = cv2.connectedComponents(bands, connectivity=4)
    belongs = labels[
        np.clip(middles.astype(int), 0, shape[0] - 1), np.clip((boxes[:, 0] + boxes[:, 2]) // 2, 0, shape[1] - 1)
    ]
    order = np.lexsort((boxes[:, 0], belongs))
    borders = np.flatnonzero(np.diff(belongs[order])) + 1
    rows = np.split(boxes[order], borders)
    return [row for row in rows if len(row) >= fewest and (len(row) > 1 or _stands_alone(row[0], height))]


def _stands_alone(box: Boxes, height: float) -> bool:
    """Whether a piece with no neighbour is a sign (a page number) and no speck."""
    wide, high = int(box[2] - box[0]), int(box[3] - box[1])
    return 0.7 * height <= high <= 2.2 * height and wide >= 0.2 * height
