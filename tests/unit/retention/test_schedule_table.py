"""Tables of schedules there and back, as text and as spreadsheet, whatever stands in them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from retention_rules.model import Confirmation, Rule
from retention_rules.schedule import Schedule, built_in_schedule, content_of
from retention_rules.schedule_file import table_of, write_table
from retention_rules.schedule_table import ALSO_EXPORTED, COLUMNS, MOST_ROWS, read_rules, rows_of

SAID = Confirmation(by="lan", at=datetime(2026, 3, 1, tzinfo=UTC), source="Công báo 123-124/2023")
HEADER = ";".join(COLUMNS)

# What people write: letters, signs and blanks between, never beginning like a formula.
_words = st.text(alphabet="aăâbđ ÂĐ;,\"'(0-", min_size=1, max_size=20).map(lambda text: f"k{text}".strip())
_codes = st.sampled_from(["5", "20", "70", "VV", "HHL", "TT", "TL", "5+HD", "10+KT", "0"])


def codes_of(content: bytes) -> list[str]:
    rows, broken = table_of(content)
    return [finding.code for finding in (*broken, *(read_rules(rows)[1] if rows else ()))]


def rules_of(content: bytes) -> tuple[Rule, ...]:
    rows, broken = table_of(content)
    rules, findings = read_rules(rows)
    assert not broken
    assert not findings
    return rules


@pytest.mark.parametrize("as_xlsx", [False, True])
def test_the_built_in_schedule_comes_back_as_it_was(*, as_xlsx: bool) -> None:
    schedule = built_in_schedule()
    confirmed = {schedule.rules[3].id: SAID}
    written = write_table(rows_of(schedule.rules, confirmed), as_xlsx=as_xlsx)
    assert rules_of(written) == schedule.rules
    assert write_table(rows_of(rules_of(written), confirmed), as_xlsx=False) == write_table(
        rows_of(schedule.rules, confirmed), as_xlsx=False
    )


@pytest.mark.parametrize("as_xlsx", [False, True])
@settings(deadline=None, max_examples=25)
@given(rows=st.lists(st.tuples(_words, _words, _codes, _words), min_size=1, max_size=8, unique=True))
def test_any_rules_come_back_as_they_were(rows: list[tuple[str, str, str, str]], *, as_xlsx: bool) -> None:
    text = "\n".join(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in (*row, "low")) for row in rows)
    read = rules_of(f"{HEADER}\n{text}\n".encode())
    assert rules_of(write_table(rows_of(read, {}), as_xlsx=as_xlsx)) == read


def test_a_row_put_in_between_moves_no_id() -> None:
    exported = write_table(rows_of(built_in_schedule().rules, {}), as_xlsx=False).decode("utf-8-sig").splitlines()
    new = "Chứng thực;Hồ sơ mới;7;NĐ23/2015 Đ14 k9;low;ND23-2015-NEW;;;"
    read = rules_of("\n".join([*exported[:5], new, *exported[5:]]).encode())
    assert [rule.id for rule in read if rule.id != "ND23-2015-NEW"] == [rule.id for rule in built_in_schedule().rules]


def test_who_confirmed_is_written_and_never_believed() -> None:
    schedule = built_in_schedule()
    rules = schedule.confirming({content_of(rule) for rule in schedule.rules}).rules
    written = write_table(rows_of(rules, dict.fromkeys((rule.id for rule in rules), SAID)), as_xlsx=True)
    sheet = load_workbook(BytesIO(written)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*COLUMNS, *ALSO_EXPORTED]
    assert [cell.value for cell in sheet[2]][6:] == ["lan", "2026-03-01T00:00:00+00:00", "Công báo 123-124/2023"]
    assert not any(rule.confirmed for rule in rules_of(written))


def test_a_confirmation_is_of_the_words_and_of_nothing_else() -> None:
    one = built_in_schedule().rules[0]
    schedule = Schedule(name="n", version="1", effective_from=None, rules=(one,))
    assert schedule.confirming({content_of(one)}).rules[0].confirmed
    from dataclasses import replace

    for other in (
        replace(one, period="21"),
        replace(one, clause="khác"),
        replace(one, record_type="khác"),
        replace(one, group="khác"),
    ):
        assert content_of(other) != content_of(one)
    assert content_of(replace(one, id="khác", confidence="low", confirmed=True)) == content_of(one)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("=1+1;B;5;TT10/2022;low", "schedule.formula"),
        ("A;@B;5;TT10/2022;low", "schedule.formula"),
        (f"A;{'b' * 2001};5;TT10/2022;low", "schedule.cell_too_long"),
        ("A;B;5;TT10/2022", "schedule.row_width"),
        ("A;B;5+XX;TT10/2022;low", "schedule.unknown_period"),
    ],
)
def test_a_bad_row_is_named(row: str, code: str) -> None:
    assert codes_of(f"{HEADER}\n{row}\n".encode()) == [code]


@pytest.mark.parametrize("rule_id", ["a b", "x" * 65, "T-1", "-a"])
def test_a_bad_or_repeated_id_is_named(rule_id: str) -> None:
    header = ";".join(COLUMNS + ALSO_EXPORTED)
    table = f"{header}\nA;B;5;TT10/2022;low;T-1;;;\nA;C;5;TT10/2022;low;{rule_id};;;\n"
    assert codes_of(table.encode()) == ["schedule.rule_id"]


def test_commas_are_read_too_and_other_encodings_are_named() -> None:
    table = f'{",".join(COLUMNS)}\nA,"B, C",5,TT10/2022,low\n'
    assert [rule.record_type for rule in rules_of(table.encode())] == ["B, C"]
    assert codes_of(table.encode("utf-16")) == ["schedule.encoding"]


def test_numbers_of_a_spreadsheet_are_read_as_people_see_them() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(list(COLUMNS))
    sheet.append(["A", "B", 20, "TT10/2022", "low"])
    sheet.append(["A", "C", 5.0, "TT10/2022", "low", None, None])
    out = BytesIO()
    book.save(out)
    assert [rule.years for rule in rules_of(out.getvalue())] == [20, 5]


def test_what_is_no_spreadsheet_is_named() -> None:
    assert codes_of(b"PK\x03\x04 and nothing more") == ["schedule.unreadable_xlsx"]
    with BytesIO() as out:
        with ZipFile(out, "w") as packed:
            packed.writestr("hello.txt", "no workbook")
        assert codes_of(out.getvalue()) == ["schedule.unreadable_xlsx"]


def test_a_spreadsheet_that_unpacks_without_an_end_is_not_unpacked() -> None:
    good = write_table(rows_of(built_in_schedule().rules[:1], {}), as_xlsx=True)
    out = BytesIO(good)
    with ZipFile(out, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/bomb.xml", b"\0" * (65 << 20))
    assert codes_of(out.getvalue()) == ["schedule.unreadable_xlsx"]


def test_a_table_without_an_end_is_cut_and_said_so() -> None:
    table = f"{HEADER}\n" + "".join(f"A;B{n};5;TT10/2022;low\n" for n in range(MOST_ROWS + 5))
    assert codes_of(table.encode()) == ["schedule.too_long"]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    for each in (content, b"PK\x03\x04" + content, f"{HEADER}\n".encode() + content):
        rows, _ = table_of(each)
        read_rules(rows)
