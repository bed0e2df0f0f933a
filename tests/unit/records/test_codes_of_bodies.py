"""Codes of bodies and procedures: what is wrong is said, with what to do, and nothing is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.findings import Severity
from records.identification_code import LONGEST, check_identification_code
from records.procedure_code import check_procedure_code

pytestmark = pytest.mark.law("R32")


@pytest.mark.parametrize("code", ["G09", "H36.12", "H15.50.05.13", "G12.A1", "0101243150", "0101243150-001"])
def test_a_code_by_the_decision_is_right(code: str) -> None:
    assert check_identification_code(code) == ()


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("", {"code.empty"}),
        ("000.00.12.H36", {"code.old_form"}),
        ("h36.12", {"code.signs"}),
        ("H36-12", {"code.signs"}),
        ("H36 .12", {"code.signs"}),
        ("HĐ6", {"code.signs"}),
        ("H36..12", {"code.empty_group"}),
        ("H36.", {"code.empty_group"}),
        ("36.12", {"code.first_group"}),
        ("H3", {"code.first_group"}),
        ("H36" + ".123" * 9, {"code.too_long"}),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(code: str, wrong: set[str]) -> None:
    found = check_identification_code(code, "line 3")
    assert {one.code for one in found} == wrong
    for one in found:
        assert one.severity is Severity.WARNING, "a code is no reason to refuse"
        assert one.where == "line 3"
        assert one.hint.vi
        assert one.hint.en


def test_thirty_five_signs_are_the_most() -> None:
    longest = "H36" + ".123" * 8
    assert len(longest) == LONGEST
    assert check_identification_code(longest) == ()
    assert [one.code for one in check_identification_code(longest + "4")] == ["code.too_long"]


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_checked(text: str) -> None:
    for one in (*check_identification_code(text), *check_procedure_code(text)):
        assert one.says.vi
        assert one.says.en


@pytest.mark.parametrize("code", ["2.000635", "1.001234", "2.000815.000.00.00.H55", "1.009999.000.00.00.G12"])
def test_a_code_of_a_procedure_is_right(code: str) -> None:
    assert check_procedure_code(code) == ()


@pytest.mark.parametrize("code", ["", "2.00063", "2000635", "A.000635", "2.000815.00.00.H55", "2.000815.000.00.00.X55"])
def test_what_is_no_code_of_a_procedure_is_told(code: str) -> None:
    assert [one.code for one in check_procedure_code(code)] == ["code.procedure"]


def test_a_misread_code_of_a_procedure_is_proposed_as_it_is_meant() -> None:
    (found,) = check_procedure_code("2.OOO635")
    assert "2.000635" in found.hint.vi
