"""The recipe: from the picture of a page to its lines.

Upright and level; background even; ruling lines and leaders painted out; lines found;
everything else made white; 200 dots an inch; one block of text for the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.clean_page import even_background, only_lines, reading_channel, without_rules
from ocr.page_lines import split_at_wide_gaps
from ocr.red_ink import read_red_ink
from ocr.straighten import find_straightening, turned
from records.page_text import Box, Line, PageText, Word

if TYPE_CHECKING:
    from ocr.model import PageImage, Straightening
    from ocr.ports import LineFinder, TextReader

RECIPE = "best-2"
"""Names everything in this module and in those it uses; another recipe reads every page anew."""
_READING_DPI = 200.0
"""The engine reads 200 as well as 300 and takes a third less time."""
_SMALLER_ABOVE = 210.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageReading:
    """What a picture says, in pixels of the picture made upright and level."""

    straightening: Straightening
    text: PageText
    ink: float
    """Share of dark pixels once the background is even, 0 to 1."""
    marks: tuple[Line, ...] = ()
    """What is stamped in red on the upper part; not part of ``text``."""

    def scaled_marks(self, width: float, height: float) -> tuple[Line, ...]:
        """The marks in points of a shown page of ``width`` x ``height``."""
        return replace(self, text=replace(self.text, lines=self.marks)).scaled_to(width, height).lines

    def scaled_to(self, width: float, height: float) -> PageText:
        """The text in points of a shown page of ``width`` x ``height``."""
        x, y = width / self.text.width, height / self.text.height
        return PageText(
            width=width,
            height=height,
            lines=tuple(
                Line(
                    tuple(
                        Word(
                            word.text,
                            Box(word.box.x0 * x, word.box.y0 * y, word.box.x1 * x, word.box.y1 * y),
                            word.confidence,
                        )
                        for word in line.words
                    )
                )
                for line in self.text.lines
            ),
        )


def read_image(image: PageImage, reader: TextReader, finder: LineFinder) -> ImageReading:
    """Read ``image``.

    Raises:
        Damaged (reading.engine_failed): The engine gave up on this page.
        Misconfigured (reading.no_engine): The engine or its data is missing.
    """
    gray = reading_channel(image.pixels)
    straightening = find_straightening(gray, finder)
    marks = tuple(read_red_ink(image.pixels, image.dpi, straightening, reader))
    gray = even_background(turned(gray, straightening))
    ink = float(np.count_nonzero(gray[::4, ::4] < 128)) / max(gray[::4, ::4].size, 1)
    gray = without_rules(gray, image.dpi)
    high, wide = gray.shape
    boxes = finder.lines(gray)
    lines: tuple[Line, ...] = ()
    if boxes:
        gray = only_lines(gray, boxes)
        scale = _READING_DPI / image.dpi if image.dpi > _SMALLER_ABOVE else 1.0
        if scale < 1.0:
            gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        found = reader.read(gray, image.dpi * scale)
        lines = tuple(part for line in found for part in split_at_wide_gaps(_enlarged(line, 1.0 / scale), boxes))
    return ImageReading(
        straightening=straightening,
        text=PageText(width=float(wide), height=float(high), lines=lines),
        ink=ink,
        marks=marks,
    )


def _enlarged(line: Line, factor: float) -> Line:
    if factor == 1.0:
        return line
    return Line(
        tuple(
            Word(
                word.text,
                Box(word.box.x0 * factor, word.box.y0 * factor, word.box.x1 * factor, word.box.y1 * factor),
                word.confidence,
            )
            for word in line.words
        )
    )
