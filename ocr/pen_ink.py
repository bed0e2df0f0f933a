"""Words written with a blue pen: the number, the day and the name that a hand put into a printed page.

A reader trained on print may be sure of what it makes of handwriting. Offices print in black and write in
blue; a page whose print is blue itself says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.straighten import turned
from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster, Straightening
    from records.page_text import Box, Word

MOST_CONFIDENCE = 0.45
"""What is left to a word written by hand: a person looks at it."""
_BLUER = 40
"""By how much blue stands over red in the ink of a pen; scanners fringe black print by some 20."""
_SHARE = 0.15
"""Of a word's ink that must be blue: a tick or a signature often crosses printed words."""
_DARK = 140
_MOST_BLUE_WORDS = 0.3
"""Of a page's words, above which its print is blue."""


def doubt_handwriting(lines: Sequence[Line], pixels: Raster, straightening: Straightening) -> tuple[Line, ...]:
    """``lines`` with little confidence left in words written in blue.

    Args:
        lines: Boxes in pixels of the picture made upright and level.
        pixels: The picture before that; a gray one has no blue.
        straightening: What makes it upright and level.
    """
    if pixels.ndim == 2:
        return tuple(lines)
    red, blue = (np.ascontiguousarray(pixels[::2, ::2, channel]) for channel in (0, 2))
    bluer = np.asarray(cv2.subtract(blue, red), np.uint8)
    if not (bluer > _BLUER).any():
        return tuple(lines)
    pen = turned(bluer, straightening) > _BLUER
    ink = (turned(red, straightening) < _DARK) | pen
    written = {
        (at, place)
        for at, line in enumerate(lines)
        for place, word in enumerate(line.words)
        if _share(pen, ink, word.box) > _SHARE
    }
    if len(written) > _MOST_BLUE_WORDS * sum(len(line.words) for line in lines):
        return tuple(lines)
    return tuple(
        Line(tuple(_doubted(word) if (at, place) in written else word for place, word in enumerate(line.words)))
        for at, line in enumerate(lines)
    )


def _doubted(word: Word) -> Word:
    return replace(word, confidence=min(word.confidence, MOST_CONFIDENCE))


def _share(pen: np.ndarray, ink: np.ndarray, box: Box) -> float:
    place = np.s_[int(box.y0 / 2) : int(box.y1 / 2) + 1, int(box.x0 / 2) : int(box.x1 / 2) + 1]
    inked = int(np.count_nonzero(ink[place]))
    return np.count_nonzero(pen[place]) / inked if inked else 0.0
