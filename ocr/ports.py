"""What reading needs from outside: something that reads lines, finds them, and draws pages."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocr.model import Raster
    from records.identifiers import PageNumber
    from records.page_text import Line


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A rectangle in whole pixels; right and bottom are outside."""

    x0: int
    y0: int
    x1: int
    y1: int


class TextReader(Protocol):
    """Reads a clean gray page."""

    name: str
    """Engine, version and model, for example ``tesserocr-5.5.4-vie``; part of the cache key."""

    @abstractmethod
    def read(self, raster: Raster, dpi: float) -> Sequence[Line]:
        """The lines of the page in reading order, boxes in *pixels of the raster*.

        The page is upright, straight, gray, dark on white, with nothing but text on it.
        Words are NFC. A page without text gives no lines. The same raster gives the same
        lines. Not safe for two threads at once.

        Raises:
            Damaged (reading.engine_failed): The engine gave up on this page.
            Misconfigured (reading.no_engine): Tesseract or its Vietnamese data is missing.
        """


class LineReader(Protocol):
    """Reads the lines of a page that were found before, each by itself: cheap, and good at worn print."""

    name: str
    """Engine and version of its model; part of the cache key."""

    @abstractmethod
    def read(self, gray: Raster, boxes: Sequence[PixelBox]) -> Sequence[Line | None]:
        """What stands in each of ``boxes``, None where nothing does; as many as there are boxes.

        The page is as for ``TextReader``, of any resolution. Words are NFC, their boxes in pixels of
        ``gray``, around their ink. A word's confidence is the share of such words
        that are right letter by letter. The same raster and boxes give the same lines. Not safe
        for two threads at once.

        Raises:
            Misconfigured (reading.no_engine): The model is missing or cannot be loaded.
        """


class LineFinder(Protocol):
    """Finds which way is up, how far the page leans, and where its lines of text are."""

    name: str

    @abstractmethod
    def quarter_turns(self, gray: Raster) -> int:
        """Counter-clockwise quarter turns (0 to 3) that make the page upright."""

    @abstractmethod
    def skew(self, gray: Raster) -> float:
        """Degrees to turn counter-clockwise to make lines level; 0 where nothing can be told."""

    @abstractmethod
    def lines(self, gray: Raster) -> Sequence[PixelBox]:
        """Boxes around lines of text of an upright, level page, in no promised order."""


class PageRenderer(Protocol):
    """Draws pages of a PDF."""

    name: str

    @abstractmethod
    def render(self, path: Path, page: PageNumber, dpi: float) -> Raster:
        """The page as a viewer shows it (its /Rotate applied), gray or RGB, ``dpi`` dots an inch.

        Raises:
            Damaged (page.cannot_be_drawn): The page cannot be drawn by this renderer.
        """


class BarcodeReader(Protocol):
    """Reads Code 128 and QR."""

    @abstractmethod
    def read(self, gray: Raster) -> Sequence[str]:
        """The texts of the barcodes on the page, top to bottom; none where there are none."""
