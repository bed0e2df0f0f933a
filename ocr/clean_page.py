"""A page made ready for the reading engine: even paper, no ruling lines, no dotted leaders, nothing but text.

Most errors of page-wise OCR are lines lost to tables, leaders, stamps and shadows, not letters
misread. The background is made even *first*: whatever is painted pure white on tinted paper
moves the engine's threshold, and the whole page turns black.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from ocr.model import Raster


def reading_channel(pixels: Raster) -> Raster:
    """Gray for reading: the red channel of a colour page, in which red seals all but vanish."""
    return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[..., 0])


def even_background(gray: Raster) -> Raster:
    """``gray`` divided by its paper: shadows, yellowed paper and tints become white."""
    small = cv2.resize(gray, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    # The brightest of a neighbourhood is paper; the median takes specks and pictures' edges out.
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(paper, 1), scale=255), np.uint8)


def without_rules(gray: Raster, dpi: float) -> Raster:
    """``gray`` (even background) with ruling lines and dotted leaders painted white."""
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(gray, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 18
    )
    cleaned = gray.copy()
    # 11 mm: longer than any stroke of a letter.
    length = max(3, round(130 * dpi / 300))
    # All are found before any is taken out: the lines between rows would cut those between columns to pieces.
    rules: Raster | None = None
    for kernel, margin in (((length, 1), (3, 5)), ((1, length), (5, 3))):
        opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        found = np.asarray(opened, np.uint8)
        if cv2.hasNonZero(found):
            found = np.asarray(
                cv2.dilate(found, cv2.getStructuringElement(cv2.MORPH_RECT, margin), dst=found), np.uint8
            )
            rules = found if rules is None else np.asarray(cv2.max(rules, found, dst=rules), np.uint8)
    if rules is not None:
        cv2.max(cleaned, rules, dst=cleaned)
        cv2.subtract(ink, rules, dst=ink)
    for x, y, wide, high in _leaders(np.asarray(ink, np.uint8), dpi):
        cleaned[max(0, y - 3) : y + high + 3, max(0, x - 3) : x + wide + 3] = 255
    return cleaned


def _leaders(ink: Raster, dpi: float) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of dots that stand in a row of six or more at even distances."""
    # Half size is enough to tell dots by, and a quarter of the work.
    half = (cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) > 96).astype(np.uint8)
    scale = dpi / 600
    _, _, stats, centres = cv2.connectedComponentsWithStats(half, connectivity=8)
    side = round(13 * scale) + 1
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    dots = np.flatnonzero((wide <= side) & (high <= side))
    dots = dots[dots > 0]
    if len(dots) < 6:
        return []
    leaders: set[int] = set()
    x, y = centres[dots, 0], centres[dots, 1]
    # Rows are bands of half a millimetre; a second pass half a band lower finds rows that lie on a border.
    for shift in (0.0, 3 * scale):
        band = ((y + shift) // (6 * scale)).astype(int)
        order = np.lexsort((x, band))
        gaps = np.diff(x[order])
        joined = (np.diff(band[order]) == 0) & (gaps > 5 * scale) & (gaps < 34 * scale)
        # Runs of joined neighbours: between two borders all are joined.
        borders = np.flatnonzero(~np.concatenate(([False], joined, [False])))
        for first, last in pairwise(borders):
            if last - first < 6:
                continue
            inside = gaps[first : last - 1]
            if np.median(np.abs(inside - np.median(inside))) < 4 * scale:
                leaders.update(dots[order[first:last]].tolist())
    return [(2 * int(box[0]), 2 * int(box[1]), 2 * int(box[2]), 2 * int(box[3])) for box in stats[sorted(leaders), :4]]
