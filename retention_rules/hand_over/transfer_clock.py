"""When a dossier goes from the current archive to the historical archive (nộp vào lưu trữ lịch sử).

Archives Law 33/2024/QH15, Art. 17: within five years, counted from the year in which the current archive
took it over. Circular 05/2025/TT-BNV, Ch. IV (seen at second hand): the current archive registers twelve
months ahead, the historical archive answers within seven working days. Only what is kept permanently,
never what carries a secret (Art. 17(6)), nothing under a hold; only of bodies that are a source of the
historical archive (Art. 18(2)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from records.errors import Sentence
from records.working_days import WEEKENDS_ALONE, WorkCalendar, working_days_after
from retention_rules.explain import civil
from retention_rules.hand_over.clock import WARNED_BEFORE, months_after

LIMIT_YEARS = 5
AHEAD_MONTHS = 12
ANSWER_WORKING_DAYS = 7


class TransferStanding(StrEnum):
    """Where a dossier stands on its way to the historical archive."""

    RUNNING = "running"
    REGISTER_NEAR = "register_near"
    """Thirty days or less are left to register it in time."""
    REGISTER_LATE = "register_late"
    """The twelve months before its limit have begun, and it is not registered."""
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferClock:
    """The days that count."""

    taken_over_on: date
    """When the current archive took it over."""
    limit_on: date

    @property
    def register_by(self) -> date:
        """The last day on which twelve months are left."""
        return months_after(self.limit_on, -AHEAD_MONTHS)


def transfer_clock(taken_over_on: date) -> TransferClock:
    """The clock of a dossier that the current archive took over on that day."""
    return TransferClock(taken_over_on=taken_over_on, limit_on=date(taken_over_on.year + LIMIT_YEARS, 12, 31))


def transfer_standing(clock: TransferClock, today: date) -> TransferStanding:
    """Where it stands while it is not registered; from day to day it never goes back."""
    if today > clock.limit_on:
        return TransferStanding.OVERDUE
    if today > clock.register_by:
        return TransferStanding.REGISTER_LATE
    if today >= clock.register_by - WARNED_BEFORE:
        return TransferStanding.REGISTER_NEAR
    return TransferStanding.RUNNING


def earliest_transfer(registered_on: date) -> date:
    """The first day for which a transfer can be registered on that day."""
    return months_after(registered_on, AHEAD_MONTHS)


def answer_due(registered_on: date, calendar: WorkCalendar = WEEKENDS_ALONE) -> date:
    """The last of the seven working days in which the historical archive answers."""
    return working_days_after(registered_on, ANSWER_WORKING_DAYS, calendar)


def explain_transfer(clock: TransferClock) -> Sentence:
    """Why the days are what they are."""
    on, limit, register_by = civil(clock.taken_over_on), civil(clock.limit_on), civil(clock.register_by)
    return Sentence(
        f"Nộp vào Lưu trữ lịch sử chậm nhất {limit}: {clock.taken_over_on.year} + {LIMIT_YEARS} = "
        f"{clock.limit_on.year}, tính từ năm Lưu trữ hiện hành nhận ({on}; Luật Lưu trữ 33/2024/QH15, Điều 17); "
        f"đăng ký trước 12 tháng, chậm nhất {register_by} (Thông tư 05/2025/TT-BNV, Chương IV).",
        f"To the historical archive by {limit}: {clock.taken_over_on.year} + {LIMIT_YEARS} = {clock.limit_on.year}, "
        f"from the year in which the current archive took it over ({on}; Archives Law 33/2024/QH15, Article 17); to "
        f"be registered 12 months ahead, by {register_by} (Circular 05/2025/TT-BNV, Chapter IV).",
    )
