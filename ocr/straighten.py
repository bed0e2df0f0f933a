"""Turning pages: quarter turns without loss, then a small angle for recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.model import Straightening

if TYPE_CHECKING:
    from ocr.model import Raster
    from ocr.ports import LineFinder

_LEAST_ANGLE = 0.3
"""Degrees: less does not disturb reading, and is within the error of measuring."""
_MOST_ANGLE = 20.0
"""Degrees: no sheet lies so slanted in a scanner; more is a page without level lines."""
_PROBE = 1600
"""Longest side in pixels of the copy that is measured."""


def find_straightening(gray: Raster, finder: LineFinder) -> Straightening:
    """How ``gray`` becomes upright and level, measured on a small copy."""
    probe = _small(gray)
    angle = _believable(finder.skew(probe))
    # A slanted page could pass for a turned one: orientation is asked of the level page.
    turns = finder.quarter_turns(turned(probe, Straightening(angle=angle)))
    if turns % 2:
        # The rows were columns before: measure again.
        angle = _believable(finder.skew(turned(probe, Straightening(quarter_turns=turns))))
    return Straightening(quarter_turns=turns, angle=angle)


def turned(gray: Raster, straightening: Straightening) -> Raster:
    """``gray`` turned by ``straightening``: quarter turns first, then the angle about the centre, size kept."""
    if straightening.quarter_turns:
        gray = np.ascontiguousarray(np.rot90(gray, straightening.quarter_turns))
    if straightening.angle:
        high, wide = gray.shape[:2]
        matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), straightening.angle, 1.0)
        gray = np.asarray(
            cv2.warpAffine(gray, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
            np.uint8,
        )
    return gray


def _small(gray: Raster) -> Raster:
    scale = _PROBE / max(gray.shape)
    if scale >= 1:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


def _believable(angle: float) -> float:
    return round(angle, 2) if _LEAST_ANGLE <= abs(angle) <= _MOST_ANGLE else 0.0
