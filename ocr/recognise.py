"""Read the lines of a clean page: the cheap reader first, the dear one where the first doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.reading_order import in_reading_order
from ocr.second_opinion import joined_readings
from ocr.shine_through import without_shine
from records.effort import Effort
from records.folding import fold
from records.page_text import Box, Line, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster
    from ocr.ports import LineReader, PixelBox, TextReader

_DPI = 200.0
"""The page reader reads 200 as well as 300 and takes a third less time."""
_SMALLER_ABOVE = 210.0
_BETWEEN = 0.12
"""Inches of paper around and between the lines on the sheet of the page reader."""
_DOUBTED_BELOW = 0.6
"""Confidence of its least certain word below which a line is read once more."""
_WEIGHTY = re.compile(r"^so\b|ngay.*thang.*nam")
"""A line with the number or the date of a document (Decree 30/2020, Annex I), often filled in by hand."""
_NOTHING_BELOW = 0.25
"""Mean confidence of the first reader below which a line is dirt, the shine of the other side, or a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """The two readers of lines, and how they share the work."""

    lines: LineReader
    page: TextReader
    effort: Effort = Effort.BALANCED

    @property
    def name(self) -> str:
        """Everything that decides how lines are read."""
        second = "" if self.effort is Effort.FAST else f"+{self.page.name}"
        return f"{self.lines.name}{second}+{self.effort}"


def recognise(gray: Raster, dpi: float, boxes: Sequence[PixelBox], readers: Readers) -> tuple[Line, ...]:
    """The lines in ``boxes`` of a clean, upright, level page, in reading order.

    Raises:
        Damaged (reading.engine_failed): The page reader gave up on this page.
        Misconfigured (reading.no_engine): A reader or its data is missing.
    """
    if not boxes:
        return ()
    lines = list(readers.lines.read(gray, boxes))
    # Judged by the first reader alone: doubt cast by the second must not make a line vanish.
    lines = [line if line and _mean(line) >= _NOTHING_BELOW else None for line in lines]
    doubted = _doubted(lines, readers.effort)
    if doubted:
        second = _second_readings(gray, dpi, [boxes[at] for at in doubted], readers.page)
        for at, other in zip(doubted, second, strict=True):
            lines[at] = joined_readings(lines[at], other)
    return in_reading_order(without_shine([line for line in lines if line], gray), boxes)


def _second_readings(gray: Raster, dpi: float, boxes: Sequence[PixelBox], reader: TextReader) -> list[Line | None]:
    """What ``reader`` says of each of ``boxes``: it gets them one below the other on a sheet of their own."""
    scale = _DPI / dpi if dpi > _SMALLER_ABOVE else 1.0
    strips = [_strip(gray, box, scale) for box in boxes]
    gap = round(_BETWEEN * _DPI)
    sheet = np.full(
        (gap + sum(strip.shape[0] + gap for strip in strips), 2 * gap + max(strip.shape[1] for strip in strips)),
        255,
        np.uint8,
    )
    tops = []
    y = gap
    for strip in strips:
        tops.append(y)
        sheet[y : y + strip.shape[0], gap : gap + strip.shape[1]] = strip
        y += strip.shape[0] + gap
    words: list[list[Word]] = [[] for _ in boxes]
    for line in reader.read(sheet, dpi * scale):
        for word in line.words:
            at = int(np.searchsorted(tops, (word.box.y0 + word.box.y1) / 2)) - 1
            if at >= 0:
                words[at].append(_moved(word, _corner(boxes[at]), gap, tops[at], scale))
    return [Line(tuple(sorted(found, key=lambda word: word.box.x0))) if found else None for found in words]


def _strip(gray: Raster, box: PixelBox, scale: float) -> Raster:
    """The line with a little around it: marks on capitals stand above, dots below."""
    margin = _margin(box)
    left, top = _corner(box)
    strip = gray[top : box.y1 + margin, left : box.x1 + margin]
    if scale == 1.0:
        return strip
    size = (max(1, round(strip.shape[1] * scale)), max(1, round(strip.shape[0] * scale)))
    return np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_AREA), np.uint8)


def _margin(box: PixelBox) -> int:
    return int(0.25 * (box.y1 - box.y0))


def _corner(box: PixelBox) -> tuple[int, int]:
    return max(0, box.x0 - _margin(box)), max(0, box.y0 - _margin(box))


def _moved(word: Word, corner: tuple[int, int], left: int, top: int, scale: float) -> Word:
    """``word`` from its strip at ``left``, ``top`` of the sheet to its place on the page."""
    x, y = corner
    box = word.box
    place = Box(
        x + (box.x0 - left) / scale, y + (box.y0 - top) / scale, x + (box.x1 - left) / scale, y + (box.y1 - top) / scale
    )
    return Word(word.text, place, word.confidence)


def _doubted(lines: Sequence[Line | None], effort: Effort) -> list[int]:
    """Which lines to read once more."""
    if effort is Effort.FAST:
        return []
    return [
        at
        for at, line in enumerate(lines)
        if line and (effort is Effort.CAREFUL or _least(line) < _DOUBTED_BELOW or _WEIGHTY.search(fold(line.text)))
    ]


def _least(line: Line) -> float:
    return min(word.confidence for word in line.words)


def _mean(line: Line) -> float:
    return sum(word.confidence * len(word.text) for word in line.words) / sum(len(word.text) for word in line.words)
