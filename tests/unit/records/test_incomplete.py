from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive.use.model import Purpose, UseKind, filing, grant, refusal
from records.errors import InvalidInput, Sentence
from records.identifiers import DossierId
from records.incomplete import REASON, day_lacks, in_one, lacks, missing
from retention_rules.hand_over.model import keep_back_order

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 20)


def test_only_what_is_missing_is_told() -> None:
    clauses = lacks((True, missing("số văn bản", "the number")), (False, REASON), ("", REASON))
    assert in_one(clauses) == Sentence("Thiếu số văn bản.", "The number is missing.")
    assert lacks((0, REASON), (None, REASON)) == ()


@pytest.mark.parametrize(
    ("on", "says"),
    [(date.max, ("Thiếu ngày ký.",)), (date(2026, 11, 21), ("Ngày ký chưa tới.",)), (TODAY, ())],
)
def test_a_day_that_was_not_told_is_another_thing_than_one_ahead(on: date, says: tuple[str, ...]) -> None:
    found = lacks(day_lacks(on, TODAY, vi="ngày ký", en="the day"))
    assert tuple(in_one([one]).vi for one in found) == says


def told(code: str, *acts: Callable[[], object]) -> list[str]:
    said = []
    for act in acts:
        with pytest.raises(InvalidInput) as wrong:
            act()
        assert wrong.value.code == code
        said.append(wrong.value.says.vi)
    return said


def test_forms_name_what_they_lack_and_nothing_else() -> None:
    asked = {"kind": UseKind.COPY, "purpose": Purpose.PRIVATE, "purpose_said": "Việc riêng", "person": "Lê Bình"}
    assert told(
        "use.incomplete",
        lambda: filing(**asked),
        lambda: filing(**{**asked, "person": " "}, asked_for="Bản vẽ", on_behalf=True, copies=0),
        lambda: grant([], days=16),
        lambda: refusal("", "Điều 25"),
    ) == [
        "Thiếu hồ sơ hoặc tài liệu cần.",
        "Thiếu họ tên người đọc; thiếu số giấy tờ đã xem; số bản phải từ 1 đến 20.",
        "Chưa chọn văn bản nào; số ngày phải từ 1 đến 15.",
        "Thiếu lý do.",
    ]
    order = {"until": TODAY, "consented_on": TODAY, "consented_by": "Chủ tịch", "reason": "Đối chiếu", "today": TODAY}
    assert told(
        "hand_over.incomplete",
        lambda: keep_back_order([], number="3/CV", **order),
        lambda: keep_back_order([DossierId.new()], number="", **{**order, "consented_on": date.max}),
    ) == ["Chưa chọn hồ sơ nào.", "Thiếu số văn bản đồng ý; thiếu ngày văn bản đồng ý."]
