from __future__ import annotations

import pytest

from ocr.page_lines import split_at_wide_gaps
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
    divided = split_at_wide_gaps(whole, found)
    assert len(divided) == parts
    assert [word for part in divided for word in part.words] == list(whole.words)
