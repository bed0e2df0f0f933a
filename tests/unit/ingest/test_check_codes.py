"""Codes of one-stop dossiers, with the day and the body in them."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.check_codes import CodeKind, check_code

pytestmark = pytest.mark.law("R32")

TODAY = date(2026, 11, 26)


def codes(kind: CodeKind, code: str) -> list[str]:
    return [one.code for one in check_code(kind, code, today=TODAY)]


@pytest.mark.parametrize("code", ["H15.50.05.13-261008-0975", "000.00.00.G22-210915-0001", "H36-261126-0001"])
def test_a_dossier_code_is_right(code: str) -> None:
    assert codes(CodeKind.DOSSIER, code) == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("", "code.dossier"),
        ("một cửa 12", "code.dossier"),
        ("H15.50.05.13–261008–0975", "code.dossier"),
        ("H15.50.05.13-261308-0975", "code.dossier_day"),
        ("000.00.00.G22-210931-0001", "code.dossier_day"),
        ("H15.50.05.13-261127-0975", "code.dossier_day"),
        ("15.50.05.13-261008-0975", "code.first_group"),
        ("H15..05-261008-0975", "code.empty_group"),
        ("H15.50-261008-975", "code.dossier"),
    ],
)
def test_what_is_wrong_with_a_dossier_code_is_told(code: str, wrong: str) -> None:
    assert codes(CodeKind.DOSSIER, code) == [wrong]


def test_a_code_that_can_be_mended_is_proposed() -> None:
    (found,) = check_code(CodeKind.DOSSIER, "h15.50.05.13 – 26I0O8 – 0975", today=TODAY)
    assert "H15.50.05.13-261008-0975" in found.hint.vi


def test_each_kind_has_its_check() -> None:
    assert codes(CodeKind.AGENCY, "H36.12") == codes(CodeKind.PROCEDURE, "2.000635") == []
    assert codes(CodeKind.AGENCY, "2.000635") == ["code.first_group"]
    assert codes(CodeKind.PROCEDURE, "H36.12") == ["code.procedure"]
