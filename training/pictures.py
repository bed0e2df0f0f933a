"""How training lines look: drawn with many fonts, then treated as paper, scanners and copiers treat them.

Sizes and offsets of boxes follow those of the line finder, measured on pages without text in common with these.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.letters import spellable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from training.texts import Texts

    Gray = npt.NDArray[np.uint8]
    _Soft = npt.NDArray[np.float32]

# The faces of offices come most; all that can write Vietnamese come now and then.
_OFTEN = (
    (14, ("tinos",)),
    (5, ("termes", "freeserif")),
    (4, ("arimo", "dejavuserif")),
    (
        2,
        ("freesans", "heros", "carlito", "dejavusans", "caladea", "gentium", "libertin", "charis", "notoserif", "stix"),
    ),
)
_SELDOM = 0.35


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line on its piece of the page, dark on white."""

    gray: Gray
    box: tuple[float, float, float, float]
    """As a line finder would give it: left, top, right, bottom in pixels of ``gray``."""
    text: str


@lru_cache(maxsize=800)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


class Pictures:
    """Draws lines by Python's own ``random`` and numpy's."""

    def __init__(self, texts: Texts, fonts: Sequence[str]) -> None:
        """``fonts`` are files of faces with every Vietnamese letter."""
        self._texts = texts
        self._fonts = fonts
        self._weights = [
            next((weight for weight, names in _OFTEN if any(name in path.lower() for name in names)), _SELDOM)
            for path in fonts
        ]

    def draw(self, most: int) -> DrawnLine:
        """A line of up to some ``most`` letters with its neighbours above and below."""
        while True:
            text = self._texts.draw(most)
            size = random.choice((random.randint(22, 40), random.randint(36, 64), random.randint(48, 60)))
            if text and (drawn := self._printed(text, size)):
                return _scanned(*drawn, text, size)

    def _printed(self, text: str, size: int) -> tuple[_Soft, list[float]] | None:
        """Clean print, and top, bottom, left and right of the line's ink; None where nothing was drawn."""
        font = self._any_font(size)
        side, pitch = int(size * 1.2), size * random.uniform(1.05, 1.7)
        words = self._placed(text, font, size)
        wide, high = int(words[-1][1] + font.getlength(words[-1][0])) + 2 * side, int(size * 1.6 + 2 * pitch)
        base = high / 2 + size * 0.3
        dark = random.choice((0, 0, random.randint(0, 60), random.randint(0, 110)))
        image = Image.new("L", (wide, high), 255)
        pen = ImageDraw.Draw(image)
        for word, x in words:
            pen.text((side + x, base), word, font=font, fill=dark, anchor="ls")
        ink = np.asarray(image) < 128
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        if len(rows) < 2:
            return None
        edges = [float(rows[0]), float(rows[-1] + 1), float(columns[0]), float(columns[-1] + 1)]
        self._surround(pen, text, font, size, (wide, high, base, pitch), edges, dark)
        return np.asarray(image).astype(np.float32), edges

    def _any_font(self, size: int) -> ImageFont.FreeTypeFont:
        return _font(random.choices(self._fonts, self._weights)[0], size)

    @staticmethod
    def _placed(text: str, font: ImageFont.FreeTypeFont, size: int) -> list[tuple[str, float]]:
        """Words with their distance from the left: set as one piece, or with wide blanks as in justified text."""
        words = text.split(" ")
        if len(words) == 1 or random.random() >= 0.25:
            return [(text, 0.0)]
        blank = font.getlength(" ") + random.uniform(0, 0.6) * size
        # The columns of a table stand far apart in what a finder takes for one line.
        column = random.randrange(1, len(words)) if random.random() < 0.25 else -1
        placed, x = [], 0.0
        for number, word in enumerate(words):
            x += random.uniform(1, 5) * size if number == column else 0.0
            placed.append((word, x))
            x += font.getlength(word) + blank
        return placed

    def _surround(  # noqa: PLR0917  all of it is one line's place on the page
        self,
        pen: ImageDraw.ImageDraw,
        text: str,
        font: ImageFont.FreeTypeFont,
        size: int,
        place: tuple[int, int, float, float],
        edges: list[float],
        dark: int,
    ) -> None:
        """What stands around a line and what is left of rules, leaders and tables: none of it is to be read."""
        wide, high, base, pitch = place
        _, _, left, right = edges
        if random.random() < 0.06:
            y = base + size * 0.1
            pen.line((left, y, right, y), fill=dark, width=max(1, size // 18))
        for side in (-1, 1):
            if random.random() < 0.8:
                other = spellable(self._texts.draw(int(len(text) * random.uniform(0.5, 1.3)) + 4))
                face = font if random.random() < 0.8 else self._any_font(size)
                x = int(size * 1.2) + random.randint(-int(size * 1.2), wide // 3)
                pen.text((x, base + side * pitch), other, font=face, fill=dark, anchor="ls")
        if random.random() < 0.04:
            y, x = base + size * random.uniform(0.15, 0.5), random.randint(0, wide)
            pen.line(
                (x, y, x + random.randint(10, wide // 2 + 11), y),
                fill=random.randint(0, 160),
                width=random.randint(1, 3),
            )
        if random.random() < 0.05:
            after = random.random() < 0.5
            for dot in range(random.randint(2, 10)):
                x = (right if after else left) + (1 if after else -1) * size * 0.25 * (1 + dot)
                pen.ellipse((x, base - 3, x + random.randint(2, 4), base), fill=dark)
        if random.random() < 0.03:
            away = random.randint(4, int(size * 0.5) + 5)
            x = random.choice((left - away, right + away))
            pen.line((x, 0, x, high), fill=dark, width=random.randint(1, 4))


def _scanned(page: _Soft, edges: list[float], text: str, size: int) -> DrawnLine:
    """The print as a scanner sees it, with the box a finder would draw."""
    if random.random() < 0.07:
        page = page - _seal(page.shape, size) * random.uniform(0.1, 0.55)
    if random.random() < 0.08:
        high, wide = page.shape
        back = np.roll(cv2.flip(page, 1), (random.randint(-high // 2, high // 2), random.randint(0, wide)), (0, 1))
        page = page - (255 - cv2.GaussianBlur(back, (0, 0), random.uniform(0.8, 2.5))) * random.uniform(0.05, 0.3)
    if random.random() < 0.6:
        page, edges = _bent(page, edges)
    if random.random() < 0.75:
        page = _blurred(page, random.uniform(0.3, 1.0) * size / 45 * random.choice((0.6, 1, 1, 1.6)))
    if random.random() < 0.25:
        scale = min(1.0, max(random.uniform(0.45, 0.9), 16 / size))
        page = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        edges = [edge * scale for edge in edges]
    page = _bilevel(page) if random.random() < 0.38 else _grey(page)
    return DrawnLine(np.clip(page, 0, 255).astype(np.uint8), _box(edges), text)


def _box(edges: list[float]) -> tuple[float, float, float, float]:
    top, bottom, left, right = edges
    high = (bottom - top) / random.triangular(0.78, 1.32, 1.05)
    y = top - random.gauss(-0.04, 0.075) * high
    beyond = random.gauss(0.11, 0.08) if random.random() < 0.8 else random.gauss(-0.03, 0.1)
    return (
        left - random.gauss(0.05, 0.09) * high,
        y,
        right + beyond * high,
        y + high + random.gauss(0, 0.02) * high,
    )


def _seal(shape: tuple[int, ...], size: int) -> _Soft:
    high, wide = shape
    image = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(image)
    x, y, r = random.randint(0, wide), random.randint(-high, 2 * high), random.randint(size * 2, size * 6)
    for inside in (0, random.randint(4, 12)):
        reach = r - inside
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=255, width=random.randint(2, 6))
    return np.asarray(image).astype(np.float32)


def _bent(page: _Soft, edges: list[float]) -> tuple[_Soft, list[float]]:
    high, wide = page.shape
    stretch = random.uniform(0.95, 1.05)
    matrix = np.array(
        [[1, random.gauss(0, 0.03), 0], [math.tan(math.radians(random.gauss(0, 0.25))), stretch, 0]], np.float32
    )
    centre = np.array([wide / 2, high / 2])
    matrix[:, 2] = centre - matrix[:, :2] @ centre
    how = random.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))
    bent = cv2.warpAffine(page, matrix, (wide, high), flags=how, borderValue=255)
    top, bottom = (high / 2 + (edge - high / 2) * stretch for edge in edges[:2])
    return bent, [top, bottom, *edges[2:]]


def _blurred(page: _Soft, sigma: float) -> _Soft:
    return cv2.GaussianBlur(page, (0, 0), sigma)


def _grain(page: _Soft, strength: float) -> _Soft:
    return page + np.random.randn(*page.shape).astype(np.float32) * strength  # noqa: NPY002  seeded with the run


def _bilevel(page: _Soft) -> _Soft:
    """Fax, copier, G4: two levels, with dirt and with strokes grown or worn."""
    if random.random() < 0.5:
        page = _grain(page, random.uniform(2, 35))
    if random.random() < 0.5:
        page = _blurred(page, random.uniform(0.3, 0.9))
    page = np.where(page < random.uniform(95, 200), 0, 255).astype(np.float32)
    if random.random() < 0.3:
        share = random.uniform(0.0003, 0.006)
        dirt = np.random.rand(*page.shape)  # noqa: NPY002  as above
        page[dirt < share] = 0
        page[dirt > 1 - share] = 255
    if random.random() < 0.12:
        if random.random() < 0.5:
            return cv2.erode(page, np.ones((2, 2), np.uint8))
        return cv2.dilate(page, np.ones(random.choice(((1, 2), (2, 1))), np.uint8))
    return page


def _grey(page: _Soft) -> _Soft:
    """Gray scan: paper not quite white, grain, grit, shade, JPEG; then mostly made even, as reading does."""
    paper = random.uniform(200, 255)
    contrast = random.uniform(0.45, 1) if random.random() < 0.3 else random.uniform(0.8, 1)
    page = paper - (255 - page) * contrast * paper / 255
    if random.random() < 0.7:
        page = _grain(page, random.uniform(1, 14))
    if random.random() < 0.15:
        share = random.uniform(0.0005, 0.004)
        page[np.random.rand(*page.shape) < share] = random.uniform(0, 120)  # noqa: NPY002  as above
    if random.random() < 0.15:
        page = page + np.linspace(random.uniform(-25, 25), random.uniform(-25, 25), page.shape[1])[None]
    if random.random() < 0.45:
        quality = [cv2.IMWRITE_JPEG_QUALITY, random.randint(22, 85)]
        _, packed = cv2.imencode(".jpg", np.clip(page, 0, 255).astype(np.uint8), quality)
        page = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE).astype(np.float32)
    if random.random() < 0.7:
        page = np.minimum(page * (255 / (paper * random.uniform(0.9, 1.0))), 255)
    return page
