"""A page drawn as sharp as its scan, within bounds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from ocr.page_pictures import draw_sharp
from records.errors import Damaged
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path


def pdf(folder: Path, *sizes: tuple[float, float]) -> Path:
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    path = folder / "a.pdf"
    document.save(path)
    document.close()
    return path


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "WEBP"
        return image.size


def test_a4_is_drawn_at_300_dots_an_inch(tmp_path: Path) -> None:
    assert size_of(draw_sharp(pdf(tmp_path, (595, 842)), PageNumber(1))) == (2480, 3509)


@pytest.mark.parametrize("size", [(2384, 3370), (100, 14_400), (14_400, 14_400)])
def test_a_large_sheet_keeps_within_bounds(tmp_path: Path, size: tuple[float, float]) -> None:
    width, height = size_of(draw_sharp(pdf(tmp_path, size), PageNumber(1)))
    assert max(width, height) <= 5001
    assert width * height <= 16_100_000


def test_a_page_that_is_not_there_or_no_pdf(tmp_path: Path) -> None:
    path = pdf(tmp_path, (595, 842))
    with pytest.raises(Damaged):
        draw_sharp(path, PageNumber(2))
    path.write_bytes(b"no pdf")
    with pytest.raises(Damaged):
        draw_sharp(path, PageNumber(1))
