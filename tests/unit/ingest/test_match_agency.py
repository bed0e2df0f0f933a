"""The agency of a document, looked up in the catalogue on the day of the document."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.model import CodeListKind
from ingest.code_lists.read_table import read_table
from ingest.match_agency import AgencyCatalogue
from records.findings import Finding, Severity

pytestmark = pytest.mark.law("R33")

TABLE = """code;name;other_names;first_day;last_day;successor
H36.1;Sở Kế hoạch và Đầu tư tỉnh Y;Sở KH&ĐT|Sở Kế hoạch - Đầu tư;01/01/1997;28/02/2025;H36.2
H36.2;Sở Tài chính tỉnh Y;;01/01/1997;30/06/2025;H15.9
H15.9;Sở Tài chính tỉnh X;;;;
H15.1;UBND phường An Nghiệp;;01/07/2025;;
H16.1;UBND phường An Nghiệp;;01/07/2025;;
H40;Sở Xây dựng;;01/01/2000;30/06/2025;
H40;Sở Xây dựng và Giao thông;Sở Xây dựng;01/07/2025;;
H50;Xã Tân Hòa;;01/01/2000;31/12/2010;H15.9
H51;Xã Tân Hòa;;01/07/2025;;
H52;Xã Tân Hóa;;;;
"""
ENTRIES, FINDINGS = read_table(CodeListKind.AGENCIES, TABLE.encode())
CATALOGUE = AgencyCatalogue(ENTRIES)
BEFORE, BETWEEN, AFTER = date(2024, 5, 1), date(2025, 4, 1), date(2025, 8, 1)


def match(name: str, day: date | None) -> Finding:
    (found,) = CATALOGUE.match(name, day)
    return found


def test_the_table_of_this_test_is_right() -> None:
    assert FINDINGS == ()


@pytest.mark.parametrize(
    "name", ["Sở Kế hoạch và Đầu tư tỉnh Y", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH Y", "Sở Kế hoạch – Đầu tư", "so kh&dt"]
)
def test_a_body_is_known_by_any_of_its_names_on_its_days(name: str) -> None:
    found = match(name, BEFORE)
    assert (found.code, found.severity) == ("agency.known", Severity.NOTE)
    assert "H36.1" in found.says.vi
    assert match(name, None).code == "agency.known"


def test_a_body_that_ended_before_the_day_is_told_with_who_took_over_by_then() -> None:
    between, after = match("Sở KH&ĐT", BETWEEN), match("Sở KH&ĐT", AFTER)
    assert {between.code, after.code} == {"agency.not_in_being"}
    assert {between.severity, after.severity} == {Severity.WARNING}, "never refused"
    assert "H36.2" in between.says.vi
    assert "Sở Tài chính tỉnh X (H15.9)" in after.says.vi, "through two mergers"
    assert "28/02/2025" in after.says.vi
    early = match("UBND phường An Nghiệp", BEFORE)
    assert early.code == "agency.not_in_being"
    assert "kế tục" not in early.says.vi


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(1996, 12, 31), "agency.not_in_being"),
        (date(1997, 1, 1), "agency.known"),
        (date(2025, 2, 28), "agency.known"),
        (date(2025, 3, 1), "agency.not_in_being"),
    ],
)
def test_the_first_and_the_last_day_count(day: date, code: str) -> None:
    assert match("Sở KH&ĐT", day).code == code


def test_a_name_of_two_bodies_is_ambiguous() -> None:
    found = match("UBND phường An Nghiệp", AFTER)
    assert found.code == "agency.ambiguous"
    assert "H15.1, H16.1" in found.says.en


def test_a_body_that_kept_its_code_under_another_name_is_one() -> None:
    assert "Sở Xây dựng, mã" in match("Sở Xây dựng", BEFORE).says.vi
    assert "Sở Xây dựng và Giao thông, mã" in match("Sở Xây dựng", AFTER).says.vi


def test_who_is_not_in_the_list_is_told_unless_the_list_is_the_one_that_comes_with_vankho() -> None:
    assert match("Hợp tác xã Đông Phương", AFTER).code == "agency.unknown"
    assert CATALOGUE.match(" – ", AFTER) == ()
    built_in = AgencyCatalogue(built_in_entries(CodeListKind.AGENCIES), whole=False)
    assert built_in.match("Hợp tác xã Đông Phương", AFTER) == ()
    assert [one.code for one in built_in.match("Bộ Nội vụ", BEFORE)] == ["agency.known"]


def test_mergers_that_go_in_a_circle_end() -> None:
    rows = [dict(entry) for entry in ENTRIES[:2]]
    rows[1] |= {"successor": "H36.1", "last_day": "2025-02-28"}
    (found,) = AgencyCatalogue(rows).match("Sở KH&ĐT", AFTER)
    assert found.code == "agency.not_in_being"


def test_the_body_that_ended_last_before_the_day_is_the_one_that_is_told_of() -> None:
    found = match("Xã Tân Hòa", date(2015, 1, 1))
    assert found.code == "agency.not_in_being"
    assert "(H50)" in found.says.vi
    assert "31/12/2010" in found.says.vi
    assert "kế tục: Sở Tài chính tỉnh X (H15.9)" in found.says.vi


def test_marks_tell_names_apart_and_where_they_were_not_read_letters_do() -> None:
    assert "H51" in match("XÃ TÂN HÒA", AFTER).says.vi
    assert "H52" in match("Xã Tân Hóa", AFTER).says.vi
    assert match("XA TAN HOA", AFTER).code == "agency.ambiguous"


@pytest.mark.law("R32")
def test_a_code_is_looked_up_on_a_day() -> None:
    def told(code: str, day: date, catalogue: AgencyCatalogue = CATALOGUE) -> list[str]:
        return [one.code for one in catalogue.check_code(code, day)]

    assert told("H36.1", BEFORE) == []
    assert told("H36.1", BETWEEN) == ["code.agency_not_in_being"]
    assert told("H40", BEFORE) == told("H40", AFTER) == [], "one code in two times"
    assert told("H99", BEFORE) == ["code.agency_unknown"]
    assert told("0101243150", BEFORE) == [], "enterprises stand in another register"
    assert told("H99", BEFORE, AgencyCatalogue(built_in_entries(CodeListKind.AGENCIES), whole=False)) == []
    (found,) = CATALOGUE.check_code("H36.1", AFTER)
    assert "Sở Tài chính tỉnh X (H15.9)" in found.says.vi
    assert found.severity is Severity.WARNING, "never refused"
