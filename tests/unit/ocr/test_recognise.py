"""Who reads which line, whose reading is believed, and in which order lines come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocr.model import Straightening
from ocr.pen_ink import MOST_CONFIDENCE, doubt_handwriting
from ocr.ports import LineReader, PixelBox, TextReader
from ocr.reading_order import in_reading_order
from ocr.recognise import Readers, recognise
from ocr.second_opinion import joined_readings
from ocr.shine_through import without_shine
from records.effort import Effort
from records.page_text import Box, Line, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster


def line(text: str, confidence: float = 0.99, *, x: float = 100, y: float = 100, letter: float = 10) -> Line:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + letter * len(word), y + 2 * letter), confidence))
        x += letter * (len(word) + 1)
    return Line(tuple(words))


class Says(LineReader):
    """Says of each box what it was told to: an engine at the edge of the process."""

    name = "says"

    def __init__(self, *lines: Line | None) -> None:
        self.lines = lines

    def read(self, gray: Raster, boxes: Sequence[PixelBox]) -> Sequence[Line | None]:  # noqa: ARG002  as the port says
        return self.lines


class Page(TextReader):
    """Reads what it was told to, and remembers the shades of gray of the sheet that it got."""

    name = "page"

    def __init__(self, *lines: Line) -> None:
        self.lines = lines
        self.shades: set[int] = set()

    def read(self, raster: Raster, dpi: float) -> Sequence[Line]:  # noqa: ARG002  as the port says
        self.shades = set(np.unique(raster).tolist()) - {255}
        return self.lines


UPPER, LOWER = 10, 20
"""Shades of the two halves of ``halves()``."""


def halves() -> Raster:
    gray = np.full((300, 600), UPPER, np.uint8)
    gray[160:] = LOWER
    return gray


BOXES = [PixelBox(90, 95, 500, 125), PixelBox(90, 195, 500, 225)]


@pytest.mark.parametrize(
    ("effort", "confidence", "asked"),
    [
        (Effort.BALANCED, 0.99, set()),
        (Effort.BALANCED, 0.3, {LOWER}),
        (Effort.FAST, 0.3, set()),
        (Effort.CAREFUL, 0.99, {UPPER, LOWER}),
    ],
)
def test_the_dear_reader_is_asked_about_doubtful_lines_alone(
    effort: Effort, confidence: float, asked: set[int]
) -> None:
    page = Page()
    readers = Readers(lines=Says(line("dòng trên"), line("dòng dưới", confidence, y=200)), page=page, effort=effort)
    recognise(halves(), 200, BOXES, readers)
    assert page.shades == asked


@pytest.mark.parametrize("weighty", ["Số: 12/QĐ-UBND", "Huế, ngày 3 tháng 5 năm 2024"])
def test_number_and_date_are_read_twice_however_sure_the_first_reader_is(weighty: str) -> None:
    page = Page()
    readers = Readers(lines=Says(line(weighty), None), page=page)
    recognise(halves(), 200, BOXES, readers)
    assert page.shades == {UPPER}


def test_readings_of_300_dots_an_inch_come_back_in_the_frame_of_the_page() -> None:
    # The strip begins a quarter of a line (12 pixels) before its box and stands 24 pixels inside its sheet.
    second = line("chữ", 0.9, x=24 + (160 - 128) * 2 / 3, y=24 + (143 - 128) * 2 / 3)
    readers = Readers(lines=Says(line("chư", 0.3, x=160, y=143, letter=15)), page=Page(second))
    (found,) = recognise(np.zeros((600, 900), np.uint8), 300, [PixelBox(140, 140, 400, 190)], readers)
    assert found.words[0].text == "chữ"
    assert (found.box.x0, found.box.x1) == (pytest.approx(160, abs=1), pytest.approx(205, abs=1))


def test_a_page_without_boxes_is_not_read() -> None:
    assert recognise(np.zeros((9, 9), np.uint8), 200, [], Readers(lines=Says(), page=Page())) == ()


def test_agreement_makes_sure() -> None:
    both = joined_readings(line("giấy chứng nhận", 0.7), line("giấy chứng nhận", 0.8))
    assert both is not None
    assert [word.confidence for word in both.words] == pytest.approx([0.94] * 3)


@pytest.mark.parametrize(
    ("ours", "theirs", "text"),
    [
        (("tồ", 0.4), ("tổ", 0.9), "tổ"),
        (("tổ", 0.9), ("tồ", 0.4), "tổ"),
        # What can be no syllable must be twice as sure.
        (("tổ", 0.5), ("tổt", 0.9), "tổ"),
        (("7", 0.4), ("ố", 0.9), "7"),
    ],
)
def test_the_surer_word_is_believed(ours: tuple[str, float], theirs: tuple[str, float], text: str) -> None:
    joined = joined_readings(line(*ours), line(*theirs))
    assert joined is not None
    assert joined.text == text
    assert joined.words[0].confidence <= max(ours[1], theirs[1])


@pytest.mark.parametrize(("ours", "theirs"), [("41", "47"), ("4", "4Í"), ("25tháng", "2Stháng")])
def test_figures_on_which_engines_differ_go_to_a_person(ours: str, theirs: str) -> None:
    joined = joined_readings(line(ours, 1.0), line(theirs, 0.9))
    assert joined is not None
    assert joined.words[0].confidence < 0.5


def test_words_cut_otherwise_stand_in_one_place() -> None:
    joined = joined_readings(line("một cửa", 0.5), line("mộtcửa", 0.3))
    assert joined is not None
    assert joined.text == "một cửa"


def test_the_first_reading_alone_stands_and_the_second_alone_does_not() -> None:
    only = line("một")
    assert joined_readings(only, None) is only
    assert joined_readings(None, only) is None


def test_shine_of_the_other_side_goes_and_pale_print_stays() -> None:
    gray = np.full((400, 900), 255, np.uint8)
    own = line("trang này có rất nhiều chữ đen in rõ ràng trên giấy", y=50)
    pale, shine = line("chữ nhạt in rõ", 0.97, y=150), line("gnàr õr", 0.6, y=250)
    dirty = line("mờ", 0.6, y=350)
    for some, ink in ((own, 20), (pale, 150), (shine, 170), (dirty, 30)):
        for word in some.words:
            gray[int(word.box.y0) : int(word.box.y1), int(word.box.x0) : int(word.box.x1) : 2] = ink
    kept = without_shine([own, pale, shine, dirty], gray)
    assert [some.text for some in kept] == [own.text, pale.text, dirty.text]


def _in_ink(page: np.ndarray, some: Line, which: slice, colour: tuple[int, int, int]) -> None:
    for word in some.words[which]:
        page[int(word.box.y0) : int(word.box.y1), int(word.box.x0) : int(word.box.x1)] = colour


def test_what_is_written_in_blue_goes_to_a_person() -> None:
    page = np.full((200, 600, 3), 255, np.uint8)
    whole = line("Số: 55 / TB")
    _in_ink(page, whole, slice(None), (20, 20, 25))
    _in_ink(page, whole, slice(1, 2), (60, 70, 170))
    (read,) = doubt_handwriting([whole], page, Straightening())
    assert [word.confidence <= MOST_CONFIDENCE for word in read.words] == [False, True, False, False]


def test_a_page_printed_in_blue_is_print() -> None:
    page = np.full((200, 600, 3), 255, np.uint8)
    whole = line("tất cả đều xanh")
    _in_ink(page, whole, slice(None), (60, 70, 170))
    assert doubt_handwriting([whole], page, Straightening()) == (whole,)


def column(name: str, x: float, rows: int, y: float = 300) -> list[Line]:
    return [line(f"{name}{row} chữ đầy cả cột báo", x=x, y=y + 40 * row) for row in range(rows)]


def test_rows_are_read_across_and_columns_of_text_one_after_the_other() -> None:
    title = line("Tiêu đề chạy suốt cả trang báo in hai cột chữ", x=100, y=200, letter=12)
    left, right = column("T", 100, 8), column("P", 420, 8)
    mixed = [part for pair in zip(right, left, strict=True) for part in pair]
    assert [some.words[0].text for some in in_reading_order([*mixed, title], [])] == [
        "Tiêu",
        *(f"T{row}" for row in range(8)),
        *(f"P{row}" for row in range(8)),
    ]


def test_a_table_is_read_row_by_row() -> None:
    cells = [
        line(text, x=x, y=300 + 40 * row) for row in range(9) for x, text in ((100, f"{row}"), (300, "Chi"), (520, "9"))
    ]
    found = in_reading_order(cells[::-1], [])
    assert [some.text for some in found[:6]] == ["0", "Chi", "9", "1", "Chi", "9"]


def test_the_two_parts_of_a_head_stay_apart_and_pieces_of_a_line_come_together() -> None:
    head = [line("ỦY BAN", x=100, y=100), line("CỘNG HÒA", x=400, y=104)]
    pieces = [line("Điều 1.", x=100, y=200), line("Phê duyệt", x=190, y=198)]
    boxes = [PixelBox(95, 95, 175, 125), PixelBox(395, 99, 490, 129)]
    assert [some.text for some in in_reading_order([*pieces[::-1], *head[::-1]], boxes)] == [
        "ỦY BAN",
        "CỘNG HÒA",
        "Điều 1. Phê duyệt",
    ]


def test_a_line_about_which_engines_quarrel_is_kept() -> None:
    first = line("Số: 195/TB-DCT", 0.4)
    readers = Readers(lines=Says(first, None), page=Page(line("$Ố; l9S|TB-ĐCT", 0.95, x=24, y=24)))
    (found,) = recognise(halves(), 200, BOXES, readers)
    assert found.text
    assert min(word.confidence for word in found.words) < 0.5
