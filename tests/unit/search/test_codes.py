"""Numbers and signs, and codes of dossiers."""

from __future__ import annotations

import time

import pytest

from records.folding import normalise
from search_api.codes import (
    bare_numbers_in,
    code_scanned,
    code_tails_in,
    dossier_codes_in,
    keys_cited,
    keys_of_dossier,
    keys_of_number,
    loose_numbers_in,
    numbers_in,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("129/QĐ-BNV", "129/qd-bnv"),
        ("Số: 129 /QĐ - BNV", "129/qd-bnv"),
        ("số 0129/QÐ–BNV,", "129/qd-bnv"),
        ("I29/QĐ-BNV", "129/qd-bnv"),
        ("09/2020/NĐ-CP.", "9/2020/nd-cp"),
        ("1234/UBND-VP ngày", "1234/ubnd-vp"),
        ("52/2021/TT-BNV;", "52/2021/tt-bnv"),
        ("12/QĐ-UBND -bỏ", "12/qd-ubnd"),
        ("15/GM-HĐND.VP", "15/gm-hdnd.vp"),
    ],
)
def test_number_and_sign(text: str, key: str) -> None:
    assert [code.key for code in numbers_in(normalise(text))] == [key]


@pytest.mark.parametrize("text", ["24/06/2025", "1/2", "3.000/m2", "a/b", "http://x/y", "số 12/2020"])
def test_no_number_and_sign(text: str) -> None:
    assert numbers_in(text) == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("129 QĐ-BNV", "129/qd-bnv"),
        ("129-QĐ-BNV", "129/qd-bnv"),
        ("129qđ - bnv", "129/qd-bnv"),
        ("0129 QĐ-UBND.HC", "129/qd-ubnd.hc"),
        ("12 2024 QĐ-UBND", "12/2024/qd-ubnd"),
        ("1234 UBND-VP", "1234/ubnd-vp"),
    ],
)
def test_a_number_typed_without_its_slash(typed: str, key: str) -> None:
    assert [code.key for code in loose_numbers_in(normalise(typed))] == [key]
    assert numbers_in(normalise(typed)) == []


@pytest.mark.parametrize("text", ["129 nhà-đất", "129/QĐ-BNV", "quý 2 năm 2020", "129 QĐ", "2018-2020", "đội 5 tổ-a"])
def test_no_number_without_a_slash(text: str) -> None:
    assert loose_numbers_in(normalise(text)) == []


@pytest.mark.parametrize(
    "scanned",
    [
        "https://dichvucong.gov.vn/p?ma=H15.50.05.13-261008-0975&x=1",
        "H15.50.05.13-261008-0975|NGUYEN VAN A|08102026",
        "so=H15.50.05.13-261008-0975",
    ],
)
def test_the_code_in_what_a_scanner_typed(scanned: str) -> None:
    assert code_scanned(scanned) == "H15.50.05.13-261008-0975"


@pytest.mark.parametrize("typed", ["H15.50.05.13-261008-0975", "mã=129 đất", "https://vankho.vn/x", "129/QĐ-BNV", ""])
def test_what_nobody_scanned_stays_as_it_is(typed: str) -> None:
    assert code_scanned(typed) is None


def test_the_place_of_a_code_is_a_place_in_the_text() -> None:
    text = normalise("Căn cứ Quyết định số 129/ QĐ - BNV ngày 24")
    (code,) = numbers_in(text)
    assert text[code.start : code.end] == "129/ QĐ - BNV"


def test_bare_numbers() -> None:
    assert [code.key for code in bare_numbers_in("Số: 0129 ngày 3/5")] == ["129"]
    for text in ("số 129/QĐ-BNV", "số 1.000 đồng", "số 12345678901", "hồ sơ 129", "so sánh 12", "sơ 129"):
        assert bare_numbers_in(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("H15.50.05.13-261008-0975", "h15.50.05.13-261008-0975"),
        ("(h15.5O.05.13 - 26lOO8-O975)", "h15.50.05.13-261008-0975"),
        ("000.00.00.G22-210915-0001", "000.00.00.g22-210915-0001"),
        ("000.00.12.H15–210915–00012", "000.00.12.h15-210915-00012"),
    ],
)
def test_dossier_codes_of_both_generations(text: str, key: str) -> None:
    assert [code.key for code in dossier_codes_in(text)] == [key]


def test_no_dossier_code() -> None:
    for text in ("mai-trần-lo", "0912-345-678", "1.234.567", "H15.50.05"):
        assert dossier_codes_in(text) == []


def test_tail_of_a_dossier_code() -> None:
    assert [code.key for code in code_tails_in("mã 261008-0975")] == ["261008-0975"]
    assert "261008-0975" in keys_of_dossier("H15.50.05.13-261008-0975")


def test_keys() -> None:
    assert keys_of_number("09/2020/NĐ-CP") == {"9", "9/nd", "9/nd-cp", "9/2020/nd", "9/2020/nd-cp"}
    assert keys_of_number("11") == {"11"}
    assert keys_of_number("") == frozenset()
    assert keys_of_dossier("HS-01 / 2020") == {"hs-01/2020"}
    assert keys_of_dossier("") == frozenset()
    assert {"7", "7/qd", "7/qd-x", "12"} == keys_cited(normalise("theo 07/QĐ-X và số 12"))


@pytest.mark.parametrize(
    "piece", ["1/a-", "1/" + "a" * 50 + "-", "0.0", "H15.50.", "-000000", "o0l1i", "so 1", "1/2020/"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * 2000
    start = time.process_time()
    keys_cited(text)
    code_tails_in(text)
    assert time.process_time() - start < 2
