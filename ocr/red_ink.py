"""What is stamped in red on the head of a page: marks of secrecy and urgency, dates of arrival.

Reading looks at the red channel, in which red ink all but vanishes; that keeps seals out of
the text, and would keep out a red "MẬT" as well. So the ink that is redder than the paper is
read once more by itself, in the upper part of the page, where marks stand (Decree 30/2020/NĐ-CP,
Annex I, places 10a and 10b). Stamps lie as the hand put them: each is levelled by its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.clean_page import without_rules
from ocr.straighten import turned
from records.page_text import Box, Line, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr.model import Raster, Straightening
    from ocr.ports import TextReader

_UPPER = 0.45
"""Share of the page's height; the seal of the body stands below."""
_PAPER = 40
"""How much redder than green and blue yellowed paper and the fringes of black letters may be."""
_LEAST_INK = 0.0005
"""Share of the upper part: a small stamp has several times as much, the fringes of print next to nothing."""
_MOST_STAMPS = 5
_READING_DPI = 200.0
_NEAR = 4.0
"""Millimetres: ink nearer than this belongs to one stamp."""
_SMALLEST = 6.0
"""Millimetres: no stamp with letters on it is shorter."""


def read_red_ink(pixels: Raster, dpi: float, straightening: Straightening, reader: TextReader) -> Sequence[Line]:
    """Lines stamped in red; none for a gray picture or without red ink.

    Boxes are in pixels of the straightened page; every word has the box of its whole stamp.

    Raises:
        Damaged (reading.engine_failed): The engine gave up.
    """
    if pixels.ndim == 2:
        return ()
    coarse = _upper(turned(_redness(pixels[::4, ::4]), straightening))
    if np.count_nonzero(coarse > _PAPER // 2) < _LEAST_INK * coarse.size:
        return ()
    ink = _upper(turned(_redness(pixels), straightening))
    found: list[Line] = []
    scale = min(1.0, _READING_DPI / dpi)
    for place, stamp in _stamps(ink, dpi):
        gray = without_rules(_without_frame(_as_print(stamp)), dpi)
        if scale < 1.0:
            gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        for line in reader.read(gray, dpi * scale):
            # What is left of a frame is read as strokes and dashes.
            words = [word for word in line.words if any(sign.isalpha() for sign in word.text)]
            if words:
                found.append(Line(tuple(Word(word.text, place, word.confidence) for word in words)))
    return tuple(found)


def _stamps(ink: Raster, dpi: float) -> Iterator[tuple[Box, Raster]]:
    """Each stamp's place on the page, and its ink with its long side level; the strongest first."""
    coarse = 4
    near = max(3, round(_NEAR / 25.4 * dpi / coarse))
    small = cv2.resize(ink, None, fx=1 / coarse, fy=1 / coarse, interpolation=cv2.INTER_AREA)
    mask = np.asarray(small > _PAPER // 4, np.uint8)
    joined = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (near, near)))
    count, labels = cv2.connectedComponents(joined)
    smallest = _SMALLEST / 25.4 * dpi / coarse
    clusters = [np.argwhere((labels == label) & (mask > 0))[:, ::-1].astype(np.float32) for label in range(1, count)]
    clusters = [points for points in clusters if len(points) and np.ptp(points, axis=0).max() >= smallest]
    for points in sorted(clusters, key=len, reverse=True)[:_MOST_STAMPS]:
        (x, y), (wide, high), angle = cv2.minAreaRect(points)
        if wide < high:
            wide, high, angle = high, wide, angle + 90
        # People put stamps on so that they read left to right, rising or falling.
        angle = (angle + 90) % 180 - 90
        margin = near
        size = (round((wide + 2 * margin) * coarse), round((high + 2 * margin) * coarse))
        matrix = cv2.getRotationMatrix2D((x * coarse, y * coarse), angle, 1.0)
        matrix[:, 2] += np.array(size) / 2 - np.array([x, y]) * coarse
        level = cv2.warpAffine(ink, matrix, size, flags=cv2.INTER_LINEAR, borderValue=0)
        left, top = points.min(axis=0) * coarse
        right, bottom = (points.max(axis=0) + 1) * coarse
        yield Box(float(left), float(top), float(right), float(bottom)), np.asarray(level, np.uint8)


def _without_frame(gray: Raster) -> Raster:
    """The stamp without what runs around its letters: strokes as long and high as the stamp, and upright bars."""
    ink = np.asarray(gray < 128, np.uint8)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows):
        return gray
    high, wide = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    cleaned = gray.copy()
    for label in range(1, count):
        w, h = int(stats[label, cv2.CC_STAT_WIDTH]), int(stats[label, cv2.CC_STAT_HEIGHT])
        around = w > 0.8 * wide and h > 0.8 * high
        # The sides of a frame whose corners are worn; no letter is six times as high as wide.
        bar = h > 0.6 * high and h > 6 * w
        if around or bar:
            grown = cv2.dilate(np.asarray(labels == label, np.uint8), np.ones((3, 3), np.uint8))
            cleaned[grown > 0] = 255
    return cleaned


def _as_print(ink: Raster) -> Raster:
    """Black on white; pale stamps as dark as fresh ones: the reader needs contrast, not colour."""
    return np.asarray(255 - cv2.convertScaleAbs(ink, alpha=3.0), np.uint8)


def _redness(pixels: Raster) -> Raster:
    """How much red stands over green and blue, less what paper has of it; 0 to 255."""
    others = cv2.max(np.ascontiguousarray(pixels[..., 1]), np.ascontiguousarray(pixels[..., 2]))
    above = cv2.subtract(np.ascontiguousarray(pixels[..., 0]), others)
    return np.asarray(cv2.subtract(above, _PAPER), np.uint8)  # type: ignore[call-overload]  # a scalar is allowed


def _upper(page: Raster) -> Raster:
    return page[: round(page.shape[0] * _UPPER)]
