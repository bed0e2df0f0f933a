"""Every renderer keeps the promises of ``ocr.ports.PageRenderer``."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from reportlab.pdfgen import canvas

from adapters.page_renderer.pdfium import PdfiumRenderer
from adapters.page_renderer.poppler import PopplerRenderer
from records.errors import Damaged
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.ports import PageRenderer


@pytest.fixture(params=[PdfiumRenderer, PopplerRenderer], ids=["pdfium", "poppler"])
def renderer(request: pytest.FixtureRequest) -> PageRenderer:
    if request.param is PopplerRenderer and shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    return request.param()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages: a red field top left; the same turned a quarter clockwise and cropped by an inch."""
    path = tmp_path / "pages.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(360, 720))
    for _ in range(2):
        sheet.setFillColorRGB(1, 0, 0)
        sheet.rect(0, 540, 90, 180, stroke=0, fill=1)
        sheet.showPage()
    sheet.save()
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[1].Rotate = 90
        document.pages[1].CropBox = [0, 72, 360, 720]
        document.save(path)
    return path


def test_a_page_has_the_size_that_was_asked_for(renderer: PageRenderer, pdf: Path) -> None:
    drawn = renderer.render(pdf, PageNumber(1), 144)
    assert drawn.dtype == np.uint8
    assert drawn.shape[:2] == (1440, 720)


def test_colours_are_red_green_blue(renderer: PageRenderer, pdf: Path) -> None:
    drawn = renderer.render(pdf, PageNumber(1), 72)
    assert tuple(drawn[10, 10]) == (255, 0, 0)
    assert tuple(drawn[700, 300]) == (255, 255, 255)


def test_rotate_and_crop_box_are_applied(renderer: PageRenderer, pdf: Path) -> None:
    drawn = renderer.render(pdf, PageNumber(2), 72)
    assert drawn.shape[:2] == (360, 648)
    assert tuple(drawn[10, 640]) == (255, 0, 0)
    assert tuple(drawn[10, 10]) == (255, 255, 255)


def test_the_same_page_is_drawn_the_same(renderer: PageRenderer, pdf: Path) -> None:
    first, second = (renderer.render(pdf, PageNumber(1), 100) for _ in range(2))
    assert np.array_equal(first, second)


def test_what_cannot_be_drawn_is_damaged(renderer: PageRenderer, tmp_path: Path, pdf: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing here")
    for path, page in ((broken, 1), (tmp_path / "absent.pdf", 1), (pdf, 7)):
        with pytest.raises(Damaged) as refused:
            renderer.render(path, PageNumber(page), 72)
        assert refused.value.code == "page.cannot_be_drawn"
