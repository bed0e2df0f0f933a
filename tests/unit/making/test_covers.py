"""What is covered on a picture is gone from it: its pixels are others before anything is encoded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ocr.covers import GREY, Cover, covered
from ocr.page_pictures import draw_sharp
from records.identifiers import PageNumber
from records.page_text import Box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.law("R35")

COVER = Cover((Box(100, 100, 300, 140),), 595, 842)
EDGE = 4
"""Pixels that what encodes a picture blends."""


def striped(width: int, height: int) -> bytes:
    """Black and white by turns, so that whatever is left uncovered is seen."""
    image = Image.fromarray(np.tile(np.array([0, 0, 255, 255], dtype=np.uint8), (height, width // 4)))
    made = io.BytesIO()
    image.convert("RGB").save(made, "WEBP", quality=90)
    return made.getvalue()


def looked_at(picture: bytes, form: str) -> tuple[np.ndarray, np.ndarray]:
    """What lies under the cover, and what lies right of it."""
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.format == form
        image = np.asarray(opened.convert("L")).astype(int)
    across, down = image.shape[1] / 595, image.shape[0] / 842
    rows = slice(round(100 * down) + EDGE, round(140 * down) - EDGE)
    under = image[rows, round(100 * across) + EDGE : round(300 * across) - EDGE]
    beside = image[rows, round(300 * across) + 2 * EDGE : round(500 * across)]
    return under, beside


@pytest.mark.parametrize("size", [(1240, 1754), (240, 340)])
def test_a_picture_has_one_grey_where_a_cover_lies(size: tuple[int, int]) -> None:
    bare = striped(*size)
    made = covered(bare, [COVER])
    with Image.open(io.BytesIO(made)) as opened:
        assert opened.size == size
    under, beside = looked_at(made, "JPEG")
    assert np.abs(under - GREY).max() < 30
    assert np.ptp(beside) > 150
    assert np.ptp(looked_at(covered(bare, []), "JPEG")[0]) > 150


def test_a_sharp_one_too(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    for left in range(0, 595, 4):
        canvas.rect(left, 0, 2, 842, stroke=0, fill=1)
    canvas.save()
    with pypdfium2.PdfDocument(path) as opened:
        assert len(opened) == 1
    under, beside = looked_at(draw_sharp(path, PageNumber(1), [COVER]), "WEBP")
    assert np.abs(under - GREY).max() < 30
    assert np.ptp(beside) > 150
    assert np.ptp(looked_at(draw_sharp(path, PageNumber(1)), "WEBP")[0]) > 150
