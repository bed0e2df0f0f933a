"""Registers and papers are printed as the law has them: columns word for word, all of each form by its golden file.

``python -m tests.unit.retention.test_form_goldens`` writes the golden files anew, to be read before they are kept.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from records.errors import NotFound
from retention_rules.forms.hand_over_papers import HANDED, handed_list, handed_minutes, of_hand_over, of_transfer
from retention_rules.forms.model import Body
from retention_rules.forms.registers import (
    DEFINITIONS,
    ROWS_OF_A_VOLUME,
    Fact,
    Register,
    RegisterQuery,
    RegisterSize,
    register_form,
)
from retention_rules.forms.use_papers import certification
from tests.unit.retention.form_samples import ASKED, IN, ON, a_hand_over, a_transfer, samples, told
from tests.unit.retention.form_sheets import BODY

pytestmark = pytest.mark.law("R30")

GOLDEN = Path(__file__).parent / "golden_forms"
# Decree 30/2020/NĐ-CP, Annex IV, as ``law`` of the sources quotes it.
COLUMNS = {
    Register.OUTGOING: [
        "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký",
        "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ],
    Register.INCOMING: [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ],
    Register.RECORD_COPIES: [
        "Ngày tháng", "Họ và tên người sử dụng", "Số, ký hiệu, ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản", "Số và ký hiệu HS", "Ký nhận", "Ngày trả", "Người cho phép sử dụng",
        "Ghi chú",
    ],
    Register.HANDLING: [
        "Số đến", "Tên loại, số và ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản",
        "Đơn vị hoặc người nhận", "Thời hạn giải quyết", "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời", "Ghi chú",
    ],
    Register.ARCHIVE: [
        "Hộp số", "Hồ sơ số", "Tiêu đề hồ sơ", "Thời gian bắt đầu và kết thúc", "Thời hạn lưu trữ", "Số tờ", "Ghi chú",
    ],
}  # fmt: skip
BY_HAND = {
    Register.OUTGOING: [5, 7, 8, 9],
    Register.INCOMING: [1, 2, 8, 9],
    Register.HANDLING: [1, 4, 5],
    Register.RECORD_COPIES: [6],
    Register.ARCHIVE: [],
}


@pytest.mark.parametrize("name", samples())
def test_a_form_prints_what_its_golden_file_has(name: str) -> None:
    assert told(samples()[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_there_is_a_golden_file_for_each_and_no_other() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(samples())


@pytest.mark.parametrize("which", Register)
def test_a_register_has_the_columns_of_the_law_and_says_which_it_leaves_empty(which: Register) -> None:
    made = DEFINITIONS[which]
    assert [column.title for column in made.columns] == COLUMNS[which]
    assert sum(column.width for column in made.columns) == pytest.approx(1)
    assert [place for place, _ in made.by_hand] == BY_HAND[which]
    said = told(samples()[f"so-{which.value}"])
    places = ", ".join(f"({place})" for place in BY_HAND[which])
    assert (f"Cột {places} để trống" in said) is bool(places)
    assert ("để trống" in said) is bool(places)


def test_every_fact_has_a_place_in_some_register() -> None:
    assert {column.fact for made in DEFINITIONS.values() for column in made.columns} - {None} == set(Fact)


def volume(number: int, rows: int) -> str:
    query = RegisterQuery(register=Register.INCOMING, year=2026, volume=number)
    size = RegisterSize(register=Register.INCOMING, rows=rows)
    shown = max(0, min(ROWS_OF_A_VOLUME, rows - query.first))
    return told(register_form(query, [IN] * shown, BODY, size=size, unit="", on=ON))


def test_a_long_register_goes_on_in_the_next_volume() -> None:
    assert "Quyển" not in volume(1, ROWS_OF_A_VOLUME)
    assert f"Tổng số: {ROWS_OF_A_VOLUME} văn bản (bằng chữ: một nghìn văn bản)." in volume(1, ROWS_OF_A_VOLUME)
    assert "Quyển số 1 (dòng 1 đến 1000 trong 1001 dòng)" in volume(1, ROWS_OF_A_VOLUME + 1)
    last = volume(2, ROWS_OF_A_VOLUME + 1)
    assert "Quyển số 2 (dòng 1001 đến 1001 trong 1001 dòng)" in last
    assert "Quyển số 2: 1 văn bản (bằng chữ: một văn bản)." in last
    assert RegisterSize(register=Register.INCOMING, rows=100_000).volumes == 100
    with pytest.raises(NotFound, match=r"register\.no_volume"):
        volume(3, ROWS_OF_A_VOLUME + 1)


def test_a_year_without_anything_is_an_empty_register() -> None:
    said = volume(1, 0)
    assert "Tổng số: 0 văn bản (bằng chữ: không văn bản)." in said
    query = RegisterQuery(register=Register.OUTGOING, year=None)
    made = register_form(query, [], BODY, size=RegisterSize(register=Register.OUTGOING, rows=0), unit="", on=ON)
    assert made.subtitle == ("Văn bản chưa đọc được ngày tháng",)
    assert "Chưa khai tên cơ quan" not in told(made)
    nameless = register_form(query, [], Body(), size=RegisterSize(register=Register.OUTGOING, rows=0), unit="", on=ON)
    assert "Chưa khai tên cơ quan (VANKHO_BODY)" in told(nameless)
    assert made.file_name == "so-dang-ky-van-ban-di-khong-ro-ngay"


def test_the_list_of_a_hand_over_has_the_columns_of_annex_v() -> None:
    assert [column.title for column in HANDED] == [
        "STT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn bảo quản", "Số tờ/ Số trang",
        "Ghi chú",
    ]  # fmt: skip
    (table,) = handed_list(of_hand_over(a_hand_over(), "Phòng Hạ tầng"), BODY).tables
    # What was refused is not handed over, and what may not be seen is not named.
    assert [row[1:3] for row in table.rows] == [
        ("H36.12.07-260205-0042", "Giao đất ở đợt 3, khu dân cư số 4"),
        ("…", "…"),
    ]
    (before,) = handed_list(of_hand_over(a_hand_over(received=False), ""), BODY).tables
    assert [row[4] for row in before.rows] == ["Vĩnh viễn", "20 năm", "50 năm"]


def test_what_is_not_settled_is_a_draft() -> None:
    assert handed_minutes(of_hand_over(a_hand_over(received=False), ""), BODY).draft
    assert not handed_minutes(of_hand_over(a_hand_over(), ""), BODY).draft
    before = of_transfer(a_transfer(received=False), BODY, set())
    assert handed_minutes(before, BODY).draft
    assert len(before.items) == 3
    assert not handed_minutes(of_transfer(a_transfer(), BODY, set()), BODY).draft
    assert certification(replace(ASKED, documents=()), BODY).draft
    assert not certification(ASKED, BODY).draft


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for _name, _form in samples().items():
        (GOLDEN / f"{_name}.txt").write_text(told(_form), encoding="utf-8")
