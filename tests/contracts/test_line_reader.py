"""The line reader keeps the promises of ``ocr.ports.LineReader``."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image, ImageDraw, ImageFont

from adapters.line_reader.network import MODEL, NetworkLineReader
from ocr.ports import PixelBox
from records.errors import Misconfigured

LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Số: 2217/QĐ-UBND",
    "Điều 1. Cấp giấy chứng nhận quyền sử dụng đất cho ông Nguyễn Hữu Thỏa,",
    "bà Đỗ Thị Quỳnh ở ấp Mỹ Phước; diện tích 1.250,5 m²",
    "3",
)
_FONTS = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/freefont/FreeSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)


@pytest.fixture(scope="module")
def reader() -> NetworkLineReader:
    return NetworkLineReader()


@pytest.fixture(scope="module")
def page() -> tuple[np.ndarray, list[PixelBox]]:
    path = next((path for path in _FONTS if Path(path).is_file()), None)
    if path is None:
        pytest.skip("no font with Vietnamese letters is installed (fonts-croscore)")
    image = Image.new("L", (1700, 700), 255)
    boxes = []
    for index, line in enumerate(LINES):
        font = ImageFont.truetype(path, 44)
        place = (100, 60 + 100 * index)
        ImageDraw.Draw(image).text(place, line, font=font, fill=0)
        left, top, right, bottom = (int(side) for side in ImageDraw.Draw(image).textbbox(place, line, font=font))
        boxes.append(PixelBox(left - 3, top - 4, right + 4, bottom + 2))
    return np.array(image), boxes


def test_every_box_gives_its_line(reader: NetworkLineReader, page: tuple[np.ndarray, list[PixelBox]]) -> None:
    gray, boxes = page
    assert [line and line.text for line in reader.read(gray, boxes)] == list(LINES)
    assert [line and line.text for line in reader.read(gray, boxes[::-1])] == list(LINES[::-1])


def test_words_are_nfc_surely_read_and_boxed_by_their_ink(
    reader: NetworkLineReader, page: tuple[np.ndarray, list[PixelBox]]
) -> None:
    gray, boxes = page
    for line, box in zip(reader.read(gray, boxes), boxes, strict=True):
        assert line is not None
        last = 0.0
        for word in line.words:
            assert word.text == unicodedata.normalize("NFC", word.text)
            assert word.text.split() == [word.text]
            assert 0.5 < word.confidence <= 1.0
            assert box.y0 <= word.box.y0 < word.box.y1 <= box.y1
            assert last <= word.box.x0 < word.box.x1
            place = np.s_[int(word.box.y0) : int(word.box.y1), int(word.box.x0) : int(word.box.x1)]
            ink = np.argwhere(gray[place] < 128)
            # Ink reaches every side of its box.
            assert ink.min(axis=0).max() <= 2
            assert (np.array(gray[place].shape) - 1 - ink.max(axis=0)).max() <= 2
            last = word.box.x1


def test_paper_gives_nothing(reader: NetworkLineReader) -> None:
    white = np.full((300, 900), 255, np.uint8)
    assert list(reader.read(white, [PixelBox(50, 50, 800, 100), PixelBox(0, 0, 900, 300)])) == [None, None]
    assert list(reader.read(white, [])) == []


def test_a_line_reads_alike_alone_and_in_company(
    reader: NetworkLineReader, page: tuple[np.ndarray, list[PixelBox]]
) -> None:
    gray, boxes = page
    together = reader.read(gray, boxes)
    for box, line in zip(boxes, together, strict=True):
        (alone,) = reader.read(gray, [box])
        assert alone is not None
        assert line is not None
        assert [(w.text, w.box) for w in alone.words] == [(w.text, w.box) for w in line.words]
        assert [w.confidence for w in alone.words] == pytest.approx([w.confidence for w in line.words], abs=1e-3)


def test_boxes_beyond_the_page_and_of_one_pixel_do_no_harm(reader: NetworkLineReader) -> None:
    gray = np.zeros((60, 60), np.uint8)
    found = reader.read(gray, [PixelBox(0, 0, 1, 1), PixelBox(0, 0, 60, 60), PixelBox(59, 0, 60, 60)])
    assert len(found) == 3


def test_the_model_can_spell_vietnamese_and_is_small() -> None:
    about = onnxruntime.InferenceSession(str(MODEL)).get_modelmeta().custom_metadata_map
    spelt = set(about["letters"])
    vowels = [
        unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in ("", *"\u0300\u0301\u0303\u0309\u0323")
    ]
    assert not {sign for vowel in vowels for sign in (vowel, vowel.upper())} - spelt
    assert MODEL.stat().st_size < 10 * 2**20
    assert about["name"].startswith("vankho-lines-")


def test_a_missing_or_damaged_model_is_said_with_a_way_out(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(MODEL.read_bytes()[:5000])
    for model in (tmp_path / "none.onnx", damaged):
        with pytest.raises(Misconfigured) as refused:
            NetworkLineReader(model)
        assert refused.value.code == "reading.no_engine"
        assert refused.value.hint.vi
