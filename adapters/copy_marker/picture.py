"""Pages to be read on a screen: the mark drawn into the picture by Pillow."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from adapters.form_writer.face import font_file

if TYPE_CHECKING:
    from archive.use.mark import CopyMark

_CORNER, _FOOT = 15.0, 8.5
"""Points, on a page as wide as A4, as on copies."""
_A4_WIDTH = 595.0
_MARGIN, _LEAD, _PADDING = 14.0, 1.25, 3.0
_SMALLEST = 1.6
"""Pixels a point: below that nobody could read it, however low the picture."""
_INK, _GROUND = (153, 0, 0), (255, 255, 255)
_QUALITY = 60
_METHOD = 0
"""WebP effort: the cheapest; it is drawn while somebody waits."""


def marked_picture(page: bytes, mark: CopyMark) -> bytes:
    """WebP as large as ``page``; raises OSError where that is no picture."""
    with Image.open(BytesIO(page)) as opened:
        picture = opened.convert("RGB")
    draw = ImageDraw.Draw(picture)
    scale = max(min(picture.size) / _A4_WIDTH, _SMALLEST)
    margin = _MARGIN * scale
    corner = _fitting(mark.corner, "bold", _CORNER * scale, picture.width)
    across = corner.getlength(mark.corner)
    _words(draw, mark.corner, corner, centre=picture.width - margin - across / 2, base=margin + corner.size)
    base = picture.height - margin
    for line in reversed(mark.foot):
        font = _fitting(line, "regular", _FOOT * scale, picture.width)
        _words(draw, line, font, centre=picture.width / 2, base=base)
        base -= font.size * _LEAD
    out = BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=_METHOD)
    return out.getvalue()


def _fitting(words: str, style: str, size: float, width: float) -> ImageFont.FreeTypeFont:
    """Of ``size``, or as much smaller as it takes to stay in the picture."""
    font = _font(style, max(1, round(size)))
    across, room = font.getlength(words), width - 2 * _PADDING
    return font if across <= room else _font(style, max(1, int(size * room / across)))


@lru_cache(maxsize=32)
def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(style)), size)


def _words(draw: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont, *, centre: float, base: float) -> None:
    left, top, right, bottom = draw.textbbox((centre, base), words, font=font, anchor="ms")
    draw.rectangle((left - _PADDING, top - _PADDING, right + _PADDING, bottom + _PADDING), fill=_GROUND)
    draw.text((centre, base), words, font=font, anchor="ms", fill=_INK)
