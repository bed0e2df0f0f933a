from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from adapters.page_renderer.pdfium import PdfiumRenderer
from ocr.source import SourceDocument
from records.errors import Damaged, InvalidInput, NotFound
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path


FIRST = PageNumber(1)


def marked(size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """White with a dark field in the top left corner: shows which way it is turned."""
    image = Image.new("RGB", size, "white")
    image.paste((10, 10, 10), (0, 0, size[0] // 4, size[1] // 4))
    return image


def dark_corner(pixels: np.ndarray) -> tuple[str, str]:
    gray = pixels if pixels.ndim == 2 else pixels[..., 0]
    rows, columns = np.nonzero(gray < 128)
    high, wide = gray.shape
    return "top" if rows.mean() < high / 2 else "bottom", "left" if columns.mean() < wide / 2 else "right"


def scanned_pdf(path: Path, rotate: int = 0, *, extra: str = "") -> Path:
    encoded = io.BytesIO()
    marked().save(encoded, "JPEG", quality=90)
    sheet = canvas.Canvas(str(path), pagesize=(595.2, 841.92))
    sheet.drawImage(_reader(encoded), 0, 0, 595.2, 841.92)
    if extra:
        sheet.drawString(100, 100, extra)
    sheet.showPage()
    sheet.save()
    if rotate:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Rotate = rotate
            pdf.save(path)
    return path


def _reader(encoded: io.BytesIO) -> object:
    from reportlab.lib.utils import ImageReader

    encoded.seek(0)
    return ImageReader(encoded)


@pytest.mark.parametrize(
    ("rotate", "corner"),
    [(0, ("top", "left")), (90, ("top", "right")), (180, ("bottom", "right")), (270, ("bottom", "left"))],
)
def test_a_scanned_page_is_decoded_as_a_viewer_shows_it(tmp_path: Path, rotate: int, corner: tuple[str, str]) -> None:
    path = scanned_pdf(tmp_path / "scan.pdf", rotate)
    with SourceDocument.open(path, "application/pdf") as source:
        image = source.page_image(FIRST, ())
        width, height = source.page_size(FIRST)
    drawn = PdfiumRenderer().render(path, FIRST, 100)
    assert not image.rendered
    assert dark_corner(image.pixels) == dark_corner(drawn) == corner
    assert (width > height) == (rotate in {90, 270})
    assert image.pixels.shape[1] / image.pixels.shape[0] == pytest.approx(width / height, abs=0.01)
    assert image.dpi == pytest.approx(150, abs=1)


def test_a_page_with_more_than_its_picture_is_drawn(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "stamped.pdf", extra="SAO Y")
    with SourceDocument.open(path, "application/pdf") as source:
        image = source.page_image(FIRST, (PdfiumRenderer(),))
        with pytest.raises(Damaged) as refused:
            source.page_image(FIRST, ())
    assert image.rendered
    assert image.dpi == pytest.approx(150, abs=1)
    assert refused.value.code == "page.cannot_be_drawn"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_stand_where_the_viewer_shows_them(tmp_path: Path, rotate: int) -> None:
    path = tmp_path / "text.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    sheet.setFont("Helvetica", 20)
    sheet.drawString(100, 785, "Word")
    sheet.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = rotate
        pdf.save(path)
    with SourceDocument.open(path, "application/pdf") as source:
        text = source.text_layer(FIRST)
        preview = source.preview(FIRST, 72)
    (word,) = text.words
    rows, columns = np.nonzero(preview < 128)
    assert word.text == "Word"
    assert word.confidence == 1.0
    assert (word.box.x0, word.box.y0) == pytest.approx((columns.min(), rows.min()), abs=2.0)
    assert (word.box.x1, word.box.y1) == pytest.approx((columns.max() + 1, rows.max() + 1), abs=2.0)


def test_columns_far_apart_are_lines_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "head.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    sheet.drawString(60, 780, "UY BAN NHAN DAN")
    sheet.drawString(360, 780, "CONG HOA")
    sheet.save()
    with SourceDocument.open(path, "application/pdf") as source:
        assert [line.text for line in source.text_layer(FIRST).lines] == ["UY BAN NHAN DAN", "CONG HOA"]


@pytest.mark.parametrize(
    ("dpi", "size"),
    [
        ((300, 300), (297.6, 420.96)),
        ((72, 72), (595.276, 841.89)),
        (None, (595.276, 841.89)),
        ((2400, 2400), (595.276, 841.89)),
    ],
)
def test_a_false_resolution_makes_the_page_a4(
    tmp_path: Path, dpi: tuple[int, int] | None, size: tuple[float, float]
) -> None:
    path = tmp_path / "photo.jpg"
    marked((1240, 1754)).save(path, **({"dpi": dpi} if dpi else {}))
    with SourceDocument.open(path, "image/jpeg") as source:
        width, height = source.page_size(FIRST)
        image = source.page_image(FIRST, ())
    assert (width, height) == pytest.approx(size, abs=0.7)
    assert image.dpi == pytest.approx(image.pixels.shape[1] / width * 72)


def test_a_photograph_is_turned_by_its_exif_orientation(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    marked((1600, 1200)).save(path, exif=exif)
    with SourceDocument.open(path, "image/jpeg") as source:
        width, height = source.page_size(FIRST)
        image = source.page_image(FIRST, ())
    assert width < height
    assert image.pixels.shape[:2] == (1600, 1200)
    assert dark_corner(image.pixels) == ("top", "right")


def test_pages_of_a_tiff_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [marked((1728, 1100)).convert("1"), Image.new("1", (1728, 1100), 1)]
    # A fax has twice as many dots across as down.
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4", dpi=(204, 98))
    with SourceDocument.open(path, "image/tiff") as source:
        assert source.page_count == 2
        first, second = (source.page_image(PageNumber(number), ()) for number in (1, 2))
        width, height = source.page_size(FIRST)
        with pytest.raises(NotFound):
            source.page_size(PageNumber(3))
    assert dark_corner(first.pixels) == ("top", "left")
    assert second.pixels.min() == 255
    assert first.pixels.shape[1] / first.pixels.shape[0] == pytest.approx(width / height, abs=0.01)
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "png"), ("P", "png"), ("LA", "png"), ("CMYK", "jpg"), ("I;16", "png"), ("RGB", "jp2")]
)
def test_every_mode_of_picture_becomes_gray_or_rgb(tmp_path: Path, mode: str, kind: str) -> None:
    path = tmp_path / f"page.{kind}"
    image = marked((620, 877))
    converted = (
        Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257) if mode == "I;16" else image.convert(mode)
    )
    converted.save(path)
    media_type = {"png": "image/png", "jpg": "image/jpeg", "jp2": "image/jp2"}[kind]
    with SourceDocument.open(path, media_type) as source:
        pixels = source.page_image(FIRST, ()).pixels
    assert pixels.dtype == np.uint8
    assert pixels.ndim in {2, 3}
    assert dark_corner(pixels) == ("top", "left")


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    locked = tmp_path / "locked.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    for path, media_type, kind, code in (
        (broken, "application/pdf", Damaged, "source.cannot_be_opened"),
        (broken, "image/jpeg", Damaged, "source.cannot_be_opened"),
        (locked, "application/pdf", InvalidInput, "source.encrypted"),
        (broken, "application/msword", InvalidInput, "source.type_not_read"),
    ):
        with pytest.raises(kind) as refused:
            SourceDocument.open(path, media_type)
        assert refused.value.code == code


def test_a_torn_picture_is_damaged_and_not_half_a_page(tmp_path: Path) -> None:
    path = tmp_path / "torn.jpg"
    marked().save(path)
    path.write_bytes(path.read_bytes()[:6000])
    with SourceDocument.open(path, "image/jpeg") as source, pytest.raises(Damaged) as refused:
        source.page_image(FIRST, ())
    assert refused.value.code == "page.cannot_be_decoded"
