"""Requests for a reading or a copy: by when, by whom, complete or not, and what a copy says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from archive.use.clock import UseStanding, answer_due, explain_due, explain_validity, use_standing, valid_until
from archive.use.decide import left_out, may_decide, who_decides
from archive.use.erasure import Retained, erasure_refusal
from archive.use.mark import copy_mark
from archive.use.model import (
    MOST_COPIES,
    MOST_DAYS,
    Purpose,
    UseKind,
    UseState,
    filing,
    grant,
    masked_number,
    number_of,
    refusal,
)
from records.errors import InvalidInput
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel, Capability, Reader
from records.working_days import WorkCalendar, working_days_after

pytestmark = pytest.mark.law("R31", "R35")
COMPLETE: dict[str, Any] = {
    "kind": UseKind.COPY,
    "purpose": Purpose.PRIVATE,
    "purpose_said": "Làm giấy chủ quyền",
    "person": " Nguyễn  Văn A ",
    "asked_for": "Giấy phép xây dựng năm 2010",
}


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 10)),
        (date(2026, 3, 6), date(2026, 3, 16)),
        (date(2026, 3, 7), date(2026, 3, 16)),
        (date(2026, 3, 8), date(2026, 3, 16)),
    ],
)
def test_six_working_days_begin_after_the_day_of_filing(filed: date, due: date) -> None:
    assert answer_due(filed) == due
    told = explain_due(filed, due)
    assert f"{due:%d/%m/%Y}" in told.vi
    assert "second hand" in told.en


def test_no_working_day_is_a_saturday_or_sunday() -> None:
    for start in range(7):
        day = date(2026, 3, 2) + timedelta(days=start)
        for number in range(1, 12):
            assert working_days_after(day, number).weekday() < 5
    assert working_days_after(date(2026, 3, 2), 0) == date(2026, 3, 2)


def test_what_waits_is_told_by_day_and_state() -> None:
    due = date(2026, 3, 10)
    stands = [use_standing(UseState.FILED, due, None, due + timedelta(days=days)) for days in (-2, -1, 0, 1)]
    assert stands == [UseStanding.RUNNING, UseStanding.NEAR, UseStanding.NEAR, UseStanding.OVERDUE]
    until = due + timedelta(days=9)
    assert use_standing(UseState.GRANTED, due, until, until) is UseStanding.TO_HAND_OUT
    assert use_standing(UseState.GRANTED, due, until, until + timedelta(days=1)) is None
    over = [UseState.REFUSED, UseState.HANDED_OUT, UseState.CLOSED, UseState.WITHDRAWN]
    assert [use_standing(state, due, None, date(2027, 1, 1)) for state in over] == [None] * 4


def test_what_is_granted_ends_fifteen_days_later_by_the_article_of_its_kind() -> None:
    on = date(2026, 3, 10)
    until = valid_until(on, MOST_DAYS)
    assert until == date(2026, 3, 25)
    assert "Điều 40" in explain_validity(UseKind.COPY, on, until).vi
    assert "Điều 37" in explain_validity(UseKind.READING, on, until).vi
    assert "15 ngày kể từ" in explain_validity(UseKind.COPY, on, until).vi


def person(account: str, *can: Capability) -> Reader:
    return Reader(account=account, capabilities=frozenset({Capability.READ, *can}))


ARCHIVIST, HEAD, READER = person("an", Capability.DECIDE), person("giang", Capability.APPROVE), person("lan")


@pytest.mark.parametrize(
    ("level", "restricted", "who"),
    [
        (None, False, {"an", "giang"}),
        (AccessLevel.PUBLIC, False, {"an", "giang"}),
        (AccessLevel.CONDITIONAL, False, {"giang"}),
        (AccessLevel.PUBLIC, True, {"an"}),
        (AccessLevel.CONDITIONAL, True, {"an"}),
    ],
)
def test_the_level_says_who_decides(level: AccessLevel | None, *, restricted: bool, who: set[str]) -> None:
    people = (ARCHIVIST, HEAD, READER)
    assert {one.account for one in people if may_decide(one, "mai", level, restricted=restricted)} == who
    # Nobody on what he filed, also for somebody else.
    assert not [one for one in people if may_decide(one, one.account, level, restricted=restricted)]
    assert who_decides(level, restricted=restricted)


def test_a_filing_is_complete_and_tidy() -> None:
    told = filing(**COMPLETE)
    assert (told.person, told.copies, told.documents) == ("Nguyễn Văn A", 1, ())
    assert filing(**{**COMPLETE, "kind": UseKind.READING, "copies": 0}).copies == 0
    document = DocumentId.new()
    # Documents are of a dossier: without one they name nothing.
    assert filing(**COMPLETE, documents=[document]).documents == ()
    assert filing(**COMPLETE, dossier=DossierId.new(), documents=[document, document]).documents == (document,)
    assert filing(**COMPLETE, id_number=" 001 085 012 389").id_number == "001085012389"


@pytest.mark.parametrize(
    "lacks",
    [
        {"person": " "},
        {"purpose_said": ""},
        {"asked_for": "\t"},
        {"copies": 0},
        {"copies": MOST_COPIES + 1},
        {"on_behalf": True},
    ],
)
def test_what_is_incomplete_is_not_filed(lacks: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=r"use\.incomplete"):
        filing(**{**COMPLETE, **lacks})


def test_a_decision_names_documents_or_reason_and_clause() -> None:
    one, two = DocumentId.new(), DocumentId.new()
    assert grant([one, one]).documents == (one,)
    assert left_out([one, two], [two]) == (one,)
    for wrong in (
        lambda: grant([]),
        lambda: grant([one], days=MOST_DAYS + 1),
        lambda: grant([one], days=0),
        lambda: grant([one], copies=0),
        lambda: refusal("Có bí mật riêng", " "),
        lambda: refusal("", "Điều 25"),
    ):
        with pytest.raises(InvalidInput, match=r"use\.incomplete"):
            wrong()


@pytest.mark.parametrize(
    ("number", "shown"),
    [("001085012389", "••••••••••89"), ("B1234567", "••••••67"), ("1234", "••••"), ("12345", "•••45"), ("", "")],
)
def test_a_number_of_any_papers_shows_two_signs_at_most(number: str, shown: str) -> None:
    assert masked_number(number) == shown


def test_a_copy_says_of_whom_for_whom_when_and_how_many_are_left() -> None:
    mark = copy_mark(
        body="UBND phường An Nghiệp",
        person="Nguyễn Văn A",
        number=number_of(2026, 7),
        at=datetime(2026, 3, 10, 18, 30, tzinfo=UTC),
        copy=2,
        copies=3,
        until=date(2026, 3, 25),
    )
    assert mark.corner == "BẢN SAO"
    assert mark.foot[0] == "UBND phường An Nghiệp"
    foot = " ".join(mark.foot)
    for told in ("Bản sao phục vụ đọc", "YC-2026-0007", "Nguyễn Văn A", "11/03/2026 01:30", "2/3", "còn 1 bản"):
        assert told in foot


TET = WorkCalendar({date(2026, 2, day): "Tết Nguyên đán" for day in range(14, 23)}, frozenset({date(2026, 2, 28)}))
"""From a Saturday to a Sunday; a Saturday after it is worked."""


@pytest.mark.parametrize(
    ("filed", "kind", "due", "told"),
    [
        (date(2026, 2, 12), UseKind.COPY, date(2026, 2, 27), ("Tết Nguyên đán (14/02-22/02)",)),
        (date(2026, 2, 13), UseKind.COPY, date(2026, 2, 28), ("Tết Nguyên đán (14/02-22/02)", "ngày làm bù: 28/02")),
        (date(2026, 2, 13), UseKind.ERASURE, date(2026, 2, 24), ("Tết Nguyên đán", "Nghị định 356/2025", "2 ngày làm")),
        (date(2026, 3, 2), UseKind.READING, date(2026, 3, 10), ("không có ngày nghỉ lễ", "Thông tư 05/2025")),
        (date(2026, 12, 30), UseKind.READING, date(2027, 1, 7), ("chưa có danh mục ngày nghỉ năm 2027",)),
    ],
)
def test_the_day_of_answer_names_the_holidays_it_passes_over(
    filed: date, kind: UseKind, due: date, told: tuple[str, ...]
) -> None:
    assert answer_due(filed, kind, TET) == due
    says = explain_due(filed, due, kind, TET)
    assert [part for part in told if part not in says.vi] == []
    assert f"{due:%d/%m/%Y}" in says.en


def test_a_list_that_changed_since_is_said_and_moves_no_day() -> None:
    filed = date(2026, 2, 12)
    due = answer_due(filed)
    says = explain_due(filed, due, UseKind.COPY, TET)
    assert f"{due:%d/%m/%Y}" in says.vi
    assert "nay đã đổi" in says.vi
    assert "Tết" not in says.vi


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ({"permanent": False, "until": date(2031, 12, 31)}, "đến hết 31/12/2031 theo quy tắc TT10-2022-0031"),
        ({"permanent": False, "until": TODAY}, "đến hết 02/03/2026"),
        ({"permanent": True, "until": None}, "bảo quản vĩnh viễn"),
        ({"permanent": False, "until": None}, "chưa xác định được ngày hết hạn"),
        ({"permanent": False, "until": date(2025, 12, 31)}, "đã hết ngày 31/12/2025"),
    ],
)
def test_who_asks_for_deletion_is_told_until_when_by_which_rule_and_law(kept: dict[str, Any], told: str) -> None:
    answer = erasure_refusal(Retained(rule="TT10-2022-0031", clause="Thông tư 10/2022, mục 31", **kept), TODAY)
    assert told in answer.reason
    assert answer.reason.startswith("Không xóa: ")
    for clause in ("91/2025/QH15, Điều 14 và Điều 19", "33/2024/QH15", "Thông tư 10/2022, mục 31"):
        assert clause in answer.clause
    long = erasure_refusal(Retained(rule="r", clause="x" * 900, **kept), TODAY)
    assert len(refusal(long.reason, long.clause).clause) <= 500
