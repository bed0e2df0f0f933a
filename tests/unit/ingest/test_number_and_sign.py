from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document_types import built_in_kinds
from ingest.number_and_sign import parse_number_and_sign

units = st.text(alphabet="ABCDĐGHKLMNPQRSTUVX", min_size=2, max_size=6)
signs = st.builds(
    lambda kind, unit, part: f"{kind}-{unit}" + (f"-{part}" if part else ""),
    st.sampled_from(sorted(built_in_kinds().by_abbreviation)),
    units,
    st.none() | units,
).filter(lambda sign: not {"HDND", "QDND"} & set(sign.split("-")))


@given(st.integers(1, 999_999), signs)
def test_number_and_sign_round_trip(number: int, sign: str) -> None:
    parsed = parse_number_and_sign(f" {number:02}/{sign}")
    assert parsed is not None
    assert (parsed.number, parsed.sign) == (f"{number:02}", sign)
    assert parse_number_and_sign(parsed.text) is not None
    assert parse_number_and_sign(parsed.text).text == parsed.text  # type: ignore[union-attr]  # asserted above


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("129/QĐ-BNV", "129", "QĐ-BNV"),
        (" 2093 /QĐ-BYT", "2093", "QĐ-BYT"),
        ("33/2022/NQ-HĐND", "33", "2022/NQ-HĐND"),
        ("34-TB/ĐTN", "34", "TB/ĐTN"),
        ("129 / QD - BNV", "129", "QĐ-BNV"),
        ("05/HD-SNV", "05", "HD-SNV"),
        ("1349/TA-VP", "1349", "TA-VP"),
        ("12/UBND-VX.KT", "12", "UBND-VX.KT"),
        ("7/KH-HDND", "7", "KH-HĐND"),
    ],
)
def test_as_printed(text: str, number: str, sign: str) -> None:
    parsed = parse_number_and_sign(text)
    assert parsed is not None
    assert (parsed.number, parsed.sign) == (number, sign)


@pytest.mark.parametrize(
    "text", ["M' /CT-UBND", "6Ýƒ /STP-VB", "/1TB-DCT", "2.5- TB/ĐTN", "/QĐ-BYT", "O1/QĐ-BYT", "0/QĐ-X"]
)
def test_handwriting_read_as_letters_is_no_number(text: str) -> None:
    parsed = parse_number_and_sign(text)
    assert parsed is not None
    assert parsed.number == ""
    assert parsed.sign


@pytest.mark.parametrize("text", ["", "…", "12345", "Sở Tư pháp", "/"])
def test_without_a_sign_there_is_nothing(text: str) -> None:
    assert parse_number_and_sign(text) is None


@pytest.mark.parametrize(
    ("sign", "name"),
    [("QĐ-BNV", "Quyết định"), ("2022/NQ-HĐND", "Nghị quyết"), ("TB/ĐTN", "Thông báo"), ("STP-VB", ""), ("QĐ", "")],
)
def test_the_type_a_sign_names(sign: str, name: str) -> None:
    assert built_in_kinds().type_of_sign(sign) == name
