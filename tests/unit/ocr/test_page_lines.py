from __future__ import annotations

import pytest

from ocr.page_lines import split_columns
from ocr.ports import PixelBox
from records.page_text import Box, Line, Word


def line(*places: tuple[str, float, float]) -> Line:
    return Line(tuple(Word(text, Box(x0, 100, x1, 110), 0.9) for text, x0, x1 in places))


@pytest.mark.parametrize(
    ("gap", "found", "parts"),
    [
        (8, (), 1),
        (20, (), 1),
        (31, (), 2),
        (24, (PixelBox(0, 95, 50, 115), PixelBox(72, 95, 200, 115)), 2),
        (24, (PixelBox(0, 95, 200, 115),), 1),
        (8, (PixelBox(0, 95, 50, 115), PixelBox(56, 95, 200, 115)), 1),
    ],
)
def test_columns_are_told_by_wide_gaps_and_by_what_the_finder_saw(
    gap: float, found: tuple[PixelBox, ...], parts: int
) -> None:
    whole = line(("Agency", 0, 50), ("Country", 50 + gap, 200))
    divided = split_columns(whole, found)
    assert len(divided) == parts
    assert [word for part in divided for word in part.words] == list(whole.words)


def words(text: str) -> Line:
    return line(*((word, 60.0 * index, 60.0 * index + 50) for index, word in enumerate(text.split())))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ),
        ("TỈNH VĨNH LONG Độc lập - Tự do – Hạnh phúc", ["TỈNH VĨNH LONG", "Độc lập - Tự do – Hạnh phúc"]),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
        (
            "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
            ["Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"],
        ),
        ("NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM NĂM 2013", ["NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM NĂM 2013"]),
    ],
)
def test_name_and_motto_of_the_state_begin_a_column_however_near_the_agency_stands(text: str, parts: list[str]) -> None:
    assert [part.text for part in split_columns(words(text))] == parts
