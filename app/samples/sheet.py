"""A sheet of A4 with text set on it, and what it says line by line.

All lengths are in points, the origin is the top left. A sheet is drawn as a picture
(``raster``) or written as a page of a PDF (``born_digital``): both from the same runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.samples.fonts import Face, Faces

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP = 85.0, 545.0, 57.0
"""Margins of Decree 30/2020, Annex I: left 30 mm, right 17 mm, top 20 mm."""
MIDDLE = (LEFT + RIGHT) / 2

Align = Literal["left", "centre", "right"]
Colour = tuple[int, int, int]
BLACK: Colour = (22, 20, 24)
INK: Colour = (26, 38, 122)
"""The blue of a ball pen."""
STAMP: Colour = (196, 30, 42)


@dataclass(frozen=True, slots=True)
class Run:
    """Text on a baseline."""

    text: str
    x: float
    baseline: float
    face: Face
    size: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.7


@dataclass(frozen=True, slots=True)
class Seal:
    """A round red stamp; only in pictures."""

    x: float
    y: float
    outer: str
    inner: str


@dataclass(frozen=True, slots=True)
class Autograph:
    """A signature by hand; only in pictures. ``number`` tells one hand from another."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class BoxedMark:
    """A mark in a red frame, stamped a little askew: MẬT, HỎA TỐC, CÔNG CHỨNG…"""

    text: str
    x: float
    y: float
    size: float = 15.0


@dataclass(frozen=True, slots=True)
class Barcode:
    """A Code 128 or QR code of ``text``."""

    text: str
    x: float
    y: float
    size: float
    """Width of a Code 128, side of a QR code."""
    square: bool = False


@dataclass(frozen=True, slots=True)
class _Pen:
    face: Face
    size: float
    colour: Colour

    def width(self, text: str) -> float:
        return self.face.width(text, self.size)


@dataclass(slots=True)
class Sheet:
    """Text is put on from the top down; ``y`` is where the next line begins."""

    faces: Faces
    y: float = TOP
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    extras: list[Seal | Autograph | BoxedMark | Barcode] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The truth: each line of print in reading order."""

    def put(
        self,
        text: str,
        *,
        at: float = MIDDLE,
        y: float | None = None,
        align: Align = "centre",
        face: Face | None = None,
        size: float = 13,
        colour: Colour = BLACK,
    ) -> float:
        """One line whose top is ``y`` (default: the next); returns its width. ``y`` is moved on if it was not given."""
        face = face or self.faces.regular
        width = face.width(text, size)
        x = at - (width / 2 if align == "centre" else width if align == "right" else 0)
        top = self.y if y is None else y
        self.runs.append(Run(text, x, top + size, face, size, colour))
        self.lines.append(text)
        if y is None:
            self.y += size * 1.32
        return width

    def skip(self, points: float) -> None:
        self.y += points

    def underline(self, at: float, width: float, y: float | None = None) -> None:
        top = self.y if y is None else y
        self.strokes.append(Stroke(at - width / 2, top, at + width / 2, top))

    def paragraph(
        self,
        text: str,
        *,
        face: Face | None = None,
        size: float = 14,
        indent: float = 28,
        left: float = LEFT,
        right: float = RIGHT,
        leading: float = 1.38,
        colour: Colour = BLACK,
    ) -> None:
        """Running text, justified as official papers are."""
        face = face or self.faces.regular
        pen = _Pen(face, size, colour)
        blank = face.width(" ", size)
        line: list[str] = []
        start = left + indent
        taken = 0.0
        for word in text.split():
            width = face.width(word, size)
            if line and start + taken + blank + width > right:
                self._justify(line, start, right, pen)
                self.y += size * leading
                line, taken, start = [], 0.0, left
            taken += width + (blank if line else 0)
            line.append(word)
        self._set(line, start, blank, pen)
        self.y += size * leading + 4

    def form_line(
        self, label: str, value: str, *, size: float = 13.5, right: float = RIGHT, left: float = LEFT
    ) -> None:
        """``label`` and a value written on a dotted leader up to ``right``."""
        face = self.faces.regular
        width = face.width(label, size)
        self.runs.append(Run(label, left, self.y + size, face, size))
        start = left + width + 4
        dots = "." * max(3, int((right - start) / face.width(".", size)))
        self.runs.append(Run(dots, start, self.y + size + 1.5, face, size, (90, 90, 92)))
        if value:
            self.runs.append(Run(value, start + 5, self.y + size - 1.2, self.faces.italic, size, INK))
        self.lines.append(f"{label} {value}".strip())
        self.y += size * 1.62

    def table(self, widths: tuple[float, ...], rows: Sequence[tuple[str, ...]], *, size: float = 11.5) -> None:
        """A ruled table across the page; the first row is the head. Cells are one line each."""
        total = sum(widths)
        edges = [LEFT]
        for width in widths:
            edges.append(edges[-1] + width / total * (RIGHT - LEFT))
        height = size * 1.75
        top = self.y
        for number, row in enumerate(rows):
            face = self.faces.bold if number == 0 else self.faces.regular
            for cell, (x0, x1) in zip(row, pairwise(edges), strict=True):
                if not cell:
                    continue
                centred = number == 0 or len(cell) <= 8
                at = (x0 + x1) / 2 if centred else x0 + 4
                align: Align = "centre" if centred else "left"
                self.put(cell, at=at, y=self.y + (height - size * 1.25) / 2, align=align, face=face, size=size)
            self.strokes.append(Stroke(LEFT, self.y, RIGHT, self.y))
            self.y += height
        self.strokes.append(Stroke(LEFT, self.y, RIGHT, self.y))
        self.strokes.extend(Stroke(x, top, x, self.y) for x in edges)
        self.y += 8

    def _justify(self, line: list[str], start: float, right: float, pen: _Pen) -> None:
        free = right - start - sum(pen.width(word) for word in line)
        blank = pen.width(" ")
        gap = free / (len(line) - 1) if len(line) > 1 else blank
        self._set(line, start, gap if gap < 3.2 * blank else blank, pen)

    def _set(self, line: list[str], start: float, gap: float, pen: _Pen) -> None:
        x = start
        for word in line:
            self.runs.append(Run(word, x, self.y + pen.size, pen.face, pen.size, pen.colour))
            x += pen.width(word) + gap
        if line:
            self.lines.append(" ".join(line))
