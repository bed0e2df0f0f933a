"""By when a request is answered, and until when what was granted is read or fetched.

Circular 05/2025/TT-BNV, Arts 32-47: an answer within six working days, a reading (Art. 37) or a copy (Art. 40)
within fifteen days. The circular was seen at second hand; it speaks of historical archives, whose times are kept
here for want of others. Holidays are not known.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from archive.use.model import UseKind, UseState
from records.errors import Sentence
from records.working_days import working_days_after

ANSWER_WORKING_DAYS = 6
_NEAR = timedelta(days=1)


class UseStanding(StrEnum):
    """What a request waits for, the most urgent first."""

    OVERDUE = "overdue"
    NEAR = "near"
    """To be answered today or tomorrow."""
    RUNNING = "running"
    TO_HAND_OUT = "to_hand_out"
    """Granted; nobody has read or fetched it yet."""


def answer_due(filed_on: date) -> date:
    """The last day on which it is answered in time."""
    return working_days_after(filed_on, ANSWER_WORKING_DAYS)


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


def explain_due(filed_on: date, due_on: date) -> Sentence:
    """Why it is to be answered by that day, and how sure that is."""
    return Sentence(
        f"Trả lời chậm nhất {due_on:%d/%m/%Y}: {ANSWER_WORKING_DAYS} ngày làm việc kể từ ngày nhận {filed_on:%d/%m/%Y} "
        "(Thông tư 05/2025/TT-BNV, các Điều 32-47, viết cho lưu trữ lịch sử và mới đọc qua nguồn dẫn lại; chưa trừ "
        "ngày nghỉ lễ).",
        f"To be answered by {due_on:%d/%m/%Y}: {ANSWER_WORKING_DAYS} working days from the day it was filed, "
        f"{filed_on:%d/%m/%Y} (Circular 05/2025/TT-BNV, Articles 32-47, written for historical archives and seen at "
        "second hand; public holidays are not taken off).",
    )


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
