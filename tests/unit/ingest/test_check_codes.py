"""Codes of one-stop dossiers, with the day and the body in them."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.check_codes import CodeKind, KnownCodes, check_code, day_of_dossier
from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.model import CodeListKind
from ingest.code_lists.read_table import read_table
from ingest.match_agency import AgencyCatalogue
from ingest.match_procedure import ProcedureCatalogue

pytestmark = pytest.mark.law("R32")

TODAY = date(2026, 11, 26)
BUILT_IN = KnownCodes(
    agencies=AgencyCatalogue(built_in_entries(CodeListKind.AGENCIES), whole=False),
    procedures=ProcedureCatalogue(built_in_entries(CodeListKind.PROCEDURES)),
)
AGENCIES = """code;name;other_names;first_day;last_day;successor
H15.50;Phường cũ;;;30/06/2025;H15.60
H15.60;Phường mới;;01/07/2025;;
G22;Văn phòng Chính phủ;;;;
"""
PROCEDURES = "code;name;first_day;last_day\n2.000635;Đăng ký khai sinh;;30/06/2025\n"
IMPORTED = KnownCodes(
    agencies=AgencyCatalogue(read_table(CodeListKind.AGENCIES, AGENCIES.encode())[0]),
    procedures=ProcedureCatalogue(read_table(CodeListKind.PROCEDURES, PROCEDURES.encode())[0]),
)


def codes(kind: CodeKind, code: str, known: KnownCodes = BUILT_IN, on: date | None = None) -> list[str]:
    return [one.code for one in check_code(kind, code, known, today=TODAY, on=on)]


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
    (found,) = check_code(CodeKind.DOSSIER, "h15.50.05.13 – 26I0O8 – 0975", BUILT_IN, today=TODAY)
    assert "H15.50.05.13-261008-0975" in found.hint.vi


def test_each_kind_has_its_check() -> None:
    assert codes(CodeKind.AGENCY, "H36.12") == codes(CodeKind.PROCEDURE, "2.000635") == []
    assert codes(CodeKind.AGENCY, "2.000635") == ["code.first_group"]
    assert codes(CodeKind.PROCEDURE, "H36.12") == ["code.procedure"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("H15.50-250630-0001", []),
        ("H15.50-250701-0001", ["code.agency_not_in_being"]),
        ("H15.60-250701-0001", []),
        ("H15.70-250701-0001", ["code.agency_unknown"]),
        ("000.00.00.G22-210915-0001", []),
        ("000.00.00.G23-210915-0001", ["code.agency_unknown"]),
        ("000.12.34.H99-210915-0001", []),
    ],
)
@pytest.mark.law("R33")
def test_the_body_in_a_dossier_code_is_looked_up_on_the_day_of_reception(code: str, told: list[str]) -> None:
    assert codes(CodeKind.DOSSIER, code, IMPORTED) == told
    assert codes(CodeKind.DOSSIER, code) == [], "the list that comes with Vankho has ministries alone"


def test_a_right_code_is_looked_up_in_the_list_on_the_day_that_is_asked_for() -> None:
    before = date(2025, 6, 30)
    assert codes(CodeKind.AGENCY, "H15.50", IMPORTED) == ["code.agency_not_in_being"]
    assert codes(CodeKind.AGENCY, "H15.50", IMPORTED, before) == []
    assert codes(CodeKind.AGENCY, "h15.70", IMPORTED) == ["code.signs"], "one thing at a time"
    assert codes(CodeKind.PROCEDURE, "2.000635", IMPORTED) == ["code.procedure_not_in_force"]
    assert codes(CodeKind.PROCEDURE, "2.000635", IMPORTED, before) == []
    assert codes(CodeKind.PROCEDURE, "2.000636", IMPORTED) == ["code.procedure_unknown"]


def test_the_day_of_reception_is_read_from_the_code() -> None:
    assert day_of_dossier("H15.50-250630-0001") == date(2025, 6, 30)
    assert day_of_dossier("H15.50-251330-0001") is day_of_dossier("x") is None
