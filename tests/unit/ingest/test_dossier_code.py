from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dossier_code import find_code, find_code_in_line, is_code, normalise_code

pytestmark = pytest.mark.law("R32")

two = st.integers(0, 99).map("{:02}".format)
days = st.dates(date(2015, 1, 1), date(2049, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
numbers = st.integers(0, 9_999_999).map("{:04}".format)
new_codes = st.builds(
    lambda letter, unit, parts, day, number: f"{letter}{unit}{''.join('.' + p for p in parts)}-{day}-{number}",
    st.sampled_from("GH"),
    two,
    st.lists(st.integers(0, 999).map("{:02}".format), max_size=4),
    days,
    numbers,
)
old_codes = st.builds(
    lambda a, b, c, letter, unit, day, number: f"{a:03}.{b}.{c}.{letter}{unit}-{day}-{number}",
    st.integers(0, 999),
    two,
    two,
    st.sampled_from("GH"),
    two,
    days,
    numbers,
)
codes = new_codes | old_codes


@given(codes)
def test_a_code_is_its_own_normal_form(code: str) -> None:
    assert is_code(code)
    assert normalise_code(code) == code


@given(codes, st.sampled_from("–—−-"), st.booleans())
def test_dashes_blanks_and_case_do_not_matter(code: str, dash: str, spaced: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    written = code.replace("-", dash if dash != "−" else "-").lower()
    if spaced:
        written = written.replace("-", " - ").replace(".", " .")
    assert normalise_code(f"  {written} ") == code


@given(codes, st.randoms(use_true_random=False))
def test_letters_that_readers_take_for_digits_are_mended(code: str, random) -> None:  # noqa: ANN001 - hypothesis
    confused = {"0": "O", "1": "l", "8": "B", "5": "S"}
    read = "".join(confused[c] if c in confused and random.random() < 0.3 else c for c in code)
    found = find_code_in_line(f"Mã hồ sơ: {read} (ngày nhận)")
    assert found is not None
    assert found.code == code
    assert found.mended == (read != code)


@given(codes, st.text(alphabet="aăâ ,;:()/\n", max_size=10))
def test_a_code_is_found_within_text(code: str, around: str) -> None:
    assert find_code(f"https://dichvucong.gov.vn?ma={code}|{around}") == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H15.50-251399-0001",  # no such day
        "30/2020/NĐ-CP",
        "2217/NQ-TCT",
        "093744878121",
        "H15.50.05.13-261008-09751234",
        "XH15.50.05.13-261008-0975",
    ],
)
def test_what_is_no_code_gives_none(text: str) -> None:
    assert find_code(text) == ""
