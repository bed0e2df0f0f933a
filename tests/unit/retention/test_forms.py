"""Forms as the law has them: columns, parts, totals; what people know alone is left to be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from records.conditional_access import ConditionalRecord
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel
from retention_rules.forms.access_forms import list_of_conditional
from retention_rules.forms.builders import BUILDERS
from retention_rules.forms.dossier_forms import DocumentRow, catalogue_of, list_of_dossiers
from retention_rules.forms.model import DOTS, Body, Column, FormKind, Line, PrintedForm, Signatures, Table, day_in_words
from retention_rules.forms.number_words import in_words
from retention_rules.merkle import root_of
from retention_rules.model import DueRow, PeriodKind
from tests.unit.retention.form_sheets import BODY, DIGEST, IDS, a_sheet, executed_sheet, made

pytestmark = pytest.mark.law("R30")


def words(form: PrintedForm) -> str:
    lines = [block.text for block in form.blocks if isinstance(block, Line)]
    return "\n".join((form.title, *form.subtitle, *lines))


def titles(table: Table) -> list[str]:
    return [column.title for column in table.columns]


def test_the_list_has_the_columns_of_annex_ii_and_bundles_of_one_unit_each() -> None:
    form = BUILDERS[FormKind.LIST](a_sheet(), BODY)
    (table,) = form.tables
    assert titles(table) == ["Bó số", "Tập số", "Tiêu đề / Số hồ sơ", "Lý do hủy", "Ghi chú"]
    assert [(row[0], row[1], row[2].splitlines()[0]) for row in table.rows] == [
        ("1", "1", "Giao đất ở đợt 3, khu dân cư số 4"),
        ("1", "2", "Cấp phép quảng cáo tạm"),
        ("2", "1", "Thông báo lịch kiểm tra chợ"),
    ]
    assert table.rows[0][2].splitlines()[1] == "Số hồ sơ: H36.12.07-050710-0042"
    assert table.rows[0][3] == (
        "Hết thời hạn lưu trữ 31/12/2010 (2005 + 5 năm), "
        "theo mục “Công văn trao đổi về công tác quy hoạch”, Thông tư 10/2022 Phụ lục I"
    )
    assert table.rows[0][4] == "1 văn bản, 10 trang"
    said = words(form)
    assert "Phông (khối) tài liệu: UBND phường An Nghiệp" in said
    assert "Tổng số: 3 hồ sơ (bằng chữ: ba hồ sơ)." in said
    # The moment is one of 1 November in UTC, and of the 2nd in Viet Nam.
    assert f"chốt ngày 02/11/2026; mã băm SHA-256: {DIGEST}" in said


def test_the_explanation_has_the_parts_of_annex_iii_and_figures_that_sum_up() -> None:
    said = words(BUILDERS[FormKind.EXPLANATION](a_sheet(), BODY))
    parts = (
        "I. TÓM TẮT TÌNH HÌNH KHỐI TÀI LIỆU",
        "1. Sự hình thành",
        "2. Số lượng",
        "3. Thời gian",
        "II. TÓM TẮT THÀNH PHẦN VÀ NỘI DUNG CHỦ YẾU",
        "1. Nhóm tài liệu hết thời hạn lưu trữ",
        "2. Nhóm tài liệu trùng lặp",
        "3. Nhóm tài liệu khác",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "Phòng Hạ tầng (2 hồ sơ); Văn phòng (1 hồ sơ)" in said
    assert "31/12/2010 (1 hồ sơ); 31/12/2011 (1 hồ sơ); 31/12/2012 (1 hồ sơ)" in said
    assert "6 văn bản, 60 trang" in said
    assert "giữ lại: 1 hồ sơ; tài liệu hết thời hạn: 2 hồ sơ" in said
    assert "Thời gian của tài liệu: 2005 - 2006." in said
    assert f"giữ lại: {DOTS}" in words(BUILDERS[FormKind.EXPLANATION](a_sheet(voted=False, decided=False), BODY))


def test_a_unit_is_printed_by_its_name() -> None:
    sheet = a_sheet()
    item = sheet.items[0]
    assert item.described is not None
    for code, name, told in (("mot-cua", "", "Bộ phận một cửa"), ("A", "Phòng A", "Phòng A"), ("A", "", "A")):
        described = replace(item.described, unit=code, unit_name=name)
        said = words(BUILDERS[FormKind.EXPLANATION](replace(sheet, items=(replace(item, described=described),)), BODY))
        assert f"{told} (1 hồ sơ)" in said


def test_the_minutes_tell_every_vote_and_every_dissent() -> None:
    form = BUILDERS[FormKind.COUNCIL_MINUTES](a_sheet(), BODY)
    (table,) = form.tables
    assert titles(table) == ["Mục", "Tiêu đề / Số hồ sơ", "Hủy", "Giữ lại", "Kết luận", "Ý kiến khác"]
    assert [(row[0], *row[2:]) for row in table.rows] == [
        ("1", "3/3", "0/3", "Hủy", ""),
        ("2", "1/3", "2/3", "Giữ lại", "Có"),
        ("3", "3/3", "0/3", "Hủy", ""),
    ]
    said = words(form)
    assert "- Mục 2, Đặng Thu Mai (giữ lại): “Công ty còn khiếu nại”" in said
    assert "- Mục 2, dung (hủy)." in said
    assert "Hủy: 2 hồ sơ (bằng chữ: hai hồ sơ)." in said
    assert "Giữ lại: 1 hồ sơ" in said
    assert "Chưa đủ phiếu" not in said
    (signed,) = (block for block in form.blocks if isinstance(block, Signatures))
    assert [one.part for one in signed.signers] == ["THƯ KÝ", "CHỦ TỊCH HỘI ĐỒNG", *["THÀNH VIÊN"] * 3]
    early = BUILDERS[FormKind.COUNCIL_MINUTES](a_sheet(voted=False, decided=False), BODY)
    assert "Chưa đủ phiếu: 3 hồ sơ." in words(early)
    assert {row[4] for row in early.tables[0].rows} == {"Chưa đủ phiếu"}


def test_what_is_kept_is_a_list_of_its_own() -> None:
    (table,) = BUILDERS[FormKind.KEPT_LIST](a_sheet(), BODY).tables
    assert [row[1].splitlines()[0] for row in table.rows] == ["Thông báo lịch kiểm tra chợ"]
    assert table.rows[0][2] == "04/01/2005 - 01/05/2006"


def test_the_decision_carries_number_day_and_the_last_day_and_before_it_is_a_draft() -> None:
    form = BUILDERS[FormKind.DECISION](a_sheet(), BODY)
    assert form.head is not None
    assert form.head.number == "12/QĐ-UBND"
    assert day_in_words(form.head.on, BODY.place) == "Cần Thơ, ngày 05 tháng 02 năm 2026"
    assert "Hủy 2 hồ sơ (bằng chữ: hai hồ sơ), 4 văn bản, 40 trang" in words(form)
    assert "chậm nhất 20/02/2026" in words(form)
    draft = BUILDERS[FormKind.DECISION](a_sheet(decided=False), Body())
    assert draft.head is not None
    assert (draft.head.number, draft.head.on) == ("", None)
    assert "15 ngày kể từ ngày ký" in words(draft)


def test_what_is_gone_is_named_by_its_tombstone_alone() -> None:
    (table,) = BUILDERS[FormKind.LIST](executed_sheet(), BODY).tables
    assert table.rows[0][2:] == (
        "(đã hủy, không còn tiêu đề)\nSố hồ sơ: H36.12.07-050710-0042",
        "Hết thời hạn lưu trữ 31/12/2010, Thông tư 10/2022 Phụ lục I",
        "1 văn bản, 10 trang",
    )
    assert "6 văn bản, 60 trang" in words(BUILDERS[FormKind.EXPLANATION](executed_sheet(), BODY))


def test_the_minutes_of_destruction_tell_what_went_and_what_did_not() -> None:
    form = BUILDERS[FormKind.DESTRUCTION_MINUTES](executed_sheet(), BODY)
    (table,) = form.tables
    assert table.rows == (("1", "H36.12.07-050710-0042", "31/12/2010", "1 văn bản, 10 trang", "01:30 11/02/2026"),)
    said = words(form)
    assert "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/02/2026" in said
    assert "Người thi hành: Vũ Hải Yến" in said
    assert "Số lượng đã hủy: 1 hồ sơ (bằng chữ: một hồ sơ), 1 văn bản, 10 trang." in said
    assert "Chưa hủy: 1 hồ sơ" in said
    assert f"từ 01:00 11/02/2026 đến {DOTS}" in said


def test_the_certificate_carries_every_digest_and_the_root_over_them() -> None:
    sheet = executed_sheet()
    assert sheet.certificate is not None
    form = BUILDERS[FormKind.CERTIFICATE](sheet, BODY)
    (leaf,) = (one["leaf"] for one in sheet.certificate["gone"])
    assert form.tables[0].rows == (("1", "H36.12.07-050710-0042", "01:30 11/02/2026", leaf),)
    said = words(form)
    assert f"Gốc Merkle (RFC 6962): {root_of([leaf])}" in said
    assert "giữ lại 1; đã hủy 1; dừng lại 1" in said
    assert "chỉ mục tìm kiếm; gói trong kho" in said
    assert "Chưa thi hành xong" in said
    assert "Giao đất" not in said


def test_the_minutes_of_handing_over_count_what_goes() -> None:
    said = words(BUILDERS[FormKind.HANDOVER_MINUTES](executed_sheet(), BODY))
    assert "1. Số lượng: 2 hồ sơ (bằng chữ: hai hồ sơ)." in said
    assert "2. Tài liệu điện tử: 4 văn bản, 40 trang." in said


def test_a_table_whose_rows_do_not_fit_its_headings_is_none() -> None:
    with pytest.raises(ValueError, match="cell for every column"):
        Table(columns=(Column(title="a", width=1),), rows=(("1", "2"),))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (1117, "một nghìn một trăm mười bảy"),
        (20_000, "hai mươi nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (10**9, "một tỷ"),
        (5 * 10**12, "năm nghìn tỷ"),
    ],
)
def test_totals_are_written_in_words(number: int, said: str) -> None:
    assert in_words(number) == said


def test_only_what_counts_is_written_in_words() -> None:
    with pytest.raises(ValueError, match="count"):
        in_words(-1)


def test_the_invented_period_is_one_that_stands() -> None:
    assert made(DossierId.new()).expires_on is not None


def test_the_list_of_dossiers_has_the_columns_of_annex_v_and_its_footer() -> None:
    kept = made(IDS[0])
    permanent = replace(
        kept, dossier=IDS[1], expires_on=None, rule=replace(kept.rule, kind=PeriodKind.PERMANENT, years=None)
    )
    rows = [
        DueRow(dossier=one.dossier, code=f"H-{number}", title="Giao đất", unit="A", assignment=one)
        for number, one in enumerate((kept, permanent), start=1)
    ]
    form = list_of_dossiers(rows, BODY, said="Hồ sơ: năm 2026", on=date(2026, 11, 2))
    (table,) = form.tables
    assert titles(table) == [
        "Số và ký hiệu hồ sơ",
        "Tên đề mục và tiêu đề hồ sơ",
        "Thời hạn bảo quản",
        "Người lập hồ sơ",
        "Ghi chú",
    ]
    assert table.rows == (
        ("H-1", "Giao đất", "5 năm", "", "hết hạn 31/12/2010"),
        ("H-2", "Giao đất", "Vĩnh viễn", "", ""),
    )
    assert "2 hồ sơ (bằng chữ: hai hồ sơ), trong đó: 1 hồ sơ bảo quản vĩnh viễn; 1 hồ sơ" in words(form)


def test_the_catalogue_of_a_dossier_numbers_its_pages_through() -> None:
    documents = [
        DocumentRow(
            number_and_sign=f"{pages}/QĐ",
            issued_on="01/02/2026",
            kind_and_subject="Quyết định về việc A",
            agency="UBND",
            pages=pages,
            proposed=pages == 1,
        )
        for pages in (3, 1, 0)
    ]
    form = catalogue_of(documents, BODY, code="H-1", title="Giao đất", on=date(2026, 11, 2))
    (table,) = form.tables
    assert titles(table) == [
        "STT",
        "Số, ký hiệu văn bản",
        "Ngày tháng năm văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Tác giả văn bản",
        "Tờ số/ Trang số",
        "Ghi chú",
    ]
    assert [(row[0], row[5], row[6]) for row in table.rows] == [
        ("1", "1 - 3", ""),
        ("2", "4", "Máy đề xuất"),
        ("3", "5", ""),
    ]
    assert "3 văn bản, 4 trang (bằng chữ: ba văn bản, bốn trang)" in words(form)


@pytest.mark.law("R23")
def test_the_list_of_conditional_access_tells_dossiers_and_documents_apart() -> None:
    whole = ConditionalRecord(
        dossier=IDS[0], document=None, code="H-1", title="Giao đất", document_title="", unit="B",
        level=AccessLevel.CONDITIONAL, restricted_until=date(2031, 1, 2), reason="",
    )  # fmt: skip
    part = replace(
        whole, document=DocumentId(IDS[1].value), document_title="Đơn", restricted_until=None, reason="QĐ 14/QĐ-UBND"
    )
    form = list_of_conditional([whole, part], BODY, units={"B": "Phòng B"}, said="", on=date(2026, 11, 2))
    assert form.title == "DANH MỤC TÀI LIỆU TIẾP CẬN CÓ ĐIỀU KIỆN"
    (table,) = form.tables
    assert table.rows == (
        ("1", "H-1", "Giao đất", "Phòng B", "02", "02/01/2031", "Mức khi tiếp nhận"),
        ("2", "H-1", "Giao đất\nVăn bản: Đơn", "Phòng B", "02", "", "QĐ 14/QĐ-UBND"),
    )
    assert "2 mục (bằng chữ: hai mục), trong đó: 1 hồ sơ; 1 văn bản" in words(form)
