from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.text_reader.tesserocr import TesserocrReader
from app.samples.fonts import find_faces
from ingest.marks import of_stamps
from ocr.model import Straightening
from ocr.red_ink import read_red_ink
from records.folding import fold

if TYPE_CHECKING:
    from ocr.model import Raster
    from records.page_text import Line

LEVEL = Straightening()
DPI = 200.0


@pytest.fixture(scope="module")
def reader() -> TesserocrReader:
    return TesserocrReader()


def page(stamp: str = "", *, angle: float = 0.0, ink: tuple[int, int, int] = (205, 60, 70), top: int = 350) -> Raster:
    """A yellowed A4 page of 200 dpi with a framed stamp."""
    sheet = Image.new("RGB", (1654, 2339), (240, 232, 214))
    if stamp:
        font = find_faces().bold.at(44)
        box = font.getbbox(stamp)
        mark = Image.new("L", (int(box[2]) + 50, int(box[3]) + 40), 0)
        draw = ImageDraw.Draw(mark)
        draw.rectangle((4, 4, mark.width - 5, mark.height - 5), outline=255, width=3)
        draw.text((25, 12), stamp, fill=255, font=font)
        turned = mark.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        sheet.paste(Image.new("RGB", turned.size, ink), (180, top), turned)
    return np.asarray(sheet)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(("stamp", "secrecy"), [("MẬT", "MẬT"), ("TỐI MẬT", "TỐI MẬT"), ("TUYỆT MẬT", "TUYỆT MẬT")])
@pytest.mark.parametrize("angle", [0.0, 4.0, -7.0])
def test_marks_of_secrecy_stamped_in_red_are_read(
    reader: TesserocrReader, stamp: str, secrecy: str, angle: float
) -> None:
    found = tuple(read_red_ink(page(stamp, angle=angle), DPI, LEVEL, reader))
    assert of_stamps(found)[0] == secrecy, texts(found)


@pytest.mark.parametrize("angle", [0.0, 30.0, 60.0])
def test_a_slanting_mark_of_urgency_is_read(reader: TesserocrReader, angle: float) -> None:
    found = tuple(read_red_ink(page("HỎA TỐC", angle=angle), DPI, LEVEL, reader))
    assert of_stamps(found)[1] == "HỎA TỐC", texts(found)


def test_black_print_paper_and_gray_pictures_have_no_red_ink(reader: TesserocrReader) -> None:
    assert read_red_ink(page(), DPI, LEVEL, reader) == ()
    assert read_red_ink(page("MẬT", ink=(40, 38, 36)), DPI, LEVEL, reader) == ()
    assert read_red_ink(page("MẬT")[..., 0].copy(), DPI, LEVEL, reader) == ()


def test_ink_in_the_lower_half_is_a_seal(reader: TesserocrReader) -> None:
    assert read_red_ink(page("MẬT", top=1500), DPI, LEVEL, reader) == ()


def test_where_the_stamp_stands_is_said(reader: TesserocrReader) -> None:
    found = read_red_ink(page("MẬT"), DPI, LEVEL, reader)
    box = next(line.box for line in found if fold(line.text) == "mat")
    assert 150 < box.x0 < 220
    assert 320 < box.y0 < 380
