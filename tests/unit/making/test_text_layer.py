"""The words under a page: over their picture, and one line for whoever takes the text out."""

from __future__ import annotations

import re
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from records.page_text import Box, Line, PageText, Word
from tests.unit.making import readings
from tests.unit.making.test_make_pdfa import extracted, make, marked_page, save
from tests.verapdf import check

if TYPE_CHECKING:
    from pathlib import Path


def test_each_word_lies_over_its_box(tmp_path: Path) -> None:
    words = (
        Word("Điều", Box(60, 100, 90, 112), 1),
        Word("1.", Box(97, 101, 104, 112), 1),
        Word("Quyết", Box(122, 99, 190, 113), 1),
        Word("định", Box(193, 99, 220, 113), 1),
    )
    text = PageText(width=400, height=600, lines=(Line(words),))
    source = save(marked_page(), tmp_path / "a.jpg")
    make(source, "image/jpeg", [readings.reading(1, text)], tmp_path / "boxes.pdf")
    out = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "boxes.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    found = [line.strip() for line in out.splitlines() if "<word " in line]
    assert len(found) == len(words)
    for line, word in zip(found, words, strict=True):
        values = [float(part.split('"')[1]) for part in line.split(" ")[1:5]]
        assert line.endswith(f">{word.text}</word>")
        assert values == pytest.approx([word.box.x0, 99, word.box.x1, 113], abs=0.6)


def test_a_line_stays_whole_for_every_extractor(tmp_path: Path) -> None:
    """Through a gap of two ems, a box that reaches into the next word, and words of one letter."""
    words = (
        Word("Nữ", Box(60, 100, 78, 112), 1),
        Word("Dân", Box(102, 100, 122, 112), 1),
        Word("tộc", Box(126, 100, 160, 112), 1),
        Word("ở", Box(146, 100, 151, 112), 1),
        Word("-", Box(155, 105, 158, 107), 1),
        Word("Tày", Box(162, 100, 182, 112), 1),
    )
    above, below = "Họ, chữ đệm và tên khai sinh", "Quốc tịch Việt Nam, ở xã"
    lines = (
        readings.words_of(above, Box(60, 84, 182, 96)),
        Line(words),
        readings.words_of(below, Box(60, 116, 182, 128)),
    )
    text = PageText(width=400, height=600, lines=lines)
    source = save(marked_page(), tmp_path / "a.jpg")
    make(source, "image/jpeg", [readings.reading(1, text)], tmp_path / "whole.pdf")
    expected = [above, "Nữ Dân tộc ở - Tày", below]
    for option in ((), ("-raw",), ("-layout",)):
        got = re.sub(" +", " ", extracted(tmp_path / "whole.pdf", 1, *option))
        assert [line.strip() for line in got.splitlines() if line.strip()] == expected, option
    with closing(pypdfium2.PdfDocument(tmp_path / "whole.pdf")) as document:
        assert document[0].get_textpage().get_text_range().split("\r\n") == expected
    assert check([tmp_path / "whole.pdf"], "2u") == []
