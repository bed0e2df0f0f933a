"""By when a request is answered, and until when what was granted is read or fetched.

Circular 05/2025/TT-BNV, Arts 32-47: an answer within six working days, a reading (Art. 37) or a copy (Art. 40)
within fifteen days. The circular was seen at second hand; it speaks of historical archives, whose times are kept
here for want of others. Who asks for data to be deleted is answered within two working days (Decree
356/2025/NĐ-CP, Art. 5, at second hand). Days off are those of the list that is in force when a request is filed.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from archive.use.model import UseKind, UseState
from records.errors import Sentence
from records.working_days import WEEKENDS_ALONE, WorkCalendar, working_days_after

ANSWER_WORKING_DAYS = 6
ERASURE_WORKING_DAYS = 2
_NEAR = timedelta(days=1)
_BASIS = {
    False: Sentence(
        "Thông tư 05/2025/TT-BNV, các Điều 32-47, viết cho lưu trữ lịch sử và mới đọc qua nguồn dẫn lại",
        "Circular 05/2025/TT-BNV, Articles 32-47, written for historical archives and seen at second hand",
    ),
    True: Sentence(
        "Nghị định 356/2025/NĐ-CP, Điều 5, mới đọc qua nguồn dẫn lại",
        "Decree 356/2025/NĐ-CP, Article 5, seen at second hand",
    ),
}


class UseStanding(StrEnum):
    """What a request waits for, the most urgent first."""

    OVERDUE = "overdue"
    NEAR = "near"
    """To be answered today or tomorrow."""
    RUNNING = "running"
    TO_HAND_OUT = "to_hand_out"
    """Granted; nobody has read or fetched it yet."""


def answer_days(kind: UseKind) -> int:
    """Within how many working days it is answered."""
    return ERASURE_WORKING_DAYS if kind is UseKind.ERASURE else ANSWER_WORKING_DAYS


def answer_due(filed_on: date, kind: UseKind = UseKind.READING, calendar: WorkCalendar = WEEKENDS_ALONE) -> date:
    """The last day on which it is answered in time."""
    return working_days_after(filed_on, answer_days(kind), calendar)


def valid_until(decided_on: date, days: int) -> date:
    """The last day on which what was granted on ``decided_on`` is read or fetched."""
    return decided_on + timedelta(days=days)


def use_standing(state: UseState, due_on: date, until: date | None, today: date) -> UseStanding | None:
    """None: it waits for nobody. ``until`` is the last day of what was granted."""
    if state is UseState.GRANTED:
        return UseStanding.TO_HAND_OUT if until is None or until >= today else None
    if state is not UseState.FILED:
        return None
    if today > due_on:
        return UseStanding.OVERDUE
    return UseStanding.NEAR if due_on - today <= _NEAR else UseStanding.RUNNING


def explain_due(
    filed_on: date, due_on: date, kind: UseKind = UseKind.READING, calendar: WorkCalendar = WEEKENDS_ALONE
) -> Sentence:
    """Why it is to be answered by that day, with the days off that were taken off, and how sure that is."""
    days, basis = answer_days(kind), _BASIS[kind is UseKind.ERASURE]
    off = _days_off(filed_on, due_on, kind, calendar)
    return Sentence(
        f"Trả lời chậm nhất {due_on:%d/%m/%Y}: {days} ngày làm việc kể từ ngày nhận {filed_on:%d/%m/%Y} "
        f"({basis.vi}); {off.vi}.",
        f"To be answered by {due_on:%d/%m/%Y}: {days} working days from the day it was filed, {filed_on:%d/%m/%Y} "
        f"({basis.en}); {off.en}.",
    )


def _days_off(filed_on: date, due_on: date, kind: UseKind, calendar: WorkCalendar) -> Sentence:
    """What the list of days off has to do with the days from ``filed_on`` to ``due_on``."""
    if answer_due(filed_on, kind, calendar) != due_on:
        return Sentence(
            "tính theo danh mục ngày nghỉ khi nhận yêu cầu, nay đã đổi",
            "reckoned by the list of days off when it was filed, which has changed since",
        )
    between = [filed_on + timedelta(days=number) for number in range(1, (due_on - filed_on).days + 1)]
    by_name: dict[str, list[date]] = {}
    for day in between:
        if day in calendar.off and not calendar.is_worked(day):
            by_name.setdefault(calendar.off[day], []).append(day)
    worked = [day for day in between if day in calendar.worked]
    unknown = [year for year in sorted({day.year for day in between}) if not calendar.knows(year)]
    vi, en = [], []
    if by_name:
        told = ", ".join(f"{name} ({_span(days)})" for name, days in by_name.items())
        vi.append(f"đã trừ ngày nghỉ: {told}")
        en.append(f"days off taken off: {told}")
    if worked:
        told = ", ".join(f"{day:%d/%m}" for day in worked)
        vi.append(f"đã tính ngày làm bù: {told}")
        en.append(f"days worked in exchange counted: {told}")
    if unknown:
        years = ", ".join(str(year) for year in unknown)
        vi.append(f"chưa có danh mục ngày nghỉ năm {years} nên chưa trừ hết ngày nghỉ lễ, tết")
        en.append(f"there is no list of days off of {years}, so public holidays may be missing")
    if not vi:
        return Sentence("trong thời gian này không có ngày nghỉ lễ, tết", "there is no public holiday in that time")
    return Sentence("; ".join(vi), "; ".join(en))


def _span(days: list[date]) -> str:
    return f"{days[0]:%d/%m}" if len(days) == 1 else f"{days[0]:%d/%m}-{days[-1]:%d/%m}"


def explain_validity(kind: UseKind, decided_on: date, until: date) -> Sentence:
    """Why it ends on that day."""
    days = (until - decided_on).days
    if kind is UseKind.READING:
        return Sentence(
            f"Đọc đến hết {until:%d/%m/%Y}: {days} ngày kể từ ngày quyết định; tối đa 15 ngày, không tải về (Thông tư "
            "05/2025/TT-BNV, Điều 37, đọc qua nguồn dẫn lại).",
            f"To be read until {until:%d/%m/%Y}: {days} days from the decision; 15 at most, and nothing is downloaded "
            "(Circular 05/2025/TT-BNV, Article 37, seen at second hand).",
        )
    return Sentence(
        f"Tải bản sao đến hết {until:%d/%m/%Y}: {days} ngày kể từ ngày quyết định; tối đa 15 ngày (Thông tư "
        "05/2025/TT-BNV, Điều 40, đọc qua nguồn dẫn lại).",
        f"To be fetched until {until:%d/%m/%Y}: {days} days from the decision; 15 at most (Circular 05/2025/TT-BNV, "
        "Article 40, seen at second hand).",
    )
