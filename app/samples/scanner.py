"""Make a clean page look as if it had lain on a scanner: tone, uneven light, noise, lean, shadows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    # OpenCV promises no element type; here it is always numpy.uint8, height x width or height x width x 3
    Picture = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How bad a scan is. The defaults are a fair office scanner."""

    lean: float = 0.6
    """Degrees; the sign is left to chance."""
    blur: float = 0.55
    """Sigma in dots."""
    noise: float = 3.5
    """Standard deviation in steps of 255."""
    shade: float = 0.05
    """How much darker the darkest corner is."""
    yellow: float = 0.02
    """Ageing of the paper."""
    specks: int = 60
    holes: bool = False
    """Punch holes in the left margin."""
    see_through: float = 0.0
    """How strongly the other side shows."""


def scan(page: Picture, look: Look, chance: Generator, other_side: Picture | None = None) -> Picture:
    """The page (RGB) as scanned: same size, RGB."""
    height, width = page.shape[:2]
    paper: Picture = page
    if other_side is not None and look.see_through:
        ghost = cv2.GaussianBlur(cv2.flip(other_side, 1), (0, 0), 2.0)
        paper = cv2.addWeighted(paper, 1.0, 255 - ghost, -look.see_through, 0)
    if look.holes:
        paper = _punch(paper)
    angle = look.lean * (1 if chance.random() < 0.5 else -1) * (0.7 + 0.6 * chance.random())
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turn[:, 2] += (chance.random(2) - 0.5) * width * 0.006
    lid = int(228 + chance.integers(0, 18))
    paper = cv2.warpAffine(paper, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(lid, lid, lid))
    if look.blur:
        paper = cv2.GaussianBlur(paper, (0, 0), look.blur)
    light = _light(height, width, look, chance)
    toned = paper.astype(np.float32) * light[..., None]
    toned *= np.array([1.0, 1.0 - look.yellow * 0.45, 1.0 - look.yellow * 2.2], dtype=np.float32) * 0.985
    # one grain for the three colours, as a scanner's lamp flickers, and a little of its own for each
    grain = chance.standard_normal((height, width), dtype=np.float32) * look.noise
    toned += grain[..., None]
    scanned = np.clip(toned, 0, 255).astype(np.uint8)
    return _dust(scanned, look.specks, chance)


def to_gray(page: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def to_bits(page: Picture) -> Picture:
    """Black and white as an office copier scans: 0 or 255, threshold following the light."""
    gray = to_gray(page)
    local = cv2.GaussianBlur(gray, (0, 0), 25)
    return np.where(gray.astype(np.int16) < local.astype(np.int16) - 38, 0, 255).astype(np.uint8)


def _light(height: int, width: int, look: Look, chance: Generator) -> NDArray[np.float32]:
    patches = 1 - look.shade * chance.random((5, 4), dtype=np.float32)
    light = np.asarray(cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
    # the shadow along the binding edge, where the sheet does not lie flat
    edge = np.exp(-np.arange(width, dtype=np.float32) / (width * 0.012)) * look.shade * 2.2
    return np.asarray(light * (1 - edge[None, :]), dtype=np.float32)


def _punch(page: Picture) -> Picture:
    punched = page.copy()
    height, width = page.shape[:2]
    for y in (0.5 - 40 / 297, 0.5 + 40 / 297):
        centre = (round(width * 12 / 210), round(height * y))
        cv2.circle(punched, centre, round(width * 2.8 / 210), (120, 118, 116), -1, cv2.LINE_AA)
    return punched


def _dust(page: Picture, specks: int, chance: Generator) -> Picture:
    height, width = page.shape[:2]
    for _ in range(specks):
        spot = (int(chance.integers(0, width)), int(chance.integers(0, height)))
        shade = int(chance.integers(70, 190))
        cv2.circle(page, spot, int(chance.integers(0, 2)), (shade, shade, shade), -1, cv2.LINE_AA)
    return page
