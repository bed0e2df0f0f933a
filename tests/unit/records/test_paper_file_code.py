from __future__ import annotations

import pytest

from records.confidence_level import ConfidenceLevel, confidence_level
from records.errors import InvalidInput
from records.paper_file_code import box_of, paper_file_code, paper_key

pytestmark = pytest.mark.law("R18")


def test_a_code_has_one_spelling_and_a_length() -> None:
    assert paper_file_code("  Kho  2/Giá 5/Hộp 12 . 117\n") == "Kho 2/Giá 5/Hộp 12 . 117"
    assert paper_file_code(" \t") == ""
    assert len(paper_file_code("H" * 100)) == 100
    with pytest.raises(InvalidInput, match=r"paper\.code_too_long"):
        paper_file_code("H" * 101)


def test_codes_are_compared_without_marks_capitals_and_blanks() -> None:
    assert paper_key("Hộp 12.117") == paper_key("hop12 .117") == "hop12.117"


def test_the_box_is_the_code_without_the_number_of_the_file() -> None:
    assert box_of("H49.64.K2/G05/H12.117") == box_of("H49.64.K2/G05/H12") == "H49.64.K2/G05/H12"
    assert box_of("H49.K2.G5.H12.117") == "H49.K2.G5.H12"
    assert [box_of(code) for code in ("H12", ".7", "")] == ["H12", ".7", ""]


@pytest.mark.parametrize(
    ("scanned", "pages", "level"),
    [
        (0, 0, None),
        (0, 3, ConfidenceLevel.ELECTRONIC),
        (3, 3, ConfidenceLevel.DIGITISED),
        (1, 3, ConfidenceLevel.MIXED),
    ],
)
def test_the_level_of_so_many_pages(scanned: int, pages: int, level: ConfidenceLevel | None) -> None:
    assert confidence_level(scanned=scanned, pages=pages) is level
