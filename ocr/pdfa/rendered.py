"""Pages that cannot be PDF/A as they are: drawn, and shown as a picture with the same text."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image

from ocr.pdfa import pixels
from ocr.pdfa.picture_file import PictureFile
from ocr.pixel_limits import DRAWN_DPI, bounded_dpi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.pdfa.picture_file import Picture

_QUALITY = 85
_AFAR = 8
"""Pixels of a picture to one that is compared."""
_ALIKE = 12.0
"""Mean difference of gray levels below which two drawings are of one picture."""
_COLOURED = 12
"""Difference of two channels of a pixel that counts as colour; less is the noise of smoothing."""


def draw_pages(source: Path, pages: Sequence[int], target: Path) -> None:
    """Write a PDF of pictures of the pages (from 1) of ``source``, as a viewer shows them, in that order.

    Raises:
        pypdfium2.PdfiumError: A page cannot be drawn.
    """
    document = pypdfium2.PdfDocument(source)
    try:
        document.init_forms()
        with PictureFile(target) as file:
            for number in pages:
                page = document[number - 1]
                try:
                    width, height = page.get_size()
                    file.add(_draw(page, bounded_dpi(width, height, DRAWN_DPI)), width, height)
                finally:
                    page.close()
    finally:
        document.close()


def drawn_alike(picture: Picture, image: Image.Image) -> bool:
    """Whether PDFium reads ``picture`` as Pillow read ``image``; looked at from afar."""
    width, height = max(1, image.width // _AFAR), max(1, image.height // _AFAR)
    with tempfile.TemporaryDirectory(prefix="alike-") as folder:
        path = Path(folder) / "one.pdf"
        with PictureFile(path) as file:
            file.add(picture, width, height)
        with closing(pypdfium2.PdfDocument(path)) as document:
            seen = document[0].render(grayscale=True).to_pil()
    expected = image.convert("L").resize(seen.size, Image.Resampling.BOX)
    return float(np.abs(np.asarray(seen, np.int16) - np.asarray(expected, np.int16)).mean()) < _ALIKE


def _draw(page: pypdfium2.PdfPage, dpi: float) -> Picture:
    """Black and white without loss where the page is no more than that, else JPEG."""
    hard = page.render(
        scale=dpi / 72, grayscale=True, no_smoothtext=True, no_smoothimage=True, no_smoothpath=True
    ).to_numpy()
    plain = np.asarray(hard).reshape(hard.shape[:2])
    soft = np.asarray(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy())[..., :3]
    spread = soft.max(axis=2).astype(np.int16) - soft.min(axis=2)
    coloured = bool((spread > _COLOURED).any())
    if not coloured and bool(((plain == 0) | (plain == 255)).all()):
        return pixels.from_image(Image.fromarray(plain).convert("1", dither=Image.Dither.NONE))
    return pixels.jpeg(Image.fromarray(soft if coloured else np.ascontiguousarray(soft[..., 0])), _QUALITY)
