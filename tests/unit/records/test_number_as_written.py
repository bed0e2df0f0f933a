"""Number and sign as a paper has them, also where nobody could read the number."""

from __future__ import annotations

import pytest

from records.description import number_as_written


@pytest.mark.parametrize(
    ("number", "sign", "written"),
    [
        ("129", "QĐ-BNV", "129/QĐ-BNV"),
        ("55", "TB/ĐTN", "55-TB/ĐTN"),
        ("30", "2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("7", "TTPVHCC", "7/TTPVHCC"),
        ("", "TB/ĐTN", "…-TB/ĐTN"),
        ("", "QĐ-UBND", "…/QĐ-UBND"),
        ("12", "", "12"),
        ("", "", ""),
    ],
)
def test_what_was_not_read_leaves_its_place(number: str, sign: str, written: str) -> None:
    assert number_as_written(number, sign) == written
