"""Cover what stands in boxes on a page's picture: pixels are replaced before anything is encoded."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.page_text import Box

BLACK = 0
GREY = 112
"""Not black: who draws boxes for a redacted copy sees what is covered on the screen alone."""
_QUALITY = 75
"""JPEG, for somebody waits: it takes a tenth of the time of WebP."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Boxes on a page of that width and height in points."""

    boxes: tuple[Box, ...]
    width: float
    height: float


def paint(image: Image.Image, boxes: Iterable[Box], width: float, height: float, *, shade: int = BLACK) -> None:
    """Replace what lies in the boxes by one shade; ``width`` and ``height`` are the page's in points."""
    draw = ImageDraw.Draw(image)
    fill: int | tuple[int, int, int] = shade if image.mode in {"1", "L"} else (shade, shade, shade)
    across, down = image.width / width, image.height / height
    for box in boxes:
        left, top = math.floor(box.x0 * across) - 1, math.floor(box.y0 * down) - 1
        draw.rectangle((left, top, math.ceil(box.x1 * across) + 1, math.ceil(box.y1 * down) + 1), fill=fill)


def cover(image: Image.Image, covers: Iterable[Cover]) -> None:
    """Replace what lies under the covers by grey."""
    for each in covers:
        paint(image, each.boxes, each.width, each.height, shade=GREY)


def covered(picture: bytes, covers: Iterable[Cover]) -> bytes:
    """A page's picture with its covers, as JPEG of the same size."""
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    cover(image, covers)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
