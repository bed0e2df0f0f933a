"""Every text reader keeps the promises of ``ocr.ports.TextReader``."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from adapters.text_reader.pytesseract import PytesseractReader
from adapters.text_reader.tesserocr import TesserocrReader
from records.errors import Misconfigured

if TYPE_CHECKING:
    from ocr.ports import TextReader

LINES = ("Căn cứ Luật Tổ chức chính quyền địa phương;", "Số: 2217/QĐ-UBND", "Điều 1. Cấp giấy chứng nhận")
_FONTS = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/freefont/FreeSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    path = next((path for path in _FONTS if Path(path).is_file()), None)
    if path is None:
        pytest.skip("no font with Vietnamese letters is installed (fonts-croscore)")
    image = Image.new("L", (1300, 500), 255)
    for index, line in enumerate(LINES):
        ImageDraw.Draw(image).text((100, 60 + 100 * index), line, font=ImageFont.truetype(path, 38), fill=0)
    return np.array(image)


@pytest.fixture(scope="module", params=[TesserocrReader, PytesseractReader], ids=["tesserocr", "pytesseract"])
def reader(request: pytest.FixtureRequest) -> TextReader:
    if request.param is PytesseractReader and shutil.which("tesseract") is None:
        pytest.skip("the program tesseract is not installed")
    return request.param()


def test_the_name_says_engine_version_and_model(reader: TextReader) -> None:
    assert "-5" in reader.name
    assert "vie" in reader.name


def test_lines_come_in_reading_order_in_nfc(reader: TextReader, page: np.ndarray) -> None:
    lines = reader.read(page, 200)
    assert [line.text for line in lines] == list(LINES)
    for line in lines:
        for word in line.words:
            assert word.text == unicodedata.normalize("NFC", word.text)
            assert word.text.split() == [word.text]
            assert 0.0 <= word.confidence <= 1.0


def test_boxes_are_pixels_of_the_raster_around_the_ink(reader: TextReader, page: np.ndarray) -> None:
    for line in reader.read(page, 200):
        box = line.box
        left, top, right, bottom = (round(side) for side in (box.x0, box.y0, box.x1, box.y1))
        assert 0 <= left < right <= page.shape[1]
        assert 0 <= top < bottom <= page.shape[0]
        assert np.count_nonzero(page[top:bottom, left:right] < 128) > 500
    columns = np.flatnonzero((page < 128).any(axis=0))
    assert reader.read(page, 200)[0].box.x0 == pytest.approx(columns[0], abs=3)


def test_a_page_without_text_gives_no_lines(reader: TextReader) -> None:
    assert list(reader.read(np.full((600, 400), 255, np.uint8), 200)) == []


def test_the_same_raster_gives_the_same_lines(reader: TextReader, page: np.ndarray) -> None:
    first = reader.read(page, 200)
    reader.read(np.full((300, 300), 255, np.uint8), 200)
    assert reader.read(page, 200) == first


@pytest.mark.parametrize("kind", [TesserocrReader, PytesseractReader])
def test_missing_data_are_a_matter_of_settings(
    kind: type[TextReader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(Misconfigured) as refused:
        kind()
    assert refused.value.code == "reading.no_engine"
    assert "TESSDATA_PREFIX" in refused.value.hint.vi
