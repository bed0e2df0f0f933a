"""Codes and names of procedures, looked up in the list on a day."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.model import CodeListKind
from ingest.code_lists.read_table import read_table
from ingest.match_procedure import ProcedureCatalogue
from records.findings import Severity

pytestmark = pytest.mark.law("R32")

TABLE = """code;name;first_day;last_day
2.000635;Đăng ký khai sinh;;
1.004194;Đăng ký tạm trú;;30/06/2025
1.010001;Đăng ký tạm trú;01/07/2025;
1.010002;Cấp bản sao;;
1.010003;Cấp bản sao;;
"""
CATALOGUE = ProcedureCatalogue(read_table(CodeListKind.PROCEDURES, TABLE.encode())[0])
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("code", "day", "told"),
    [
        ("2.000635", AFTER, []),
        ("2.000635.000.00.00.H55", AFTER, []),
        ("1.004194", BEFORE, []),
        ("1.004194", AFTER, ["code.procedure_not_in_force"]),
        ("1.010001", BEFORE, ["code.procedure_not_in_force"]),
        ("9.999999", AFTER, ["code.procedure_unknown"]),
    ],
)
def test_a_code_is_looked_up_on_a_day(code: str, day: date, told: list[str]) -> None:
    found = CATALOGUE.check_code(code, day)
    assert [one.code for one in found] == told
    assert all(one.severity is Severity.WARNING and one.hint.vi and one.hint.en for one in found)


def test_it_is_told_until_when_a_procedure_was_in_force() -> None:
    (found,) = CATALOGUE.check_code("1.004194", AFTER)
    assert "áp dụng đến 30/06/2025, không vào ngày 01/07/2025" in found.says.vi


def test_of_an_empty_list_nothing_is_told() -> None:
    empty = ProcedureCatalogue(built_in_entries(CodeListKind.PROCEDURES))
    assert empty.check_code("9.999999", AFTER) == empty.match("Đăng ký khai sinh", AFTER) == ()


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("ĐĂNG KÝ KHAI SINH", AFTER, "2.000635"),
        ("Đăng ký tạm trú", BEFORE, "1.004194"),
        ("Đăng ký tạm trú", AFTER, "1.010001"),
        ("Cấp bản sao", AFTER, ""),
        ("Hồ sơ của bà An", AFTER, ""),
        ("", AFTER, ""),
    ],
)
def test_a_name_that_one_procedure_had_on_the_day_gives_its_code(name: str, day: date, code: str) -> None:
    found = CATALOGUE.match(name, day)
    assert [(one.code, one.severity) for one in found] == ([("procedure.known", Severity.NOTE)] if code else [])
    assert all(code in one.says.vi for one in found)
