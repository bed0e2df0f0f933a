"""What a document of many pages costs in memory: the words of all its pages are never held together."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pikepdf
import pytest

from ocr.make_pdfa import PDF, make_pdfa
from ocr.words_archive import write_words_archive
from records.page_text import Box, PageText
from tests.unit.making import readings
from tests.verapdf import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr.model import PageReading

PAGES = 12
FEW = 3
"""The page at hand, the one just done, and the next."""


class FromTheDisk:
    """Makes each reading when it is asked for, and counts how many pages of words there are at that moment."""

    def __init__(self) -> None:
        self.most = 0
        self.passes = 0

    def __iter__(self) -> Iterator[PageReading]:
        self.passes += 1
        for number in range(1, PAGES + 1):
            line = readings.words_of(f"Trang số {number} của hồ sơ dài", Box(60, 60, 500, 80))
            yield readings.reading(number, PageText(width=595, height=842, lines=(line,)))
            self.most = max(
                self.most, sum(isinstance(each, PageText) and bool(each.lines) for each in gc.get_objects())
            )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "long.pdf"
    with pikepdf.new() as pdf:
        for _ in range(PAGES):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path)
    return path


def test_making_holds_the_words_of_few_pages(source: Path, tmp_path: Path) -> None:
    pages = FromTheDisk()
    target = tmp_path / "made.pdf"
    assert make_pdfa(source, PDF, pages, readings.about(), target).page_count == PAGES
    assert pages.most <= FEW
    assert pages.passes == 2
    assert check([target], "2u") == []


def test_the_words_archive_holds_the_words_of_few_pages(tmp_path: Path) -> None:
    pages = FromTheDisk()
    write_words_archive(pages, "long.pdf", tmp_path / "words.zip")
    assert pages.most <= FEW
