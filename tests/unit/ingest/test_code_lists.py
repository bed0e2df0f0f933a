"""Tables of code lists: read row by row, written again, compared."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.compare_versions import compare_versions
from ingest.code_lists.model import (
    BUILT_IN,
    CodeListKind,
    CodeListRow,
    CodeListState,
    CodeListVersion,
    Entry,
    EntryChange,
)
from ingest.code_lists.read_table import read_table, write_table
from ingest.code_lists.table_forms import FORMS
from ingest.describe import describe
from ingest.document_types import DocumentKinds
from ingest.number_and_sign import parse_number_and_sign
from records.description import Field, FieldProposal
from records.findings import Severity
from records.identifiers import CodeListId
from tests.unit.ingest.layouts import body, head, middle, page

pytestmark = pytest.mark.law("R37")

DIGESTS = {
    "document_kinds": "cce3419af118065f",
    "agencies": "1b5da0f38455d803",
    "procedures": "2e38e77b22c314a4",
    "holidays": "2e38e77b22c314a4",
}
KINDS, AGENCIES, PROCEDURES = CodeListKind.DOCUMENT_KINDS, CodeListKind.AGENCIES, CodeListKind.PROCEDURES
HOLIDAYS = CodeListKind.HOLIDAYS


def table(kind: CodeListKind, *rows: str) -> bytes:
    return "\n".join([";".join(FORMS[kind].columns), *rows]).encode()


def found(kind: CodeListKind, *rows: str) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity.value, one.where) for one in read_table(kind, table(kind, *rows))[1]]


@pytest.mark.parametrize("kind", CodeListKind)
def test_what_comes_with_vankho_is_read_whole_and_written_again(kind: CodeListKind) -> None:
    entries = built_in_entries(kind)
    assert read_table(kind, write_table(kind, entries)) == (entries, ())


def test_what_comes_with_vankho_never_changes() -> None:
    """A version says for ever what it says: a better list is another one, with an id and a version of its own."""
    digests = {kind.value: sha256(repr(built_in_entries(kind)).encode()).hexdigest()[:16] for kind in CodeListKind}
    assert digests == DIGESTS


def test_a_row_of_each_list_is_understood() -> None:
    entries, findings = read_table(
        AGENCIES, table(AGENCIES, "H36.12;Sở Nội vụ;Ban Tổ chức;01/07/2020;30/6/2025;H15.3", "H15.3;Sở mới;;2025-07-01")
    )
    assert findings == ()
    assert entries[0] == {
        "code": "H36.12",
        "name": "Sở Nội vụ",
        "other_names": "Ban Tổ chức",
        "first_day": "2020-07-01",
        "last_day": "2025-06-30",
        "successor": "H15.3",
    }
    assert found(PROCEDURES, "2.000635;Đăng ký khai sinh;;") == []
    assert found(KINDS, "Quyết định;QĐ;02", "Luật;;") == []


@pytest.mark.parametrize(
    ("kind", "row", "code"),
    [
        (KINDS, "Quyết định;Q-Đ;02", "code_list.abbreviation"),
        (KINDS, "Quyết định;QĐ;2", "code_list.type_code"),
        (KINDS, "Quyết định;QĐ;02;thừa", "code_list.row_width"),
        (KINDS, ";QĐ;02", "code_list.empty_cell"),
        (KINDS, "=1+1;QĐ;02", "code_list.formula"),
        (KINDS, f"{'a' * 2001};QĐ;02", "code_list.cell_too_long"),
        (HOLIDAYS, "Tết Nguyên đán;2027-02-05;2028-02-09", "code_list.holiday_too_long"),
        (HOLIDAYS, "Tết Nguyên đán;2027-02-09;2027-02-05", "code_list.days_reversed"),
        (HOLIDAYS, "Tết Nguyên đán;;2027-02-05", "code_list.empty_cell"),
        (HOLIDAYS, "Làm bù;2027-02-05;;x", "code_list.worked_day"),
        (HOLIDAYS, "Làm bù;2027-02-06;;có", "code_list.worked_day"),
        (HOLIDAYS, "Làm bù;2027-02-06;2027-02-07;x", "code_list.worked_day"),
        (AGENCIES, "H36;Tỉnh;;2025-13-01", "code_list.day"),
        (AGENCIES, "H36;Tỉnh;;31/02/2025", "code_list.day"),
        (AGENCIES, "H36;Tỉnh;;2025-07-01;2025-06-30", "code_list.days_reversed"),
        (AGENCIES, "H36;Tỉnh;;;2025-06-30;H36", "code_list.successor_circle"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(kind: CodeListKind, row: str, code: str) -> None:
    assert found(kind, "", row) == [(code, "refusal", "line 3")]


def test_rows_are_compared_with_one_another() -> None:
    assert found(KINDS, "Quyết định;QĐ;02", "QUYẾT ĐỊNH;QD;02") == [("code_list.repeated_row", "refusal", "line 3")]
    assert found(KINDS, "Quyết định;QĐ;02", "Quy định;QĐ;05") == [("code_list.abbreviation_taken", "refusal", "line 3")]
    assert found(AGENCIES, "H36;Cũ;;2000-01-01;2025-06-30", "H36;Mới;;2025-06-30") == [
        ("code_list.days_overlap", "refusal", "line 3")
    ]
    assert found(AGENCIES, "H36;Cũ;;2000-01-01;2025-06-30", "H36;Mới;;2025-07-01") == []
    assert found(AGENCIES, "H36;Cũ;;;2025-06-30;H37", "H37;Nữa;;;2025-06-30;H36") == [
        ("code_list.successor_circle", "refusal", "line 2"),
        ("code_list.successor_circle", "refusal", "line 3"),
    ]


def test_a_code_that_came_into_being_again_is_no_circle() -> None:
    rows = ("H36;Tỉnh A;;;2005-12-31;H37", "H37;Tỉnh B;;;2025-06-30;H36", "H36;Tỉnh A;;2010-01-01")
    assert found(AGENCIES, *rows) == []
    renamed = ("H40;Sở Xây dựng;;;2025-06-30;H40", "H40;Sở Xây dựng và Giao thông;;2025-07-01")
    assert found(AGENCIES, *renamed) == []


def test_what_only_looks_odd_is_kept_and_told() -> None:
    assert found(AGENCIES, "h36;Tỉnh;;;2025-06-30;H99", "H37;Tỉnh;;;;H38", "H38;Tỉnh") == [
        ("code.signs", "warning", "line 2"),
        ("code_list.successor_unknown", "warning", "line 2"),
        ("code_list.no_last_day", "warning", "line 3"),
    ]
    assert found(PROCEDURES, "khai sinh;Đăng ký khai sinh") == [("code.procedure", "warning", "line 2")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "code_list.no_header"),
        (b"ten;viet tat", "code_list.no_header"),
        (b"\xff\xfe", "code_list.encoding"),
        ('name;abbreviation;type_code\n"Quyết định;QĐ;02'.encode(), "code_list.broken_quotes"),
    ],
)
def test_a_table_that_is_none_is_refused(content: bytes, code: str) -> None:
    entries, (finding,) = read_table(KINDS, content)
    assert (entries, finding.code, finding.severity) == ((), code, Severity.REFUSAL)


def test_commas_do_as_well() -> None:
    entries, findings = read_table(KINDS, "name,abbreviation,type_code\nQuyết định,QĐ,02".encode())
    assert (entries, findings) == (({"name": "Quyết định", "abbreviation": "QĐ", "type_code": "02"},), ())


def version(which: CodeListId, *entries: Entry, kind: CodeListKind = KINDS) -> CodeListVersion:
    about = CodeListRow(
        id=which,
        kind=kind,
        version="1",
        source="",
        state=CodeListState.PROPOSED,
        entries=len(entries),
        imported_at=None,
        imported_by="",
        accepted_at=None,
        accepted_by="",
    )
    return CodeListVersion(about=about, entries=entries)


def test_versions_are_compared_entry_by_entry() -> None:
    def kind(name: str, short: str = "") -> Entry:
        return {"name": name, "abbreviation": short, "type_code": ""}

    now = version(BUILT_IN[KINDS], kind("Quyết định", "QĐ"), kind("Lệnh"), kind("Luật"))
    then = version(CodeListId.new(), kind("Quyết định", "QyĐ"), kind("Luật"), kind("Tờ trình"))
    seen = compare_versions(now, then)
    assert [(row.change, (row.after or row.before or {})["name"]) for row in seen.rows] == [
        (EntryChange.REMOVED, "Lệnh"),
        (EntryChange.CHANGED, "Quyết định"),
        (EntryChange.ADDED, "Tờ trình"),
    ]
    assert (dict(seen.changes), seen.unchanged) == ({"added": 1, "changed": 1, "removed": 1}, 1)
    other = replace(now, about=replace(now.about, id=CodeListId.new()))
    assert compare_versions(other, then).fingerprint != seen.fingerprint


def test_an_agency_whose_first_day_became_known_is_the_same_one() -> None:
    now, _ = read_table(AGENCIES, table(AGENCIES, "G01;Bộ Công an", "G02;Bộ Công Thương"))
    then, _ = read_table(AGENCIES, table(AGENCIES, "G01;Bộ Công an;;1975-01-01", "G03;Bộ Giáo dục"))
    seen = compare_versions(
        version(CodeListId.new(), *now, kind=AGENCIES), version(CodeListId.new(), *then, kind=AGENCIES)
    )
    assert [(row.change, (row.after or row.before or {})["code"]) for row in seen.rows] == [
        (EntryChange.REMOVED, "G02"),
        (EntryChange.CHANGED, "G01"),
        (EntryChange.ADDED, "G03"),
    ]
    assert seen.unchanged == 0


def test_kinds_are_known_by_the_list_that_is_given() -> None:
    entries, _ = read_table(KINDS, table(KINDS, "Giấy chứng nhận;GCN;32", "Quyết định;QĐ;02", "Công văn;;22"))
    kinds = DocumentKinds(entries)
    assert kinds.type_of_sign("GCN-UBND") == "Giấy chứng nhận"
    assert kinds.type_of_sign("QD-UBND") == "Quyết định"
    assert kinds.type_of_sign("TTr-UBND") == ""
    assert dict(kinds.titles) == {"giaychungnhan": "Giấy chứng nhận", "quyetdinh": "Quyết định"}
    found = parse_number_and_sign("12/gcn-UBND".upper(), kinds)
    assert found is not None
    assert found.sign == "GCN-UBND"


def test_a_document_is_described_by_the_list_that_is_given() -> None:
    said = page([*head(number="Số: 12/HƯ-UBND"), *middle("HƯƠNG ƯỚC", "Về nếp sống văn minh ở thôn"), *body()])

    def described(kinds: DocumentKinds | None) -> FieldProposal | None:
        return describe([said], barcodes=(), file_name="a.pdf", clean_text=True, kinds=kinds).get(Field.TYPE)

    known = described(DocumentKinds(read_table(KINDS, table(KINDS, "Hương ước;HƯ;32"))[0]))
    assert known is not None
    assert (known.value, known.doubtful) == ("Hương ước", False)
    unknown = described(None)
    assert unknown is None or unknown.value != "Hương ước"
