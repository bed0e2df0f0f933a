"""From the page of the file to the page as shown, without touching a pixel.

A matrix is the six numbers of a PDF ``cm``: x' = a x + c y + e, y' = b x + d y + f.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

    from ocr.model import Straightening

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SAME = 0.05
"""Points: below that two page sizes are one size, rounded differently."""


def then(first: Matrix, second: Matrix) -> Matrix:
    """``first``, and ``second`` on what came of it."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """What a viewer shows of a page: a rectangle of its user space, turned clockwise by /Rotate."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotate: int
    cropped: bool
    """The crop box hides a part of the media box."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return (height, width) if self.rotate in {90, 270} else (width, height)

    @property
    def upright(self) -> Matrix:
        """Takes user space to the shown page, origin at its lower left."""
        return {
            0: (1.0, 0.0, 0.0, 1.0, -self.x0, -self.y0),
            90: (0.0, -1.0, 1.0, 0.0, -self.y0, self.x1),
            180: (-1.0, 0.0, 0.0, -1.0, self.x1, self.y1),
            270: (0.0, 1.0, -1.0, 0.0, self.y1, -self.x0),
        }[self.rotate]


def viewport(page: pikepdf.Page, fallback: tuple[float, float]) -> Viewport:
    """The viewport of ``page``; a page without a usable box is taken to be of the ``fallback`` size."""
    media = _box(page, "mediabox") or (0.0, 0.0, *fallback)
    crop = _box(page, "cropbox") or media
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = media
    try:
        rotate = int(page.obj.get("/Rotate", 0)) % 360
    except (TypeError, ValueError):
        rotate = 0
    return Viewport(
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        rotate=rotate if rotate % 90 == 0 else 0,
        cropped=(x0, y0, x1, y1) != media,
    )


def _box(page: pikepdf.Page, name: str) -> tuple[float, float, float, float] | None:
    try:
        ends = [float(value) for value in getattr(page, name)]
    except (ValueError, TypeError, AttributeError, RuntimeError):  # a box of two numbers, of names, or none
        return None
    if len(ends) != 4 or not all(map(math.isfinite, ends)):
        return None
    x0, x1 = sorted((ends[0], ends[2]))
    y0, y1 = sorted((ends[1], ends[3]))
    return (x0, y0, x1, y1) if x1 - x0 >= 1 and y1 - y0 >= 1 else None


def content_matrix(view: Viewport, straightening: Straightening, width: float, height: float) -> Matrix:
    """Takes the user space of the file's page to the page as shown, ``width`` x ``height`` points.

    First what the viewer does, then the scale (a file whose resolution tag was not believed
    has another size than its page), then the quarter turns counter-clockwise, then the small
    angle counter-clockwise about the centre.
    """
    turns = straightening.quarter_turns % 4
    before = (height, width) if turns % 2 else (width, height)
    matrix = then(view.upright, _scale(view.size, before))
    matrix = then(matrix, _quarter_turns(turns, *before))
    return then(matrix, _about_centre(straightening.angle, width, height))


def _scale(shown: tuple[float, float], wanted: tuple[float, float]) -> Matrix:
    if abs(shown[0] - wanted[0]) < _SAME and abs(shown[1] - wanted[1]) < _SAME:
        return IDENTITY
    return (wanted[0] / shown[0], 0.0, 0.0, wanted[1] / shown[1], 0.0, 0.0)


def _quarter_turns(turns: int, width: float, height: float) -> Matrix:
    return (
        IDENTITY,
        (0.0, 1.0, -1.0, 0.0, height, 0.0),
        (-1.0, 0.0, 0.0, -1.0, width, height),
        (0.0, -1.0, 1.0, 0.0, 0.0, width),
    )[turns]


def _about_centre(angle: float, width: float, height: float) -> Matrix:
    if not angle:
        return IDENTITY
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = width / 2, height / 2
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def is_identity(matrix: Matrix) -> bool:
    """Whether leaving the matrix out moves nothing by a visible amount."""
    return all(abs(value - same) < 1e-6 for value, same in zip(matrix[:4], IDENTITY[:4], strict=True)) and all(
        abs(value) < _SAME for value in matrix[4:]
    )


def number(value: float, digits: int = 2) -> str:
    """A number as PDF writes it: no exponent, no trailing noughts, never ``-0``."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def concatenation(matrix: Matrix) -> bytes:
    """The ``cm`` operator."""
    parts = [number(value, 7) for value in matrix[:4]] + [number(value, 4) for value in matrix[4:]]
    return " ".join(parts).encode() + b" cm\n"
