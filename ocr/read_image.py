"""The recipe: from the picture of a page to its lines.

Upright and level; background even; ruling lines and leaders painted out; lines found; each read
by itself, and once more by another engine where the first is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ocr.clean_page import even_background, reading_channel, without_rules
from ocr.pen_ink import doubt_handwriting
from ocr.recognise import recognise
from ocr.red_ink import read_red_ink
from ocr.straighten import find_straightening, turned
from records.page_text import Box, Line, PageText, Word

if TYPE_CHECKING:
    from ocr.model import PageImage, Straightening
    from ocr.ports import LineFinder
    from ocr.recognise import Readers

RECIPE = "lines-2"
"""Names everything in this module and in those it uses; another recipe reads every page anew."""


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


def read_image(image: PageImage, readers: Readers, finder: LineFinder) -> ImageReading:
    """Read ``image``.

    Raises:
        Damaged (reading.engine_failed): The engine gave up on this page.
        Misconfigured (reading.no_engine): The engine or its data is missing.
    """
    gray = reading_channel(image.pixels)
    straightening = find_straightening(gray, finder)
    marks = tuple(read_red_ink(image.pixels, image.dpi, straightening, readers.page))
    gray = even_background(turned(gray, straightening))
    ink = float(np.count_nonzero(gray[::4, ::4] < 128)) / max(gray[::4, ::4].size, 1)
    gray = without_rules(gray, image.dpi)
    high, wide = gray.shape
    lines = recognise(gray, image.dpi, finder.lines(gray), readers)
    lines = doubt_handwriting(lines, image.pixels, straightening)
    return ImageReading(
        straightening=straightening,
        text=PageText(width=float(wide), height=float(high), lines=lines),
        ink=ink,
        marks=marks,
    )
